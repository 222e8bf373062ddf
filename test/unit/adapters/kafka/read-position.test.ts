import { describe, expect, it } from "vitest";
import type { FetchedPartition } from "#cli/adapters/kafka/fetch-response.js";
import { advance } from "#cli/adapters/kafka/read-position.js";

const position = () => ({ partition: 0, from: 10, to: 20, next: 10 });

function fetched(recordSet: Buffer, highWatermark = 20): FetchedPartition {
  const offsets = { highWatermark, lastStableOffset: highWatermark, logStartOffset: 0 };
  return { partition: 0, errorCode: 0, ...offsets, aborted: [], recordSet };
}

/** The header of an uncompressed batch that has kept none of its records: what compaction leaves at an end. */
function emptyBatch(baseOffset: number, lastOffset: number): Buffer {
  const bytes = Buffer.alloc(61);
  bytes.writeBigInt64BE(BigInt(baseOffset), 0);
  bytes.writeInt32BE(61 - 12, 8);
  bytes.writeInt8(2, 16);
  bytes.writeInt32BE(lastOffset - baseOffset, 23);
  return bytes;
}

describe("advance", () => {
  it("follows the headers past offsets that have no record any more", () => {
    const read = position();
    advance(read, fetched(emptyBatch(8, 15)), true);
    expect(read.next).toBe(16);
    advance(read, fetched(Buffer.concat([emptyBatch(16, 17), emptyBatch(18, 25)])), true);
    expect(read.next).toBeGreaterThanOrEqual(read.to);
  });

  it("is at the end when the broker had room and gave nothing below the high watermark", () => {
    const read = position();
    advance(read, fetched(Buffer.alloc(0)), true);
    expect(read.next).toBe(20);
  });

  it("names offsets between batches, and at the end, that have neither record nor marker", () => {
    const read = position();
    const { gaps } = advance(read, fetched(Buffer.concat([emptyBatch(12, 13), emptyBatch(16, 17)])), true);
    expect(gaps).toEqual([
      { from: 10, to: 12 },
      { from: 14, to: 16 },
    ]);
    expect(advance(read, fetched(Buffer.alloc(0)), true).gaps).toEqual([{ from: 18, to: 20 }]);
  });

  it.each([
    ["the broker filled its answer with other partitions", 20, false],
    ["the records are not there yet", 19, true],
  ])("waits when %s", (_, highWatermark, conclusive) => {
    const read = position();
    advance(read, fetched(Buffer.alloc(0), highWatermark), conclusive);
    expect(read.next).toBe(10);
  });

  it("takes no batch that begins at or after the end", () => {
    const read = position();
    const { batches } = advance(read, fetched(Buffer.concat([emptyBatch(10, 19), emptyBatch(20, 29)])), true);
    expect(batches.map(({ baseOffset }) => baseOffset)).toEqual([10]);
    expect(read.next).toBe(20);
  });
});
