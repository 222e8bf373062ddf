import { CassinkError } from "../../errors.js";
import { type KafkaRecord, positionText, type RecordHeader } from "../kafka/record.js";
import type { Converter } from "../records/converters.js";
import { type SinkHeader, type SinkRecord } from "../records/connect-value.js";
import type { Transform } from "../transforms/transform.js";
import { EarlierColumns, type EarlierColumnsSnapshot } from "./earlier-columns.js";
import { Lowest } from "./lowest.js";
import { packRow } from "./packed-row.js";
import { type LossesSnapshot, type LossReason, PartitionLosses } from "./partition-losses.js";
import { topicPartition } from "./record-position.js";
import { staticWrite, type RowWrite, type SinkRules, type TopicPlan, type WriteOrder } from "./sink-rules.js";
import type { EvaluatedWrite, WriteTarget } from "./write-block.js";
import { UnpredictableRecords, type UnpredictableSnapshot } from "./unpredictable-records.js";
import type { UnknownWrites } from "./unknown-writes.js";
import { type Counted, UnpredictableValue, RecordRefusal } from "../refusal.js";

/** How the worker and the connector turn the records of a topic into writes. */
interface TopicReading {
  readonly topic: string;
  readonly key: Converter;
  readonly value: Converter;
  readonly headers: (headers: readonly RecordHeader[]) => readonly SinkHeader[];
  readonly transform: Transform;
  readonly plan: TopicPlan;
  readonly writeOrder: SinkRules["writeOrder"];
  /** Whether records set their write times, which may then be any. */
  readonly mapsTimes: boolean;
}

/** A record that cannot be written into its table. */
export interface Refusal {
  /** `topic-partition@offset`. */
  readonly at: string;
  readonly column?: string;
  readonly reason: string;
}

type RecordPlace = Pick<KafkaRecord, "partition" | "offset">;

/** A record of which nothing is written, with its place in the topic. */
interface PlacedRefusal extends RecordPlace {
  readonly refusal: Refusal;
}

const byPlace = (left: PlacedRefusal, right: PlacedRefusal): number =>
  left.partition - right.partition || left.offset - right.offset;

/** A table that the topic feeds, and counts of what became of the topic's records there. */
export class FedTable {
  /** Where what the records write goes. */
  target: WriteTarget;
  read = 0;
  filtered = 0;
  refused = 0;
  /** Records of which it cannot be said what they write. */
  unjudged = 0;
  /** Whether those records are kept that are refused or not judged from now on. */
  keepsRecords = true;
  readonly unpredictable = new UnpredictableRecords();
  readonly earlierColumns = new EarlierColumns();
  readonly #refusals: Lowest<PlacedRefusal>;
  readonly #unjudgedRecords: Lowest<PlacedRefusal>;

  /** @param kept how many refusals are kept; all, where each is to be found among the dead letters */
  constructor(target: WriteTarget, kept: number) {
    this.target = target;
    this.#refusals = new Lowest(kept, byPlace);
    this.#unjudgedRecords = new Lowest(kept, byPlace);
  }

  refuse(refusal: Refusal, { partition, offset }: RecordPlace): void {
    this.refused++;
    if (this.keepsRecords) this.#refusals.add({ partition, offset, refusal });
  }

  leaveUnjudged(refusal: Refusal, { partition, offset }: RecordPlace): void {
    this.unjudged++;
    if (this.keepsRecords) this.#unjudgedRecords.add({ partition, offset, refusal });
  }

  /** By partition and offset the first of those that were refused, or all. */
  get refusals(): readonly Refusal[] {
    return this.#refusals.all().map(({ refusal }) => refusal);
  }

  /** By partition and offset the first of those that were not judged, or all. */
  get unjudgedRecords(): readonly Refusal[] {
    return this.#unjudgedRecords.all().map(({ refusal }) => refusal);
  }

  snapshot(): FedSnapshot {
    const { read, filtered, refused, unjudged } = this;
    return {
      ...{ read, filtered, refused, unjudged },
      refusals: this.#refusals.all(),
      unjudgedRecords: this.#unjudgedRecords.all(),
      unpredictable: this.unpredictable.snapshot(),
      earlierColumns: this.earlierColumns.snapshot(),
    };
  }

  /** Adds what is known of other records of the topic. */
  merge(snapshot: FedSnapshot): void {
    this.read += snapshot.read;
    this.filtered += snapshot.filtered;
    this.refused += snapshot.refused;
    this.unjudged += snapshot.unjudged;
    for (const each of snapshot.refusals) this.#refusals.add(each);
    for (const each of snapshot.unjudgedRecords) this.#unjudgedRecords.add(each);
    this.unpredictable.merge(snapshot.unpredictable);
    this.earlierColumns.merge(snapshot.earlierColumns);
  }
}

