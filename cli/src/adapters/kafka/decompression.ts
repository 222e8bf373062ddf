import * as zlib from "node:zlib";
import { decompressFrameSync } from "lz4-napi";
import { uncompressSync } from "snappy";
import { ZSTDDecoder } from "zstddec/stream";

/** Compressions of a record batch, by the lowest three bits of its attributes. */
export const compressions = ["none", "gzip", "snappy", "lz4", "zstd"] as const;
export type Compression = (typeof compressions)[number];

/** Node's own zstd, where this Node has it (22.15 and later), is ten times faster than WebAssembly. */
const nodeZstd = (zlib as { zstdDecompressSync?: (bytes: Buffer) => Buffer }).zstdDecompressSync;
const portableZstd = new ZSTDDecoder();

/** Prepares the codecs that load asynchronously; await it once before {@link decompress}. */
export async function prepareDecompression(): Promise<void> {
  if (nodeZstd === undefined) await portableZstd.init();
}

/** The records of a batch. Throws the codec's Error for bytes that it cannot read. */
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
 * Java clients (xerial snappy-java) write a header and length-prefixed blocks, others (librdkafka) one bare block.
 * The header: `\x82SNAPPY\0`, version and compatible version as 32-bit integers.
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
 * zstddec says nothing when bytes are no zstd: it goes on giving empty pieces for ever. A decoder that has input
 * left always gives something, so an empty piece is right only at the end.
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
