import type { Expiry } from "./expiry.js";
import { never } from "./expiry.js";
import type { PackedRow } from "./packed-row.js";
import type { Stamp } from "./stamp.js";

/** What a record writes into one row, with its cells packed: what is left of the record once it is evaluated. */
export interface EvaluatedWrite {
  readonly kind: "put" | "delete";
  /** Of the primary key, or of the partition key where it writes static columns. */
  readonly key: PackedRow;
  readonly ofStatics: boolean;
  /** Empty for a delete. */
  readonly cells: PackedRow;
  /** Whether it sets every column. */
  readonly setsAll: boolean;
  readonly stamp: Stamp;
  readonly expiry: Expiry;
}

/** Takes what records write, in the order in which they are read. */
export interface WriteTarget {
  take(write: EvaluatedWrite): void;
}

/** Flags of a write. */
const isDelete = 1;
const isOfStatics = 2;
const isComplete = 4;
const hasExpiry = 8;
/** The text has characters above U+00FF, and two bytes for each character; else it has one for each. */
const hasWideKey = 16;
const hasWideCells = 32;
const hasIndex = 64;

/** Flags, topic and partition, offset, write time, lengths of key and cells. */
const fixedSize = 1 + 4 + 8 + 8 + 4 + 4;
const expirySize = 8;
const indexSize = 4;
const smallestBlock = 4 * 1024;
const largestBlock = 64 * 1024;

// eslint-disable-next-line no-control-regex -- these are the characters that one byte holds
const wide = /[^\u0000-\u00ff]/;

/** Writes of rows as bytes, which take a third of the memory of objects and can be kept in files. */
export class WriteBlocks {
  #blocks: Buffer[] = [];
  #block = Buffer.alloc(0);
  #length = 0;

  /** @returns by how many bytes its blocks have grown */
  add(write: EvaluatedWrite): number {
    const { key, cells, stamp, expiry } = write;
    const keyIsWide = wide.test(key);
    const cellsAreWide = wide.test(cells);
    const keyLength = keyIsWide ? 2 * key.length : key.length;
    const cellsLength = cellsAreWide ? 2 * cells.length : cells.length;
    const expires = expiry !== never;
    const { index = 0 } = stamp;
    const size =
      fixedSize + (expires ? expirySize : 0) + (index > 0 ? indexSize : 0) + keyLength + cellsLength;
    const grown = this.#length + size > this.#block.length ? this.#begin(size) : 0;
    const block = this.#block;
    let at = block.writeUInt8(
      (write.kind === "delete" ? isDelete : 0) |
        (write.ofStatics ? isOfStatics : 0) |
        (write.setsAll ? isComplete : 0) |
        (expires ? hasExpiry : 0) |
        (keyIsWide ? hasWideKey : 0) |
        (cellsAreWide ? hasWideCells : 0) |
        (index > 0 ? hasIndex : 0),
      this.#length,
    );
    at = block.writeUInt32LE(stamp.topicPartition, at);
    at = block.writeDoubleLE(stamp.offset, at);
    at = block.writeDoubleLE(stamp.writeTime, at);
    at = block.writeUInt32LE(keyLength, at);
    at = block.writeUInt32LE(cellsLength, at);
    if (expires) at = block.writeDoubleLE(expiry, at);
    if (index > 0) at = block.writeUInt32LE(index, at);
    at += block.write(key, at, keyIsWide ? "utf16le" : "latin1");
    at += block.write(cells, at, cellsAreWide ? "utf16le" : "latin1");
    this.#length = at;
    return grown;
  }

  /** Hands out the blocks and forgets them. */
  take(): readonly Buffer[] {
    this.#end();
    const blocks = this.#blocks;
    this.#blocks = [];
    this.#block = Buffer.alloc(0);
    return blocks;
  }

  #begin(size: number): number {
    const next = Math.min(largestBlock, Math.max(smallestBlock, 2 * this.#block.length));
    this.#end();
    this.#block = Buffer.allocUnsafeSlow(Math.max(next, size));
    return this.#block.length;
  }

  #end(): void {
    if (this.#length > 0) this.#blocks.push(this.#block.subarray(0, this.#length));
    this.#length = 0;
  }
}

/** Hands out the writes of a block that {@link WriteBlocks} has made. @param isWanted is asked of each write's key */
export function readBlock(
  block: Buffer,
  isWanted: ((key: PackedRow) => boolean) | undefined,
  target: WriteTarget,
): void {
  const text = (from: number, to: number, isWide: boolean): string =>
    isWide ? block.toString("utf16le", from, to) : block.toString("latin1", from, to);
  for (let at = 0; at < block.length;) {
    const flags = block.readUInt8(at);
    const expires = (flags & hasExpiry) !== 0;
    const indexAt = at + fixedSize + (expires ? expirySize : 0);
    const isIndexed = (flags & hasIndex) !== 0;
    const keyAt = indexAt + (isIndexed ? indexSize : 0);
    const cellsAt = keyAt + block.readUInt32LE(at + 21);
    const end = cellsAt + block.readUInt32LE(at + 25);
    const key = text(keyAt, cellsAt, (flags & hasWideKey) !== 0);
    if (isWanted === undefined || isWanted(key)) {
      target.take({
        kind: (flags & isDelete) === 0 ? "put" : "delete",
        ofStatics: (flags & isOfStatics) !== 0,
        setsAll: (flags & isComplete) !== 0,
        stamp: {
          topicPartition: block.readUInt32LE(at + 1),
          offset: block.readDoubleLE(at + 5),
          writeTime: block.readDoubleLE(at + 13),
          index: isIndexed ? block.readUInt32LE(indexAt) : 0,
        },
        expiry: expires ? block.readDoubleLE(at + fixedSize) : never,
        key,
        cells: text(cellsAt, end, (flags & hasWideCells) !== 0),
      });
    }
    at = end;
  }
}
