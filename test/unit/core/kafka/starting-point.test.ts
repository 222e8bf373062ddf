import { describe, expect, it } from "vitest";
import { partitionsFrom, startingPoint } from "#cli/core/kafka/starting-point.js";
import { UsageError } from "#cli/errors.js";

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

it.each([
  ["sales-0@10", "sales-0@10"],
  ["sales-0@11", undefined],
  ["sales-1@0", undefined],
])("%s of a partition with 0 to 9 begins there, or is refused", (text, at) => {
  const ask = () => partitionsFrom(startingPoint(text), "sales", [{ partition: 0, low: 0, high: 10 }]);
  if (at === undefined) expect(ask).toThrow(UsageError);
  else expect(ask()).toEqual([{ partition: 0, low: 0, high: 10, from: 10 }]);
});
