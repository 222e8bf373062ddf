/** A value that must not be printed: toString, JSON.stringify and console.log all give the mask. */
export class Secret {
  static readonly mask = "********";
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself; call this only where it is sent to the server that needs it. */
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

/** A server's text with the secrets masked. Those under 4 characters stay: they also occur by chance. */
export function withoutSecretTexts(text: string, secrets: readonly string[]): string {
  return secrets
    .filter(({ length }) => length >= 4)
    .reduce((masked, secret) => masked.replaceAll(secret, Secret.mask), text);
}
