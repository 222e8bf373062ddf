import { describe, expect, it } from "vitest";
import { partitionOfKey } from "#cli/core/kafka/partition-of-key.js";

describe("partitionOfKey", () => {
  /** Keys and hashes of Apache Kafka's own test of murmur2 (UtilsTest). */
  it.each([
    ["21", -973932308],
    ["foobar", -790332482],
    ["a-little-bit-long-string", -985981536],
    ["a-little-bit-longer-string", -1486304829],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
    ["abc", 479470107],
  ])("puts %j where Java's murmur2 puts it", (key, hash) => {
    for (const partitions of [1, 3, 4, 7, 2 ** 31 - 1]) {
      expect(partitionOfKey(key, partitions)).toBe((hash & 0x7fffffff) % partitions);
    }
  });
});
