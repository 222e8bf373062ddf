import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { InputError } from "../../errors.js";
import { makeFolder } from "../make-folder.js";
import type { Spill, SpillLimits, Spills } from "../../ports/spill.js";

interface SpillsOptions {
  /** Made when it is needed. */
  readonly folder: string;
  /** What tells a process from a later one with its id; undefined for one that does not live. */
  readonly birthOf: (pid: number) => Promise<string | undefined>;
}

/** The file in a spill's folder that says whose it is. */
const ownerFile = "owner.json";

/** Before a block: its length as it is in the file, and as it was. */
const headerSize = 8;

interface Owner {
  readonly pid: number;
  readonly birth: string | undefined;
}

/** A folder for each spill, and in it a file that says whose it is. */
export function createSpills({ folder, birthOf }: SpillsOptions): Spills {
  return {
    open: async () => {
      await removeAbandoned(folder, birthOf);
      const owner = { pid: process.pid, birth: await birthOf(process.pid) };
      return new FolderSpill(join(folder, randomUUID()), owner);
    },
  };
}

/** Held bytes are outside of V8's heap; rows take about twice the bytes of the writes that make them. */
const limits: SpillLimits = { held: 64 * 1024 * 1024, writesPerPart: 100_000, step: 48 * 1024 * 1024 };

class FolderSpill implements Spill {
  readonly limits = limits;
  readonly folder: string;
  readonly #owner: Owner;
  #isMade = false;

  constructor(folder: string, owner: Owner) {
    this.folder = folder;
    this.#owner = owner;
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
      try {
        for (const block of blocks) {
          const packed = deflateRawSync(block, { level: 1 });
          const header = Buffer.alloc(headerSize);
          header.writeUInt32LE(packed.length, 0);
          header.writeUInt32LE(block.length, 4);
          writeWhole(descriptor, Buffer.concat([header, packed]));
        }
      } finally {
        closeSync(descriptor);
      }
    });
  }

  *read(file: string): Iterable<Buffer> {
    const path = join(this.folder, file);
    if (!existsSync(path)) return;
    const descriptor = openSync(path, "r");
    try {
      const header = Buffer.alloc(headerSize);
      while (readSync(descriptor, header, 0, headerSize, null) === headerSize) {
        const packed = Buffer.alloc(header.readUInt32LE(0));
        readWhole(descriptor, packed, path);
        const block = inflateRawSync(packed);
        if (block.length !== header.readUInt32LE(4)) throw damaged(path);
        yield block;
      }
    } finally {
      closeSync(descriptor);
    }
  }

  async close(): Promise<void> {
    if (this.#isMade) await rm(this.folder, { recursive: true, force: true });
  }

  #make(): void {
    if (this.#isMade) return;
    this.#orSay(() => {
      makeFolder(this.folder, 0o700);
      writeFileSync(join(this.folder, ownerFile), JSON.stringify(this.#owner));
    });
    this.#isMade = true;
  }

  #orSay(write: () => void): void {
    try {
      write();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const isFull = code === "ENOSPC" || code === "EDQUOT";
      throw new InputError(
        isFull ? "the disk is full" : `what does not fit into memory cannot be written: ${message}`,
        { where: this.folder, hint: "make room there, or name a folder on another disk with --home" },
      );
    }
  }
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}

function readWhole(descriptor: number, into: Buffer, path: string): void {
  for (let done = 0; done < into.length;) {
    const read = readSync(descriptor, into, done, into.length - done, null);
    if (read === 0) throw damaged(path);
    done += read;
  }
}

const damaged = (path: string): InputError =>
  new InputError("a file of what did not fit into memory is not whole", {
    where: path,
    hint: "nothing else may write there: run the command again",
  });

/** What a process has left that was killed. */
async function removeAbandoned(parent: string, birthOf: SpillsOptions["birthOf"]): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    try {
      const owner = JSON.parse(readFileSync(join(folder, ownerFile), "utf8")) as Owner;
      const birth = await birthOf(owner.pid);
      if (birth !== undefined && birth === owner.birth) continue;
    } catch {
      // Another process is just making it, or it is none of ours.
      continue;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}
