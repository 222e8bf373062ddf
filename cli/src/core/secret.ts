/** A value that must not be printed: every way of turning it into text gives the mask. */
export class Secret {
  static readonly mask = "********";
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself; call it only where it leaves for the server that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return Secret.mask;
  }

  toJSON(): string {
    return Secret.mask;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return Secret.mask;
  }
}
