/** A record after which nobody can say what its table must hold. */
export class Unjudgeable extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
