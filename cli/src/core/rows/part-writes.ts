import { wholeRing } from "./ring-parts.js";
import type { KeyPosition } from "./key-position.js";
import { WriteBlocks, type EvaluatedWrite, type WriteTarget } from "./write-block.js";

/** What records write into one table, as bytes, by parts of the ring. */
export class PartWrites implements WriteTarget {
  readonly #partOf: KeyPosition;
  readonly #parts: readonly WriteBlocks[];
  /** Bytes that it holds. */
  size = 0;

  /** @param parts how many, a power of two */
  constructor(position: KeyPosition, parts: number) {
    const partSize = wholeRing.to / parts;
    this.#partOf = parts === 1 ? () => 0 : (key) => Math.floor(position(key) / partSize);
    this.#parts = Array.from({ length: parts }, () => new WriteBlocks());
  }

  take(write: EvaluatedWrite): void {
    this.size += this.#parts[this.#partOf(write.key)]?.add(write) ?? 0;
  }

  /** Hands out each part's blocks and forgets them. */
  takeAll(): readonly (readonly Buffer[])[] {
    this.size = 0;
    return this.#parts.map((part) => part.take());
  }
}
