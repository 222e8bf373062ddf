import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { InputError } from "../../errors.js";
import { makeFolder } from "../make-folder.js";
import type { Spill, SpilledFiles, SpillLimits, SpillShare } from "../../ports/spill.js";
import { readKept, writeKept, writeWhole } from "./kept-file.js";
import { isSpilled, keptFile, type Owner, writeOwner } from "./left-runs.js";

/** Before a block: its length as it is in the file, as it was, and the checksum of it as it is in the file. */
const headerSize = 12;

interface Kept {
  /** Of the files, in bytes. */
  readonly lengths: ReadonlyMap<string, number>;
  readonly state: unknown;
}

/** A folder of files, and in it one that says whose it is. */
export class FolderSpill implements Spill {
  readonly limits: SpillLimits;
  readonly folder: string;
  readonly #owner: Owner;
  #isMade: boolean;
  #isFull = false;
  #hasKept: boolean;
  /** Of the files, in bytes, as they were written. */
  #lengths = new Map<string, number>();

  /** @param isThere whether the folder has a run that is resumed */
  constructor(folder: string, owner: Owner, limits: SpillLimits, isThere: boolean) {
    this.folder = folder;
    this.limits = limits;
    this.#owner = owner;
    this.#isMade = isThere;
    this.#hasKept = isThere;
  }

  get lengths(): ReadonlyMap<string, number> {
    return this.#lengths;
  }

  share(name: string, workers: number): SpillShare {
    this.#make();
    const { limits } = this;
    return { folder: join(this.folder, name), limits: { ...limits, held: limits.held / workers } };
  }

  free(): number {
    this.#make();
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  append(file: string, blocks: readonly Uint8Array[]): void {
    this.#make();
    this.#orSay(() => {
      const descriptor = openSync(join(this.folder, file), "a", 0o600);
      let written = 0;
      try {
        for (const block of blocks) {
          const packed = deflateRawSync(block, { level: 1 });
          const header = Buffer.alloc(headerSize);
          header.writeUInt32LE(packed.length, 0);
          header.writeUInt32LE(block.length, 4);
          header.writeUInt32LE(crc32(packed), 8);
          writeWhole(descriptor, Buffer.concat([header, packed]));
          written += headerSize + packed.length;
        }
      } finally {
        closeSync(descriptor);
      }
      this.#lengths.set(file, (this.#lengths.get(file) ?? 0) + written);
    });
  }

  read(file: string): Iterable<Buffer> {
    return readSpilled(this, file);
  }

  keep(name: string, state: unknown): void {
    this.#make();
    const kept: Kept = { lengths: this.#lengths, state };
    this.#orSay(() => writeKept(join(this.folder, keptFile(name)), kept));
    this.#hasKept = true;
  }

  kept(name: string): unknown {
    const path = join(this.folder, keptFile(name));
    if (!existsSync(path)) return undefined;
    const { lengths, state } = orDamaged(path, () => readKept(path) as Kept);
    for (const file of readdirSync(this.folder, { withFileTypes: true })) {
      if (file.isFile() && isSpilled(file.name) && !lengths.has(file.name))
        rmSync(join(this.folder, file.name));
    }
    for (const [file, length] of lengths) this.#cut(join(this.folder, file), length);
    this.#lengths = new Map(lengths);
    return state;
  }

  async close(): Promise<void> {
    if (this.#isMade) await rm(this.folder, { recursive: true, force: true });
  }

  async leave(): Promise<boolean> {
    // What is kept there takes the room that is needed.
    const isLeft = this.#hasKept && !this.#isFull;
    if (!isLeft) await this.close();
    return isLeft;
  }

  #cut(path: string, length: number): void {
    const size = orDamaged(path, () => statSync(path).size);
    if (size < length) throw damaged(path);
    if (size > length) this.#orSay(() => truncateSync(path, length));
  }

  #make(): void {
    if (this.#isMade) return;
    this.#orSay(() => {
      makeFolder(this.folder, 0o700);
      writeOwner(this.folder, this.#owner);
    });
    this.#isMade = true;
  }

  #orSay(write: () => void): void {
    try {
      write();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.#isFull = code === "ENOSPC" || code === "EDQUOT";
      throw new InputError(
        this.#isFull ? "the disk is full" : `what does not fit into memory cannot be written: ${message}`,
        { where: this.folder, hint: "make room there, or name a folder on another disk with --home" },
      );
    }
  }
}

/** The blocks of a file, in the order in which they were appended. @throws InputError where one is damaged */
export function* readSpilled({ folder, lengths }: SpilledFiles, file: string): Iterable<Buffer> {
  const length = lengths.get(file);
  if (length === undefined) return;
  const path = join(folder, file);
  if (!existsSync(path)) throw damaged(path);
  const descriptor = openSync(path, "r");
  try {
    const header = Buffer.alloc(headerSize);
    for (let at = 0; at < length;) {
      readWhole(descriptor, header, path);
      const size = header.readUInt32LE(0);
      at += headerSize + size;
      if (at > length) throw damaged(path);
      const packed = Buffer.alloc(size);
      readWhole(descriptor, packed, path);
      if (crc32(packed) !== header.readUInt32LE(8)) throw damaged(path);
      const block = inflateRawSync(packed);
      if (block.length !== header.readUInt32LE(4)) throw damaged(path);
      yield block;
    }
  } finally {
    closeSync(descriptor);
  }
}

function readWhole(descriptor: number, into: Buffer, path: string): void {
  for (let done = 0; done < into.length;) {
    const read = readSync(descriptor, into, done, into.length - done, null);
    if (read === 0) throw damaged(path);
    done += read;
  }
}

function orDamaged<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch {
    throw damaged(path);
  }
}

const damaged = (path: string): InputError =>
  new InputError("a file of what did not fit into memory is not as it was written", {
    where: path,
    hint: "nothing else may write there: run the command again, without --resume",
  });