/** What is known of a topic's records in one of its tables, as plain data. */
export interface FedSnapshot {
  readonly read: number;
  readonly filtered: number;
  readonly refused: number;
  readonly refusals: readonly PlacedRefusal[];
  readonly unjudged: number;
  readonly unjudgedRecords: readonly PlacedRefusal[];
  readonly unpredictable: UnpredictableSnapshot;
  readonly earlierColumns: EarlierColumnsSnapshot;
}

/** What becomes of a record in one of the tables. */
export type RecordOutcome =
  /** By a transform. */
  | { readonly kind: "filtered" }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "unpredictable"; readonly error: UnpredictableValue }
  /** In microseconds, without what a generation adds. */
  | { readonly kind: "written"; readonly write: RowWrite; readonly writeTime: number };

/** Is told what becomes of each record that is added. @param table its index in the plan */
export type RecordWatcher = (raw: KafkaRecord, table: number, outcome: RecordOutcome) => void;

/** What a fold remembers of the records so far, as plain data; what is known in its tables, these keep. */
export interface FoldSnapshot {
  /** By partition. */
  readonly orders: ReadonlyMap<number, unknown>;
  readonly losses: LossesSnapshot;
}

/** Evaluates the records of one topic, and hands what they write to the tables that it feeds. */
export class TopicFold {
  readonly #reading: TopicReading;
  readonly #tables: readonly FedTable[];
  readonly #topic: number;
  readonly #orders = new Map<number, WriteOrder>();
  readonly #losses: PartitionLosses;
  #watcher: RecordWatcher | undefined;

  /**
   * @param tables in the order of the plan's
   * @param topic the topic's index among those that are read
   */
  constructor(reading: TopicReading, tables: readonly FedTable[], topic: number) {
    this.#reading = reading;
    this.#tables = tables;
    this.#topic = topic;
    this.#losses = new PartitionLosses(reading.mapsTimes);
  }

  /** From now on, for the records that are added then. */
  watch(watcher: RecordWatcher): void {
    this.#watcher = watcher;
  }

