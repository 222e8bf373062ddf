import { wholeRing } from "./ring-parts.js";
import type { KeyPosition } from "./key-position.js";
import { WriteBlocks, type EvaluatedWrite, type WriteTarget } from "./write-block.js";

/** What records write into one table, as bytes, by parts of the ring. */
export class PartWrites implements WriteTarget {
  readonly #position: KeyPosition;
  readonly #parts: readonly WriteBlocks[];
  readonly #partSize: number;
  /** Bytes that it holds. */
  size = 0;

  /** @param parts how many, a power of two */
  constructor(position: KeyPosition, parts: number) {
    this.#position = position;
    this.#parts = Array.from({ length: parts }, () => new WriteBlocks());
    this.#partSize = wholeRing.to / parts;
  }

  take(write: EvaluatedWrite): void {
    const position = this.#position(write.key);
    const part = this.#parts[Math.floor(position / this.#partSize)];
    this.size += part?.add({ ...write, position }) ?? 0;
  }

  /** Hands out each part's blocks and forgets them. */
  takeAll(): readonly (readonly Buffer[])[] {
    this.size = 0;
    return this.#parts.map((part) => part.take());
  }
}
