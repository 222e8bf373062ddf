import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";

/** In front of the data: what the file is, and the checksum of the data. */
const mark = Buffer.from("cassink1");
const headerSize = mark.length + 4;

/**
 * Writes plain data in the place of the file's, whole or not at all: into a file beside it, which is on the disk before it
 * takes the name. V8's own format keeps maps, bigints and typed arrays, but is of one version of Node.
 */
export function writeKept(path: string, value: unknown): void {
  const data = serialize(value);
  const header = Buffer.alloc(headerSize);
  mark.copy(header);
  header.writeUInt32LE(crc32(data), mark.length);
  const temporary = `${path}.new`;
  const descriptor = openSync(temporary, "w", 0o600);
  try {
    for (const bytes of [header, data]) writeWhole(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
}

/** @throws Error where a byte of it is not as it was written, or this program cannot read it */
export function readKept(path: string): unknown {
  const bytes = readFileSync(path);
  const data = bytes.subarray(headerSize);
  const isWhole =
    bytes.length >= headerSize &&
    bytes.subarray(0, mark.length).equals(mark) &&
    bytes.readUInt32LE(mark.length) === crc32(data);
  if (!isWhole) throw new Error("its checksum is another");
  return deserialize(data) as unknown;
}

export function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}
