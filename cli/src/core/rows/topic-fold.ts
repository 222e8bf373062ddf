import { InputError } from "../../errors.js";
import type { KafkaRecord, RecordHeader } from "../kafka/record.js";
import type { Converter } from "../records/converters.js";
import { type SinkHeader, type SinkRecord } from "../records/connect-value.js";
import type { Transform } from "../transforms/transform.js";
import type { ExpectedRows } from "./expected-rows.js";
import type { RowWrite, SinkRules, TopicPlan, WriteOrder } from "./sink-rules.js";
import { Unjudgeable, UnpredictableValue, RecordRefusal } from "../refusal.js";

/** More than any table has here: so write orders tell rows of one topic's tables apart. */
const rowsPerTable = 2 ** 32;

/** How the worker and the connector turn records of one topic into writes. */
export interface TopicReading {
  readonly topic: string;
  readonly key: Converter;
  readonly value: Converter;
  readonly headers: (headers: readonly RecordHeader[]) => readonly SinkHeader[];
  readonly transform: Transform;
  readonly plan: TopicPlan;
  readonly writeOrder: SinkRules["writeOrder"];
}

/** A record that cannot get into its table. */
export interface Refusal {
  /** `topic-partition@offset`. */
  readonly at: string;
  readonly column?: string;
  readonly reason: string;
}

/** One table that the topic feeds, and what became of its records. */
export class TableTally {
  readonly rows: ExpectedRows;
  read = 0;
  filtered = 0;
  refused = 0;
  /** The first of them. */
  readonly refusals: Refusal[] = [];
  readonly #examples: number;

  constructor(rows: ExpectedRows, examples: number) {
    this.rows = rows;
    this.#examples = examples;
  }

  refuse(refusal: Refusal): void {
    this.refused++;
    if (this.refusals.length < this.#examples) this.refusals.push(refusal);
  }
}

export function place(topic: string, partition: number, offset: number): string {
  return `${topic}-${partition}@${offset}`;
}

/** Folds the records of one topic into the rows of the tables that it feeds. */
export class TopicFold {
  readonly #reading: TopicReading;
  readonly #tallies: readonly TableTally[];
  readonly #source: (partition: number) => number;
  readonly #orders = new Map<number, WriteOrder>();

  /**
   * @param tallies in the order of the plan's tables
   * @param source a number for each partition, unlike any other topic's: what an Origin holds
   */
  constructor(reading: TopicReading, tallies: readonly TableTally[], source: (partition: number) => number) {
    this.#reading = reading;
    this.#tallies = tallies;
    this.#source = source;
  }

  /** @throws InputError at a record after which the table cannot be judged */
  add(raw: KafkaRecord): void {
    for (const tally of this.#tallies) tally.read++;
    const record = this.#record(raw);
    if (record === undefined) return;
    const order = this.#order(raw.partition);
    order.begin(raw.offset, record.timestamp);
    const writes = this.#attempt(raw, this.#tallies, () => this.#reading.plan(record));
    if (writes === undefined) return;
    this.#tallies.forEach((tally, table) => {
      const write = this.#attempt(raw, [tally], () => writes(table));
      if (write !== undefined) this.#apply(write, tally, table, raw, order);
    });
  }

  #apply(write: RowWrite, { rows }: TableTally, table: number, raw: KafkaRecord, order: WriteOrder): void {
    const place = rows.placeOf(write.key);
    const stamp = {
      source: this.#source(raw.partition),
      offset: raw.offset,
      writeTime: write.writeTime ?? order.writeTime(place + table * rowsPerTable),
    };
    if (write.kind === "delete") rows.delete(place, stamp);
    else rows.put(place, write.cells, stamp, write.expiry);
  }

  #order(partition: number): WriteOrder {
    const known = this.#orders.get(partition);
    if (known !== undefined) return known;
    const order = this.#reading.writeOrder();
    this.#orders.set(partition, order);
    return order;
  }

  /** The keys of the rows that a record touches, one for each table; undefined where it touches none. */
  keysOf(raw: KafkaRecord): readonly (string | undefined)[] {
    const writes = unlessRefused(() => {
      const record = readRecord(this.#reading, raw);
      return record === undefined ? undefined : this.#reading.plan(record);
    });
    return this.#tallies.map((_, table) => unlessRefused(() => writes?.(table).key));
  }

  #record(raw: KafkaRecord): SinkRecord | undefined {
    return this.#attempt(raw, this.#tallies, () => {
      const record = readRecord(this.#reading, raw);
      if (record === undefined) for (const tally of this.#tallies) tally.filtered++;
      return record;
    });
  }

  /** The result, or undefined where the record is refused: then the tallies have it. */
  #attempt<Result>(
    raw: KafkaRecord,
    tallies: readonly TableTally[],
    make: () => Result | undefined,
  ): Result | undefined {
    try {
      return make();
    } catch (error) {
      const refusal = this.#refusal(error, raw);
      for (const tally of tallies) tally.refuse(refusal);
      return undefined;
    }
  }

  #refusal(error: unknown, raw: KafkaRecord): Refusal {
    const at = place(this.#reading.topic, raw.partition, raw.offset);
    if (error instanceof RecordRefusal) {
      return { at, reason: error.message, ...(error.column === undefined ? {} : { column: error.column }) };
    }
    if (error instanceof Unjudgeable) {
      throw new InputError(`the table cannot be judged: ${error.message}`, { where: at, hint: error.hint });
    }
    if (error instanceof UnpredictableValue) {
      throw new InputError(`the table cannot be judged: ${error.message}`, { where: at });
    }
    throw error;
  }
}

function readRecord(reading: TopicReading, raw: KafkaRecord): SinkRecord | undefined {
  return reading.transform({
    topic: reading.topic,
    partition: raw.partition,
    offset: raw.offset,
    timestamp: raw.timestamp,
    key: reading.key(raw.key),
    value: reading.value(raw.value),
    headers: raw.headers.length === 0 ? [] : reading.headers(raw.headers),
  });
}

function unlessRefused<Result>(make: () => Result | undefined): Result | undefined {
  try {
    return make();
  } catch (error) {
    const isExpected =
      error instanceof RecordRefusal || error instanceof Unjudgeable || error instanceof UnpredictableValue;
    if (isExpected) return undefined;
    throw error;
  }
}
