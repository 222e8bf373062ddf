import { describe, expect, it } from "vitest";
import { startingPoint } from "#cli/core/kafka/starting-point.js";
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
