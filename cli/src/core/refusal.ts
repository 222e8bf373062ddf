/**
 * Why a record has no row, or no row that anybody can predict. `verify` counts the first, and says of the others what
 * it cannot judge.
 */

/** The converter, a transform or the sink refuses the record, so it does not get into its table. */
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

/** A value that is random (a time UUID made of a time), or that is made in a way that is not modelled here. */
export class UnpredictableValue extends Error {}

/** A record after which nobody can say what its table must hold. */
export class Unjudgeable extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
