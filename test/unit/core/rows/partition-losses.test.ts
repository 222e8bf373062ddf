import { describe, expect, it } from "vitest";
import { PartitionLosses } from "#cli/core/rows/partition-losses.js";

describe("what a partition has lost", () => {
  it("ends at the write time of the record that follows, and goes no further back at a second loss", () => {
    const losses = new PartitionLosses(false);
    losses.follow(0, 10);
    expect(losses.writes).toBeUndefined();
    losses.lose(0, "compaction");
    losses.follow(1, 20);
    expect(losses.writes).toEqual({ reason: "compaction", until: Infinity });
    losses.follow(0, 500);
    losses.follow(0, 900);
    expect(losses.writes).toEqual({ reason: "compaction", until: 500 });
    losses.lose(0, "compaction");
    expect(losses.writes?.until).toBe(Infinity);
    losses.follow(0, 300);
    // It came 600 late, behind the one of 900: those that are lost may have, too.
    expect(losses.writes?.until).toBe(500 + 600);
    losses.lose(0, "compaction");
    losses.follow(0, 700);
    expect(losses.writes?.until).toBe(700 + 600);
  });

  it("keeps the reason of its first loss", () => {
    const losses = new PartitionLosses(false);
    losses.lose(0, "retention");
    losses.lose(0, "compaction");
    expect(losses.writes?.reason).toBe("retention");
  });
});

it("what a topic has lost may be as late as in any of its partitions: a row's records may have been in each", () => {
  const losses = new PartitionLosses(false);
  losses.lose(0, "compaction");
  losses.lose(1, "retention");
  losses.follow(0, 700);
  losses.follow(1, 500);
  expect(losses.writes).toEqual({ reason: "compaction", until: 700 });
});
