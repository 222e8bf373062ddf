/** Digests of texts, as hexadecimal digits: two texts with one digest are equal, and none leads back to its text. */
export interface Digests {
  of(text: string): string;
  /** Of secrets: slow by intention, so that nobody can try guesses in numbers. @param salt of {@link salt} */
  ofSecrets(text: string, salt: string): Promise<string>;
  /** A new one, for the secrets of one document. */
  salt(): string;
}
