import { InputError } from "../../errors.js";
import { UnpredictableValue } from "../conversion/conversion.js";
import type { Converter } from "../records/converters.js";
import { RecordRefusal, type SinkHeader, type SinkRecord } from "../records/connect-value.js";
import type { Transform } from "../transforms/transform.js";
import type { ExpectedRows, Origin } from "./expected-rows.js";
import { WouldDelete, type RowWrite, type TablePlan } from "./table-plan.js";

/** A record as Kafka holds it. */
export interface RawRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array | null }[];
}

/** How the worker and the connector turn records of one topic into writes. */
export interface TopicReading {
  readonly topic: string;
  readonly key: Converter;
  readonly value: Converter;
  readonly headers: (headers: RawRecord["headers"]) => readonly SinkHeader[];
  readonly transform: Transform;
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
  readonly plan: TablePlan;
  readonly rows: ExpectedRows;
  read = 0;
  filtered = 0;
  refused = 0;
  /** The first of them. */
  readonly refusals: Refusal[] = [];
  readonly #examples: number;

  constructor(plan: TablePlan, rows: ExpectedRows, examples: number) {
    this.plan = plan;
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

  /** @param source a number for each partition, unlike any other topic's: what {@link Origin} holds */
  constructor(reading: TopicReading, tallies: readonly TableTally[], source: (partition: number) => number) {
    this.#reading = reading;
    this.#tallies = tallies;
    this.#source = source;
  }

  /** @throws InputError at a record after which the table cannot be judged */
  add(raw: RawRecord): void {
    for (const tally of this.#tallies) tally.read++;
    const record = this.#record(raw);
    if (record === undefined) return;
    const origin: Origin = { source: this.#source(raw.partition), offset: raw.offset };
    for (const tally of this.#tallies) {
      const write = this.#write(tally, record, raw);
      if (write !== undefined) tally.rows.apply(write, origin, raw.timestamp);
    }
  }

  /** The keys of the rows that a record touches, one for each table; undefined where it touches none. */
  keysOf(raw: RawRecord): readonly (string | undefined)[] {
    try {
      const record = readRecord(this.#reading, raw);
      return this.#tallies.map((tally) => (record === undefined ? undefined : keyOf(tally.plan, record)));
    } catch (error) {
      if (isExpected(error)) return this.#tallies.map(() => undefined);
      throw error;
    }
  }

  #record(raw: RawRecord): SinkRecord | undefined {
    try {
      const record = readRecord(this.#reading, raw);
      if (record === undefined) for (const tally of this.#tallies) tally.filtered++;
      return record;
    } catch (error) {
      for (const tally of this.#tallies) tally.refuse(this.#refusal(error, raw));
      return undefined;
    }
  }

  #write(tally: TableTally, record: SinkRecord, raw: RawRecord): RowWrite | undefined {
    try {
      return tally.plan(record);
    } catch (error) {
      tally.refuse(this.#refusal(error, raw));
      return undefined;
    }
  }

  #refusal(error: unknown, raw: RawRecord): Refusal {
    const at = place(this.#reading.topic, raw.partition, raw.offset);
    if (error instanceof RecordRefusal) {
      return { at, reason: error.message, ...(error.column === undefined ? {} : { column: error.column }) };
    }
    if (error instanceof WouldDelete) {
      throw new InputError("the table cannot be judged: a record deletes its row", {
        where: at,
        hint: "the DataStax sink's DELETE carries no write time, so which writes it outlives is up to when it ran; set deletesEnabled=false, or filter such records",
      });
    }
    if (error instanceof UnpredictableValue) {
      throw new InputError(`the table cannot be judged: ${error.message}`, { where: at });
    }
    throw error;
  }
}

function readRecord(reading: TopicReading, raw: RawRecord): SinkRecord | undefined {
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

function keyOf(plan: TablePlan, record: SinkRecord): string | undefined {
  try {
    return plan(record).key;
  } catch (error) {
    if (isExpected(error)) return undefined;
    throw error;
  }
}

const isExpected = (error: unknown): boolean =>
  error instanceof RecordRefusal || error instanceof WouldDelete || error instanceof UnpredictableValue;
