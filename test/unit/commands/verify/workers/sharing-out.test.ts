import { describe, expect, it } from "vitest";
import { recordCount, type TopicEnds } from "#cli/commands/verify/offsets.js";
import { sharedOut, workerCount } from "#cli/commands/verify/workers/sharing-out.js";
import { Random } from "#cli/core/generate/random.js";

const gigabyte = 1024 ** 3;

describe("how many workers there are", () => {
  it.each([
    ["what a user asks for", 7, 10, 1, gigabyte, 7],
    ["one of few records", undefined, 999_999, 8, 16 * gigabyte, 1],
    ["as many as cores", undefined, 1_000_000, 2, 4 * gigabyte, 2],
    ["four by default at most", undefined, 1_000_000, 64, 16 * gigabyte, 4],
    ["as many as have 512 MB each", undefined, 1_000_000, 8, 1.2 * gigabyte, 2],
    ["one in a small heap", undefined, 1_000_000, 8, gigabyte / 4, 1],
    ["one on one core", undefined, 1_000_000, 1, 4 * gigabyte, 1],
  ] as const)("%s", (_, asked, records, cores, heap, count) => {
    expect(workerCount(asked, records, { cores, heap })).toBe(count);
  });
});

const topic = (name: string, ...ranges: readonly (readonly [low: number, high: number])[]): TopicEnds => ({
  topic: name,
  partitions: ranges.map(([low, high], partition) => ({ partition, low, high })),
});

describe("the partitions of several workers", () => {
  it("are all of them, each once, with about as many records", () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = new Random(seed, 1);
      const ends = ["t", "u"].map((name) =>
        topic(
          name,
          ...Array.from({ length: random.below(6) }, () => [5, 5 + random.below(4) * 100] as const),
        ),
      );
      const workers = 1 + random.below(4);
      const shares = sharedOut(ends, workers);
      expect(shares.length).toBeLessThanOrEqual(workers);
      for (const [index, { topic: name, partitions }] of ends.entries()) {
        const together = shares.flatMap((share) => share[index]?.partitions ?? []);
        expect(together.toSorted((left, right) => left.partition - right.partition)).toEqual(partitions);
        expect(shares.every((share) => share[index]?.topic === name)).toBe(true);
      }
      const counts = shares.map(recordCount);
      if (counts.length > 1) expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(300);
    }
  });

  it("are fewer than the workers where there are fewer, and one without records is somebody's", () => {
    expect(sharedOut([topic("t", [9, 9])], 3)).toEqual([[topic("t", [9, 9])]]);
    expect(sharedOut([topic("t", [0, 10], [0, 20])], 3)).toHaveLength(2);
  });
});
