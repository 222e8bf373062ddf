import { type RingPart, wholeRing } from "./ring-parts.js";
import type { KeyPosition } from "./key-position.js";
import { WriteBlocks, type EvaluatedWrite, type WriteTarget } from "./write-block.js";

/** What records write into one table, as bytes, by parts of the ring. */
export class PartWrites implements WriteTarget {
  readonly #partOf: KeyPosition;
  readonly #parts: readonly (WriteBlocks | undefined)[];
  /** Bytes that it holds. */
  size = 0;
  /** Writes of rows in parts that are not wanted. */
  leftOut = 0;

  /**
   * @param parts how many, a power of two
   * @param isWanted whether the writes of a part are kept
   * @param ring what is parted, in which all rows lie
   */
  constructor(
    position: KeyPosition,
    parts: number,
    isWanted: (part: number) => boolean,
    ring: RingPart = wholeRing,
  ) {
    const partSize = (ring.to - ring.from) / parts;
    this.#partOf = parts === 1 ? () => 0 : (key) => Math.floor((position(key) - ring.from) / partSize);
    this.#parts = Array.from({ length: parts }, (_, part) =>
      isWanted(part) ? new WriteBlocks() : undefined,
    );
  }

  take(write: EvaluatedWrite): void {
    const part = this.#parts[this.#partOf(write.key)];
    if (part !== undefined) this.size += part.add(write);
    else if (!write.ofStatics) this.leftOut++;
  }

  /** Hands out each part's blocks and forgets them. */
  takeAll(): readonly (readonly Buffer[])[] {
    this.size = 0;
    return this.#parts.map((part) => part?.take() ?? []);
  }
}
