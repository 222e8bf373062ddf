import { gzipSync } from "node:zlib";
import { compressFrameSync } from "lz4-napi";
import { compressSync } from "snappy";
import { beforeAll, describe, expect, it } from "vitest";
import { type Compression, decompress, prepareDecompression } from "#cli/adapters/kafka/decompression.js";

const text = Buffer.from("a line of text, and once more a line of text, ".repeat(50));

/** As Java's snappy-java writes: magic, two versions, then blocks with their lengths. */
function xerial(...blocks: Buffer[]): Buffer {
  const header = Buffer.concat([Buffer.from("\u0082SNAPPY\0", "latin1"), int32(1), int32(1)]);
  return Buffer.concat([header, ...blocks.flatMap((block) => [int32(block.length), block])]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** The text below as a stream of zstd: like a Java producer's, its header does not say how long the content is. */
const zstdText = "zstd, zstd, zstd, zstd";
const zstdStream = Buffer.from("28b52ffd0058650000307a7374642c200100414a11", "hex");

describe("decompress", () => {
  beforeAll(prepareDecompression);

  const cases: [string, Compression, Buffer][] = [
    ["none", "none", text],
    ["gzip", "gzip", gzipSync(text)],
    ["lz4 frame", "lz4", compressFrameSync(text)],
    ["one bare snappy block", "snappy", compressSync(text)],
    [
      "framed snappy of Java",
      "snappy",
      xerial(compressSync(text.subarray(0, 999)), compressSync(text.subarray(999))),
    ],
  ];
  it.each(cases)("reads %s", (_, compression, bytes) => {
    expect(decompress(compression, bytes).equals(text)).toBe(true);
  });

  it("reads a zstd stream of unsaid length", () => {
    expect(decompress("zstd", zstdStream).toString()).toBe(zstdText);
  });

  it.each(["gzip", "snappy", "lz4", "zstd"] as const)("refuses bytes that are no %s", (compression) => {
    expect(() => decompress(compression, Buffer.from("these are no such bytes"))).toThrow();
  });
});
