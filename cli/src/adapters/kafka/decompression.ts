import * as zlib from "node:zlib";
import { decompressFrameSync } from "lz4-napi";
import { uncompressSync } from "snappy";
import { ZSTDDecoder } from "zstddec/stream";

/** Compressions of a record batch; the index is the value of the lowest three bits of its attributes. */
export const compressions = ["none", "gzip", "snappy", "lz4", "zstd"] as const;
export type Compression = (typeof compressions)[number];

/** Node's zstd (22.15 and later); it is ten times faster than WebAssembly. */
const nodeZstd = (zlib as { zstdDecompressSync?: (bytes: Buffer) => Buffer }).zstdDecompressSync;
const portableZstd = new ZSTDDecoder();

/** Loads the WebAssembly decoder where it is needed; await it before the first {@link decompress}. */
export async function prepareDecompression(): Promise<void> {
  if (nodeZstd === undefined) await portableZstd.init();
}

/** Throws the codec's Error for bytes that it cannot read. */
export function decompress(compression: Compression, bytes: Buffer): Buffer {
  switch (compression) {
    case "none":
      return bytes;
    case "gzip":
      return zlib.gunzipSync(bytes);
    case "snappy":
      return snappy(bytes);
    case "lz4":
      return decompressFrameSync(bytes);
    case "zstd":
      return nodeZstd?.(bytes) ?? zstd(bytes);
  }
}

/**
 * Java clients (xerial snappy-java) write a header and blocks with their lengths, others (librdkafka) one bare block.
 * The header is `\x82SNAPPY\0`, then version and compatible version as 32-bit integers.
 */
function snappy(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, xerialMagic.length).equals(xerialMagic)) return block(bytes);
  const blocks: Buffer[] = [];
  let at = xerialMagic.length + 8;
  while (at < bytes.length) {
    const length = bytes.readInt32BE(at);
    blocks.push(block(bytes.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(blocks);
}

const xerialMagic = Buffer.from("\u0082SNAPPY\0", "latin1");

/**
 * For bytes that are not zstd, zstddec yields empty pieces without end. In a valid stream only the last piece can be
 * empty, so a piece after an empty one is an error.
 */
function zstd(bytes: Buffer): Buffer {
  const pieces: Uint8Array[] = [];
  for (const piece of portableZstd.decodeStreaming([bytes])) {
    if (pieces.at(-1)?.length === 0) throw new Error("the bytes are no zstd stream");
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function block(bytes: Buffer): Buffer {
  return uncompressSync(bytes, { asBuffer: true }) as Buffer;
}
