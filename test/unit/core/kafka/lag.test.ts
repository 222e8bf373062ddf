import { describe, expect, it } from "vitest";
import { notMoving, partitionLags } from "#cli/core/kafka/lag.js";

describe("partitionLags", () => {
  it("counts from the commit to the end, and from the start where nothing is committed", () => {
    const ends = [
      { partition: 0, low: 0, high: 10 },
      { partition: 1, low: 5, high: 10 },
      { partition: 2, low: 8, high: 10 },
    ];
    const commits = [
      { partition: 0, offset: 4 },
      { partition: 1, offset: undefined },
      { partition: 2, offset: 3 },
    ];
    expect(partitionLags("t", ends, commits).map(({ committed, lag }) => [committed, lag])).toEqual([
      [4, 6],
      [undefined, 5],
      [3, 2],
    ]);
  });

  it("is never below zero, even when a commit was seen later than the end", () => {
    const [one] = partitionLags("t", [{ partition: 0, low: 0, high: 3 }], [{ partition: 0, offset: 5 }]);
    expect(one?.lag).toBe(0);
  });
});

describe("notMoving", () => {
  const at = (committed: number | undefined, end: number, partition = 0) => ({
    topic: "t",
    partition,
    committed,
    end,
    lag: end - (committed ?? 0),
  });

  it("names partitions that had records to carry and committed nothing", () => {
    expect(notMoving([at(2, 5), at(1, 9, 1)], [at(2, 8), at(3, 9, 1)])).toEqual([at(2, 8)]);
  });

  it("does not name one that had nothing to carry before, or has caught up", () => {
    expect(notMoving([at(5, 5)], [at(5, 8)])).toEqual([]);
    expect(notMoving([at(2, 5)], [at(5, 5)])).toEqual([]);
  });

  it("names one that never committed at all", () => {
    expect(notMoving([at(undefined, 5)], [at(undefined, 5)])).toHaveLength(1);
  });
});
