import { describe, expect, it } from "vitest";
import {
  type Destination,
  chosen,
  destinations,
  movedOver,
  nextOffset,
} from "#cli/core/kafka/offset-move.js";

const places = [
  { topic: "sales", partition: 0, committed: 70, start: 10, end: 100 },
  { topic: "sales", partition: 1, committed: undefined, start: 5, end: 50 },
];
const at = (destination: Destination, times: readonly (readonly [string, number | undefined])[] = []) => [
  ...destinations(destination, places, new Map(times)).values(),
];

describe("destinations", () => {
  it.each([
    [{ kind: "earliest" }, [10, 5]],
    [{ kind: "latest" }, [100, 50]],
    [{ kind: "by", offsets: 30 }, [100, 35]],
    [{ kind: "positions", positions: [{ topic: "sales", partition: 0, offset: 11 }] }, [11]],
  ] as const)("%j is %j", (destination, offsets) => {
    expect(at(destination)).toEqual(offsets);
  });

  it("takes the end of a partition without a record of that time, and no offset beyond it", () => {
    expect(at({ kind: "time", time: 1 }, [["sales-0", 42]])).toEqual([42, 50]);
    expect(
      at({ kind: "time", time: 1 }, [
        ["sales-0", 120],
        ["sales-1", 2],
      ]),
    ).toEqual([100, 5]);
  });

  it.each([
    [{ kind: "by", offsets: -1 }, "sales-1@4: sales-1 has offsets 5 to 50"],
    [{ kind: "by", offsets: 31 }, "sales-0@101: sales-0 has offsets 10 to 100"],
    [
      { kind: "positions", positions: [{ topic: "sales", partition: 0, offset: 9 }] },
      "sales-0@9: sales-0 has offsets 10 to 100",
    ],
  ] as const)("refuses %j, which the log does not have", (destination, line) => {
    expect(() => at(destination)).toThrow(
      expect.objectContaining({
        lines: [line],
        message: "the log does not reach so far; nothing is changed",
      }),
    );
  });

  it("refuses partitions that are not read, and two offsets for one", () => {
    const position = { topic: "sales", partition: 2, offset: 9 };
    expect(() => at({ kind: "positions", positions: [position] })).toThrow("does not read sales-2");
    const twice = { ...position, partition: 0, offset: 20 };
    expect(() => at({ kind: "positions", positions: [twice, { ...twice, offset: 21 }] })).toThrow(
      "two offsets are given for sales-0",
    );
  });
});

it("says what is read again and what is skipped, from where a group goes on in fact", () => {
  expect(places.map(nextOffset)).toEqual([70, 5]);
  expect(nextOffset({ topic: "t", partition: 0, committed: 3, start: 10, end: 20 })).toBe(10);
  expect([movedOver(70, 60), movedOver(70, 75), movedOver(70, 70)]).toEqual([
    { readAgain: 10, skipped: 0 },
    { readAgain: 0, skipped: 5 },
    { readAgain: 0, skipped: 0 },
  ]);
});

it("chooses topics and partitions, and names what is not there", () => {
  const partitions = (only: readonly string[]) => chosen(places, only).map(({ partition }) => partition);
  expect([partitions([]), partitions(["sales"]), partitions(["sales-1"])]).toEqual([[0, 1], [0, 1], [1]]);
  expect(() => chosen(places, ["sale"])).toThrow("the connector does not read sale");
});
