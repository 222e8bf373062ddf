import type { MappedTableSettings } from "../mapping/same-names.js";
import type { CodecSettings } from "../mapping/settings.js";
import type { SinkRecord } from "../records/connect-value.js";
import type { MaybeCell } from "./packed-row.js";
import type { TableLayout } from "./table-layout.js";

/** What one record does to one row. */
export interface RowWrite {
  /** A delete has no cells and lives for ever. */
  readonly kind: "put" | "delete";
  /** The cells of the primary key, packed. */
  readonly key: string;
  /** In the order of the layout's columns; a column that the record leaves alone is undefined. */
  readonly cells: readonly MaybeCell[];
  /** Microseconds since the Unix epoch, where the record sets them itself; else the sink's order gives them. */
  readonly writeTime: number | undefined;
  /** Milliseconds since the Unix epoch at which the row ends, at the earliest; 0 is never. */
  readonly expiry: number;
}

/** Takes a record apart, once for all tables of its topic; then says what it does to each, by the table's index. */
export type TopicPlan = (record: SinkRecord) => (table: number) => RowWrite;

/** A topic's settings, with the mappings that they mean. */
export interface PlannedSettings {
  readonly codec: CodecSettings;
  readonly tables: readonly { readonly settings: MappedTableSettings; readonly layout: TableLayout }[];
}

/** The rules by which one sink turns records into rows. */
export interface SinkRules {
  /**
   * The plan throws RecordRefusal for a record that cannot be written, and UnpredictableValue where what is written
   * is not modelled.
   * @throws InputError when the settings make a table impossible to judge
   */
  readonly topicPlan: (settings: PlannedSettings) => TopicPlan;
  /** What gives the records of one partition their write times. */
  readonly writeOrder: () => WriteOrder;
}

/** Gives the records of one partition their write times, in microseconds since the Unix epoch. */
export interface WriteOrder {
  /**
   * The next record that reaches the sink, written or not.
   * @param milliseconds the record's time
   */
  readonly begin: (offset: number, milliseconds: number) => void;
  /** The write time of the current record in this row; rows are numbered apart for each table. */
  readonly writeTime: (row: number) => number;
}
