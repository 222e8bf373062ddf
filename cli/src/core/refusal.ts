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
 * What a record writes cannot be predicted: a value is random (a time UUID made of a time) or made in a way that is not
 * modelled here, or the write has no write time. `verify` compares no such value, and cannot judge a table that has such
 * a key or delete.
 */
export class UnpredictableValue extends Error {
  /** What the user can do about it. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