  add(raw: KafkaRecord): void {
    for (const table of this.#tables) table.read++;
    const order = this.#order(raw.partition);
    const record = this.#record(raw);
    if (record === undefined) return;
    order.begin(raw.offset, record.timestamp);
    const writes = this.#attempt(raw, this.#tables, () => this.#reading.plan(record));
    if (writes === undefined) return;
    this.#tables.forEach((table, index) => {
      const write = this.#attempt(raw, [table], () =>
        this.#counting(index, order, () => certain(record, writes(index))),
      );
      if (write !== undefined) this.#apply(write, table, index, raw, order);
    });
  }

  snapshot(): FoldSnapshot {
    const orders = [...this.#orders].map(([partition, order]) => [partition, order.snapshot?.()] as const);
    return { orders: new Map(orders), losses: this.#losses.snapshot() };
  }

  /** Goes on with what is remembered of partitions of which no record was added yet. */
  merge({ orders, losses }: FoldSnapshot): void {
    for (const [partition, order] of orders) this.#order(partition).restore?.(order);
    this.#losses.merge(losses);
  }

  /** Says that the partition has lost records before the one that is added next. */
  lose(partition: number, reason: LossReason): void {
    this.#losses.lose(partition, reason);
  }

  /** What records that the topic has lost may have written, in any row; undefined where it has lost none. */
  get lostWrites(): UnknownWrites | undefined {
    return this.#losses.writes;
  }

  #apply(write: RowWrite, fed: FedTable, table: number, raw: KafkaRecord, order: WriteOrder): void {
    const { kind, key, expiry } = write;
    const writeTime = write.writeTime ?? next(countedBy(write), key, table, order);
    const earliest = write.writeTime ?? order.earliest(raw.offset, raw.timestamp);
    const stamp = {
      topicPartition: topicPartition(this.#topic, raw.partition),
      offset: raw.offset,
      writeTime,
      index: writeTime - earliest,
    };
    this.#losses.follow(raw.partition, stamp.writeTime);
    this.#watcher?.(raw, table, { kind: "written", write, writeTime: stamp.writeTime });
    fed.target.take({ kind, key, ofStatics: false, ...packed(write), stamp, expiry });
    if (write.mayHaveDeleted === true) fed.earlierColumns.addDelete(write.key, stamp.writeTime);
    if (write.mayHaveLacked !== undefined)
      fed.earlierColumns.addLacked(stamp.topicPartition, write.mayHaveLacked, raw.offset);
    const ofStatics = staticWrite(write);
    if (ofStatics !== undefined)
      fed.target.take({
        kind: "put",
        key: ofStatics.key,
        ofStatics: true,
        ...packed(ofStatics),
        stamp,
        expiry,
      });
  }

  /** Counts a record, too, of which it cannot be said what it writes: it makes the write times of later ones higher. */
  #counting(table: number, order: WriteOrder, make: () => RowWrite): RowWrite {
    try {
      return make();
    } catch (error) {
      const row = error instanceof UnpredictableValue ? error.row : undefined;
      if (row !== undefined && row !== "none" && row.counted !== undefined)
        next(row.counted, row.key, table, order);
      throw error;
    }
  }

  #order(partition: number): WriteOrder {
    const known = this.#orders.get(partition);
    if (known !== undefined) return known;
    const order = this.#reading.writeOrder();
    this.#orders.set(partition, order);
    return order;
  }

  /** What a record writes in each table, which is not counted; undefined for a table in which it writes nothing. */
  writesOf(raw: KafkaRecord): readonly (RowWrite | undefined)[] {
    const writes = this.#unlessBad(raw, this.#tables, () => {
      const record = readRecord(this.#reading, raw);
      if (record === undefined) return undefined;
      const plan = this.#reading.plan(record);
      return (table: number) => certain(record, plan(table));
    });
    return this.#tables.map((table, index) => this.#unlessBad(raw, [table], () => writes?.(index)));
  }

  #unlessBad<Result>(raw: KafkaRecord, tables: readonly FedTable[], make: () => Result): Result | undefined {
    try {
      return make();
    } catch (error) {
      if (error instanceof CassinkError) throw error;
      if (error instanceof UnpredictableValue) this.#touch(error, raw, tables);
      return undefined;
    }
  }

  #record(raw: KafkaRecord): SinkRecord | undefined {
    return this.#attempt(raw, this.#tables, () => {
      const record = readRecord(this.#reading, raw);
      if (record !== undefined) return record;
      for (const table of this.#tables) table.filtered++;
      this.#tell(raw, this.#tables, { kind: "filtered" });
      return undefined;
    });
  }

  /** The result, or undefined where the record is refused, which is then counted for the tables. */
  #attempt<Result>(
    raw: KafkaRecord,
    tables: readonly FedTable[],
    make: () => Result | undefined,
  ): Result | undefined {
    try {
      return make();
    } catch (error) {
      const at = positionText(this.#reading.topic, raw.partition, raw.offset);
      if (error instanceof UnpredictableValue) {
        this.#touch(error, raw, tables);
        for (const table of tables) table.leaveUnjudged({ at, reason: error.message }, raw);
        this.#tell(raw, tables, { kind: "unpredictable", error });
      } else {
        const refusal = refusalOf(error, at);
        for (const table of tables) table.refuse(refusal, raw);
        this.#tell(raw, tables, { kind: "refused", refusal });
      }
      return undefined;
    }
  }

  #tell(raw: KafkaRecord, tables: readonly FedTable[], outcome: RecordOutcome): void {
    for (const table of tables) this.#watcher?.(raw, this.#tables.indexOf(table), outcome);
  }

  /** What a record may touch of which it cannot be said what it writes. */
  #touch({ row }: UnpredictableValue, raw: KafkaRecord, tables: readonly FedTable[]): void {
    if (row === "none") return;
    const isLate = this.#reading.mapsTimes || row?.isLate === true;
    const until = isLate ? Infinity : this.#order(raw.partition).latest(raw.offset, raw.timestamp);
    for (const { unpredictable } of tables) unpredictable.add(row?.key, until);
  }
}

/** The next write time of what is counted. @param key of the row */
const next = ({ partition, isApart }: Counted, key: string, table: number, order: WriteOrder): number =>
  order.writeTime(countedAs(table, partition ?? key), isApart);

/**
 * What a row is counted as among those of the topic's tables. Packed keys begin with `=`, `0` or nothing, so that those of
 * the tables behind the first one are told apart by their index.
 * @param key of the row, or of the partition where static columns are mapped
 */
const countedAs = (table: number, key: string): string => (table === 0 ? key : `${table}\u0001${key}`);

const countedBy = ({ partition, isCountedApart = false }: RowWrite): Counted => ({
  partition: partition?.key,
  isApart: isCountedApart,
});

const packed = ({ kind, cells }: RowWrite): Pick<EvaluatedWrite, "cells" | "setsAll"> =>
  kind === "delete"
    ? { cells: "", setsAll: false }
    : { cells: packRow(cells), setsAll: !cells.includes(undefined) };

/** @throws UnpredictableValue of the row, where it is not known whether the record reaches the sink as it is */
function certain({ doubt }: SinkRecord, write: RowWrite): RowWrite {
  if (doubt === undefined) return write;
  const counted = write.writeTime === undefined ? countedBy(write) : undefined;
  throw new UnpredictableValue(doubt.reason, doubt.message, { key: write.key, isLate: false, counted });
}

/** @throws the error, where it is of no record */
function refusalOf(error: unknown, at: string): Refusal {
  if (error instanceof RecordRefusal) {
    return { at, reason: error.message, ...(error.column === undefined ? {} : { column: error.column }) };
  }
  if (error instanceof CassinkError) throw error;
  // One record must not hide the others' rows: 20,000 nested arrays overflow the stack, for example.
  return { at, reason: `verify cannot evaluate this record: ${messageOf(error)}` };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

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
