/** The sink, a converter or a transform refuses the record, so it does not get into its table. `verify` counts it. */
export class RecordRefusal extends Error {
  /** The column whose value cannot be made, where it is known. */
  readonly column: string | undefined;

  constructor(message: string, column?: string) {
    super(message);
    this.name = "RecordRefusal";
    this.column = column;
  }
}

export function refuse(message: string): never {
  throw new RecordRefusal(message);
}

/**
 * Why what a sink writes cannot be predicted. The list is closed, for `verify` counts by it what it could not judge:
 * - `random`: the sink makes it up: `now()`, or the DataStax sink's time UUID of a time
 * - `name lookup`: the address of a host name, which the worker asks its DNS for
 * - `server order`: which of two writes the server keeps depends on when they ran
 * - `write time`: a write time that cannot be compared exactly, or that the write lacks
 * - `Java version`: what depends on the version of the worker's Java, where it is part of a key
 * - `not modelled`: the rule is known to Java, and not written down here
 */
export const unpredictableReasons = [
  "random",
  "name lookup",
  "server order",
  "write time",
  "Java version",
  "not modelled",
] as const;
export type UnpredictableReason = (typeof unpredictableReasons)[number];

/** The row that a record touches in a way that cannot be predicted. */
export interface TouchedRow {
  /** The cells of its primary key, packed. */
  readonly key: string;
  /** Whether the write time is not known either: it may be later than the record's time. */
  readonly isLate: boolean;
  /**
   * By which the sink counts the record if it writes it: later ones of its row or partition have a higher write time
   * then. Undefined where it does not.
   */
  readonly counted?: Counted | undefined;
}

/** What a record is counted by where its own write time depends on those of its row. */
export interface Counted {
  /** Where static columns are mapped, the cells of the partition key, packed: all its rows are counted together. */
  readonly partition: string | undefined;
  /** Whether the table's rows are counted apart from those of other tables. */
  readonly isApart: boolean;
}

/**
 * What a record writes cannot be predicted. Of a column, `verify` compares no such value, only whether there is one. A
 * record that fails with it as a whole is not judged, nor is anything that it may have touched.
 */
export class UnpredictableValue extends Error {
  readonly reason: UnpredictableReason;
  /** Undefined where it may be any row; `none` where it writes nothing, refused or not. */
  readonly row: TouchedRow | "none" | undefined;

  constructor(reason: UnpredictableReason, message: string, row?: TouchedRow | "none") {
    super(message);
    this.name = "UnpredictableValue";
    this.reason = reason;
    this.row = row;
  }
}
