import type { PackedRow } from "./packed-row.js";

const modulus = 2n ** 256n;

/**
 * A digest of rows that does not depend on their order: the sum of the rows' SHA-256, modulo 2^256. Of rows with the same
 * keys and values it is the same, in whichever order, by whichever pages and from whichever replicas they were read.
 */
export class RowDigest {
  readonly #digest: (text: string) => string;
  #sum = 0n;
  rows = 0;

  /** @param digest SHA-256, as hexadecimal digits */
  constructor(digest: (text: string) => string) {
    this.#digest = digest;
  }

  add(key: PackedRow, cells: PackedRow): void {
    this.rows++;
    this.#sum = (this.#sum + BigInt(`0x${this.#digest(`${key}\u0000${cells}`)}`)) % modulus;
  }

  /** 64 hexadecimal digits. */
  get text(): string {
    return this.#sum.toString(16).padStart(64, "0");
  }
}

/** Digests of the rows in a part of the table. */
export interface PartDigests {
  /** The tokens behind the first and up to the second one. */
  readonly tokens: readonly [after: string, upTo: string];
  readonly expected: DigestedRows;
  readonly found: DigestedRows;
}

/** In the order of the ring. */
export function byTokens({ tokens: [left] }: PartDigests, { tokens: [right] }: PartDigests): number {
  return BigInt(left) < BigInt(right) ? -1 : 1;
}

interface DigestedRows {
  readonly rows: number;
  /** Order-free, of keys and values (`RowDigest`); left out in a redacted proof, for a row could be guessed by it. */
  readonly digest?: string;
}
