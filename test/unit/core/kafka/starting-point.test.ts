import { describe, expect, it } from "vitest";
import { rangesFrom, startingPoint } from "#cli/core/kafka/starting-point.js";
import { InputError, UsageError } from "#cli/errors.js";

describe("a starting point", () => {
  it.each([
    ["earliest", { kind: "earliest" }],
    ["latest", { kind: "latest" }],
    ["1187", { kind: "offset", offset: 1187 }],
    [
      "a-b-0@5, c.d-12@0",
      {
        kind: "positions",
        positions: [
          { topic: "a-b", partition: 0, offset: 5 },
          { topic: "c.d", partition: 12, offset: 0 },
        ],
      },
    ],
    ["15m", { kind: "ago", milliseconds: 900_000 }],
    ["2026-01-31T08:15", { kind: "time", time: Date.UTC(2026, 0, 31, 8, 15) }],
  ])("is read from %s", (text, start) => {
    expect(startingPoint(text)).toEqual(start);
  });

  it.each(["", "newest", "-1", "1.5", "sales@5", "sales-0", "sales-0@5,", "sales-0@x"])(
    "is not %j",
    (text) => {
      expect(() => startingPoint(text)).toThrow(UsageError);
    },
  );
});

describe("what is read from there", () => {
  const partitions = [
    { partition: 0, low: 5, high: 10 },
    { partition: 1, low: 0, high: 3 },
  ];
  const kafka = {
    offsetsAt: (_: string, time: number) => Promise.resolve([{ partition: 0, offset: time / 1000 }]),
  };
  const from = async (text: string, of = partitions) => {
    const { ranges, end } = await rangesFrom(startingPoint(text), "sales", of, { kafka, now: 0 });
    return [end, ...ranges.map(({ partition, low, high }) => `${partition}: ${low} to ${high}`)].join(", ");
  };

  it.each([
    ["earliest", "first, 0: 5 to 10, 1: 0 to 3"],
    ["latest", "last, 0: 5 to 10, 1: 0 to 3"],
    ["2", "first, 0: 5 to 10, 1: 2 to 3"],
    ["7", "first, 0: 7 to 10"],
    ["sales-0@9", "first, 0: 9 to 10"],
    ["other-1@7,sales-1@0", "first, 1: 0 to 3"],
    ["1970-01-01T00:00:07Z", "first, 0: 7 to 10, 1: 3 to 3"],
  ])("%s: %s", async (text, expected) => {
    expect(await from(text)).toBe(expected);
  });

  it.each([
    ["sales-0@10", "there is no offset 10 yet: partition 0 has the offsets 5 to 9"],
    ["sales-0@4", "there is no offset 4 any more"],
    ["10", "no partition of topic sales has an offset 10 yet"],
  ])("%s is an offset that there is not", async (text, message) => {
    await expect(from(text)).rejects.toThrow(InputError);
    await expect(from(text)).rejects.toThrow(message);
  });

  it("refuses a partition that there is not, and an offset of the only one that it does not hold", async () => {
    await expect(from("sales-7@0")).rejects.toThrow("topic sales has no partition 7");
    await expect(from("3", partitions.slice(1))).rejects.toThrow("there is no offset 3 yet");
  });
});
