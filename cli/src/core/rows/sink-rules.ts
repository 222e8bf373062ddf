import type { MappedTableSettings } from "../mapping/same-names.js";
import type { CodecSettings } from "../mapping/settings.js";
import type { SinkRecord } from "../records/connect-value.js";
import type { Expiry } from "./expiry.js";
import type { BoundStatement, OwnStatement } from "./own-statement.js";
import type { MaybeCell } from "./packed-row.js";
import type { TableLayout } from "./table-layout.js";

/*
 * How a record becomes a row. Kafka's record passes the connector's converters (core/records/converters.ts) and
 * transforms (core/transforms/transform-chain.ts), which may drop or refuse it. The topic's plan, made by the sink's rules below
 * (core/sinks/NAME/rules.ts and row-plan.ts), says for each table which row it writes and with which cells: a RowWrite.
 * Its write time is the one that the record sets, or the one that the sink's WriteOrder gives. topic-fold.ts does all
 * of this, and puts the write into the table's expected-rows.ts, which keep in each column the value with the latest
 * write time. table-comparison.ts then compares these with the rows that the table has.
 */

/** What a record does to a row of a table. */
export interface RowWrite {
  readonly kind: "put" | "delete";
  /** The cells of the primary key, packed. */
  readonly key: string;
  /** In the order of the layout's columns; undefined for a column that the record does not set. A delete has none. */
  readonly cells: readonly MaybeCell[];
  /** Microseconds since the Unix epoch, if the record sets it (`__timestamp`); else the WriteOrder gives it. */
  readonly writeTime: number | undefined;
  /** When the cells expire; a delete never does. */
  readonly expiry: Expiry;
  /** Of a record whose mapping names static columns of the table. */
  readonly partition?: PartitionWrite;
  /** Of a table whose rows the sink counts apart from those of other tables. */
  readonly isCountedApart?: boolean;
  /** Of a put that sets nothing: it may have deleted the row, in a table that lacked columns that it has now. */
  readonly mayHaveDeleted?: boolean;
  /** Columns that it sets and that the table may have lacked. */
  readonly mayHaveLacked?: readonly string[];
  /** In place of cells, where no model tells what is written; the key is then the partition's alone. */
  readonly statement?: BoundStatement;
}

/** What the record writes to its partition's static columns, as a row of their own; undefined where it sets none. */
export function staticWrite(write: RowWrite): RowWrite | undefined {
  const { partition } = write;
  return partition?.cells.some((cell) => cell !== undefined) === true
    ? { ...write, ...partition }
    : undefined;
}

/** What a record sets of the static columns of its row's partition. */
export interface PartitionWrite {
  /** The cells of the partition key, packed. */
  readonly key: string;
  /** In the order of the static columns' layout; undefined for one that is not set. A delete has none: they stay. */
  readonly cells: readonly MaybeCell[];
}

/** Reads a record, once for all tables of its topic, then says what it writes to each of them, by the table's index. */
export type TopicPlan = (record: SinkRecord) => (table: number) => RowWrite;

/** A topic's settings, for the tables that it feeds. */
export interface MappedTopic {
  readonly codec: CodecSettings;
  readonly tables: readonly MappedTable[];
}

export interface MappedTable {
  readonly settings: MappedTableSettings;
  readonly layout: TableLayout;
  /** Where its records are asked for statements, and no model tells its rows. */
  readonly statement?: OwnStatement;
}

/** The rules by which one sink turns records into rows. */
export interface SinkRules {
  /**
   * The plan throws RecordRefusal for a record that the sink refuses, and UnpredictableValue for one whose row cannot
   * be predicted.
   * @throws InputError when the settings make a table impossible to judge
   */
  readonly topicPlan: (topic: MappedTopic) => TopicPlan;
  /** A new one for each partition. */
  readonly writeOrder: () => WriteOrder;
  /** Microseconds that the sink adds to each write time, those that records set too. */
  readonly shift: number;
}

/** Tells the rows of a topic's tables apart. */
export type RowIdentity = string | number;

/** Gives the records of one partition their write times, in microseconds since the Unix epoch. */
export interface WriteOrder {
  /**
   * To be called for each record that reaches the sink, refused by it or not, in the order of offsets.
   * @param timestamp the record's time, in milliseconds since the Unix epoch
   */
  readonly begin: (offset: number, timestamp: number) => void;
  /**
   * The write time of the record last begun, for one of its rows.
   * @param row where static columns are mapped, the row's partition: all rows of a partition share them
   * @param isApart whether the rows of its table are counted apart from those of other tables
   */
  readonly writeTime: (row: RowIdentity, isApart: boolean) => number;
  /** The lowest write time that a record may get by its place and time (milliseconds): that of the first of its row. */
  readonly earliest: (offset: number, timestamp: number) => number;
  /** The highest write time that a record may get by its place and time (milliseconds), whatever its row. */
  readonly latest: (offset: number, timestamp: number) => number;
  /** What it remembers of the records so far, as plain data; left out where that is nothing. */
  readonly snapshot?: () => unknown;
  /** Goes on from what {@link snapshot} gave. */
  readonly restore?: (snapshot: unknown) => void;
}
