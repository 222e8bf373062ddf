import { type KafkaRecord, positionText } from "../kafka/record.js";
import { keyText } from "../kafka/key-text.js";
import type { Expiry } from "../rows/expiry.js";
import type { MaybeCell } from "../rows/packed-row.js";
import type { RecordOutcome } from "../rows/topic-fold.js";

/** What a record does to the row that is asked for, or to its partition's static columns. */
export interface RowEvent {
  /** `topic-partition@offset` */
  readonly at: string;
  readonly connector: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  /** The record's key; null where it has none. */
  readonly key: string | null;
  /** `uncertain`: it cannot be said what it writes. */
  readonly kind: "put" | "delete" | "uncertain";
  /** In the order of the layout's columns; undefined where it writes another row of the partition. */
  readonly cells: readonly MaybeCell[] | undefined;
  /** In the order of the static columns' layout; undefined where it sets none. */
  readonly statics: readonly MaybeCell[] | undefined;
  /** Microseconds since the Unix epoch, without what a generation adds; not known of one that is uncertain. */
  readonly writeTime: number;
  /** Whether the record itself brings its write time (`__timestamp`). */
  readonly bringsTime: boolean;
  readonly expiry: Expiry;
  /** Columns that the table may have lacked when the record was written. */
  readonly lacked: readonly string[];
  /** Of one that is uncertain: why. */
  readonly reason?: string;
}

/** The row that is asked for. */
export interface AskedRow {
  /** The cells of its primary key, packed; undefined where a partition is asked for. */
  readonly key: string | undefined;
  /** The same of its partition key. */
  readonly partition: string;
}

/** The event that a record is; undefined where it has nothing to do with the row. */
export function rowEvent(
  asked: AskedRow,
  from: { readonly topic: string; readonly connector: string },
  raw: KafkaRecord,
  outcome: RecordOutcome,
): RowEvent | undefined {
  const { partition, offset, timestamp } = raw;
  const record = {
    at: positionText(from.topic, partition, offset),
    ...from,
    partition,
    offset,
    timestamp,
    key: keyText(raw.key),
  };
  if (outcome.kind === "unpredictable") {
    const { row, message } = outcome.error;
    if (typeof row !== "object" || asked.key === undefined || row.key !== asked.key) return undefined;
    const nothing = { writeTime: NaN, bringsTime: false, expiry: 0, lacked: [] };
    return {
      ...record,
      ...nothing,
      kind: "uncertain",
      cells: undefined,
      statics: undefined,
      reason: message,
    };
  }
  if (outcome.kind !== "written") return undefined;
  const { write, writeTime } = outcome;
  const isOfRow = asked.key !== undefined && write.key === asked.key;
  const isOfPartition = write.partition?.key === asked.partition && write.kind === "put";
  const statics = isOfPartition ? write.partition.cells : undefined;
  if (!isOfRow && statics?.some((cell) => cell !== undefined) !== true) return undefined;
  return {
    ...record,
    kind: write.kind,
    cells: isOfRow ? write.cells : undefined,
    statics,
    writeTime,
    bringsTime: write.writeTime !== undefined,
    expiry: write.expiry,
    lacked: write.mayHaveLacked ?? [],
  };
}
