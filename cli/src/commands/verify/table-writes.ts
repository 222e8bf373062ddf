import { keyPosition, type KeyPosition } from "../../core/rows/key-position.js";
import { PartWrites } from "../../core/rows/part-writes.js";
import { sampledParts } from "../../core/rows/ring-sample.js";
import { isIn, powerOfTwo, type RingPart, ringParts, wholeRing } from "../../core/rows/ring-parts.js";
import { readBlock, type EvaluatedWrite, type WriteTarget } from "../../core/rows/write-block.js";
import type { CommandContext } from "../../ports/context.js";
import type { Spill } from "../../ports/spill.js";
import { InputError } from "../../errors.js";
import type { PlannedTable } from "./plan.js";

const mostParts = 1024;

/** Files of blocks. */
export type BlockFiles = Pick<Spill, "limits" | "append" | "read">;

/** What is known of the writes that are in files. */
export interface WritesSnapshot {
  /** In bytes, of each part's writes. */
  readonly sizes: readonly number[];
  /** Of rows that are not in the sample. */
  readonly leftOut: number;
}

/**
 * What records write into one table, by the parts of the ring in which its rows are judged one after the other: in
 * memory, or in files where it is much.
 */
export class TableWrites implements WriteTarget {
  readonly #position: KeyPosition;
  readonly #parts: number;
  readonly #writes: PartWrites;
  readonly #file: (part: number) => string;
  readonly #spill: BlockFiles;
  readonly #step: number;
  /** Of each part's writes. */
  readonly #sizes: number[];
  readonly #inMemory: Buffer[][];

  /** Undefined where all of them are judged. */
  readonly #sample: ReadonlySet<number> | undefined;
  readonly #ring: RingPart;

  /**
   * @param index of the table, for the names of files
   * @param sample the parts of {@link sampledParts} that are judged; undefined for all
   * @param ring in which all writes lie that come
   * @throws InputError for a sample of a table whose rows' places in the ring are not known here
   */
  constructor(
    { layout, description }: PlannedTable,
    index: number,
    records: number,
    spill: BlockFiles,
    sample: ReadonlySet<number> | undefined,
    ring: RingPart = wholeRing,
  ) {
    const position = keyPosition(layout);
    if (sample !== undefined && position === undefined) throw cannotSample(description);
    const { limits } = spill;
    this.#parts =
      position === undefined
        ? 1
        : sample !== undefined
          ? sampledParts
          : Math.min(mostParts, powerOfTwo(records / limits.writesPerPart));
    this.#sample = sample;
    this.#ring = ring;
    const isWanted = (part: number): boolean => sample?.has(part) !== false;
    this.#position = position ?? (() => 0);
    this.#writes = new PartWrites(this.#position, this.#parts, isWanted, ring);
    this.#file = (part) => `${index}-${part}`;
    this.#spill = spill;
    this.#step = position === undefined ? Infinity : limits.step;
    this.#sizes = Array.from({ length: this.#parts }, () => 0);
    this.#inMemory = Array.from({ length: this.#parts }, () => []);
  }

  take(write: EvaluatedWrite): void {
    this.#writes.take(write);
  }

  /** Of the ring, that is judged. */
  get share(): number {
    return (this.#sample?.size ?? this.#parts) / this.#parts;
  }

  /** Writes of rows that are not in the sample. */
  get leftOut(): number {
    return this.#writes.leftOut;
  }

  /** When all that is in memory is in files. */
  snapshot(): WritesSnapshot {
    return { sizes: this.#sizes, leftOut: this.leftOut };
  }

  /** Adds what others have put into the files, or this one before. */
  merge({ sizes, leftOut }: WritesSnapshot): void {
    sizes.forEach((size, part) => (this.#sizes[part] = size + (this.#sizes[part] ?? 0)));
    this.#writes.leftOut += leftOut;
  }

  /** Bytes in memory. */
  get held(): number {
    return this.#writes.size;
  }

  /** Puts what is in memory into files. */
  spill(): void {
    this.#writes.takeAll().forEach((blocks, part) => {
      this.#count(part, blocks);
      if (blocks.length > 0) this.#spill.append(this.#file(part), blocks);
    });
  }

  /** To be called when all records are read: then no more writes may come. */
  end(): void {
    this.#writes.takeAll().forEach((blocks, part) => {
      this.#count(part, blocks);
      this.#inMemory[part] = [...blocks];
    });
  }

  /** The parts of the ring whose rows fit into memory together, in their order. */
  *parts(): Iterable<RingPart> {
    for (const [part, of] of ringParts(this.#ring, this.#parts).entries()) {
      if (this.#sample?.has(part) === false) continue;
      const steps = Number.isFinite(this.#step) ? powerOfTwo((this.#sizes[part] ?? 0) / this.#step) : 1;
      yield* ringParts(of, steps);
    }
  }

  /** Hands out what is written into the rows of a part that {@link parts} gave. Their blocks are let go with the last. */
  read(part: RingPart, target: WriteTarget): void {
    const { from, to } = this.#ring;
    const partSize = (to - from) / this.#parts;
    const at = Math.floor((part.from - from) / partSize);
    const isWhole = part.to - part.from === partSize;
    const isWanted = isWhole ? undefined : (key: string): boolean => isIn(part, this.#position(key));
    const read = (block: Buffer): void => readBlock(block, isWanted, target);
    for (const block of this.#spill.read(this.#file(at))) read(block);
    this.#inMemory[at]?.forEach(read);
    if (part.to === from + (at + 1) * partSize) this.#inMemory[at] = [];
  }

  #count(part: number, blocks: readonly Buffer[]): void {
    this.#sizes[part] = blocks.reduce((sum, { length }) => sum + length, this.#sizes[part] ?? 0);
  }
}

const cannotSample = ({ keyspace, name }: PlannedTable["description"]): InputError =>
  new InputError(`rows of ${keyspace}.${name} cannot be sampled by their partition key`, {
    where: `${keyspace}.${name}`,
    hint: "its type is a decimal, an address, a collection, a tuple or a user-defined type: leave --sample out",
  });

/** Watches how much the writes of all tables take, and puts them into files where it is too much. */
export class SpillGuard {
  readonly #tables: readonly TableWrites[];
  readonly #spill: Spill;
  readonly #context: CommandContext;
  #isSpilling = false;

  /** Whether something was put into files. */
  get isSpilling(): boolean {
    return this.#isSpilling;
  }

  constructor(tables: readonly TableWrites[], spill: Spill, context: CommandContext) {
    this.#tables = tables;
    this.#spill = spill;
    this.#context = context;
  }

  /** In a run that has put something into files before. */
  resume(): void {
    this.#isSpilling = true;
  }

  /**
   * To be called as records are read.
   * @param read the part of all records that has been read, above 0
   * @returns whether it is so much that it was put into files
   * @throws InputError where the disk has no room for the rest
   */
  look(read: number): boolean {
    if (this.#held <= this.#spill.limits.held) return false;
    this.spill(read);
    return true;
  }

  /** Puts all into files, however much it is. @param read as {@link look} has it */
  spill(read: number): void {
    const held = this.#held;
    if (!this.#isSpilling && held > 0) this.#announce(held, read);
    this.#isSpilling = true;
    for (const table of this.#tables) table.spill();
  }

  get #held(): number {
    return this.#tables.reduce((sum, table) => sum + table.held, 0);
  }

  #announce(held: number, read: number): void {
    // Compressed, it is never more than that.
    const needed = held / read;
    const { folder } = this.#spill;
    const free = this.#spill.free();
    this.#context.progress.report({ kind: "spilling", folder, bytes: needed, free });
    if (needed <= free) return;
    throw new InputError(
      `what the records write takes up to ${megabytes(needed)} on disk, and ${megabytes(free)} are free`,
      { where: folder, hint: "make room there, or name a folder on another disk with --home" },
    );
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
