import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Cell } from "#cli/core/rows/cell.js";
import { cellOrder } from "#cli/core/rows/cell-order.js";
import { someTimeFrom } from "#cli/core/rows/expiry.js";
import type { CellStamp } from "#cli/core/rows/stamp.js";
import { tieWinner } from "#cli/core/rows/tie.js";

type StampedCell = readonly [cell: Cell | null, stamp: CellStamp];

const stamped = (cell: Cell | null, topicPartition: number, of: Partial<CellStamp> = {}): StampedCell => [
  cell,
  { topicPartition, offset: 0, writeTime: 7, expiry: 0, ...of },
];

const texts = cellOrder(parseCqlType("text"));

/** The winner's value and what is known of it, which must be the same whichever came first. */
function winner(
  one: StampedCell,
  other: StampedCell,
  order = texts,
): readonly [cell: Cell | null, tie: CellStamp["tie"]] {
  const [cell, stamp] = tieWinner(one, other, order);
  expect(tieWinner(other, one, order)[0]).toBe(cell);
  return [cell, stamp.tie];
}

describe("of two values with one write time", () => {
  it("in one partition the later record's wins, whichever was read first", () => {
    expect(winner(stamped("z", 0, { offset: 1 }), stamped("a", 0, { offset: 2 }))).toEqual(["a", undefined]);
    expect(winner(stamped(null, 0, { offset: 1 }), stamped("a", 0, { offset: 2 }))).toEqual(["a", undefined]);
  });

  it("in one partition it is not known what is kept where another partition took part", () => {
    const before = stamped("z", 0, { offset: 1, tie: "known" });
    const [cell, stamp] = tieWinner(before, stamped("a", 0, { offset: 2 }), texts);
    expect([cell, stamp.tie]).toEqual(["a", "unsure"]);
  });

  it("in two partitions a tombstone wins, then what expires, then what expires later, then the larger", () => {
    expect(winner(stamped(null, 0), stamped("z", 1))).toEqual([null, "known"]);
    expect(winner(stamped(null, 0), stamped("z", 1, { expiry: 900_000_000 }))).toEqual([null, "known"]);
    expect(winner(stamped("a", 0, { expiry: 900_000_000 }), stamped("z", 1))).toEqual(["a", "known"]);
    expect(
      winner(stamped("a", 0, { expiry: 900_000_000 }), stamped("z", 1, { expiry: 800_000_000 })),
    ).toEqual(["a", "known"]);
    expect(winner(stamped("a", 0), stamped("z", 1))).toEqual(["z", "known"]);
    expect(
      winner(stamped("a", 0, { expiry: 900_000_000 }), stamped("z", 1, { expiry: 900_000_000 })),
    ).toEqual(["z", "known"]);
  });

  it("in two partitions collections that are not frozen unite: not even a null wins", () => {
    const lists = cellOrder(parseCqlType("list<int>"));
    const [, stamp] = tieWinner(stamped(null, 0), stamped("[1,2]", 1), lists);
    expect(stamp.tie).toBe("unsure");
    expect(tieWinner(stamped("[1]", 0), stamped("[1]", 1), lists)[1].tie).toBeUndefined();
    expect(winner(stamped(null, 0), stamped("[1]", 1), cellOrder(parseCqlType("frozen<list<int>>")))).toEqual(
      [null, "known"],
    );
  });

  it("in two partitions it is not known where a time to live may have been over when the sink came to it", () => {
    for (const other of [stamped("a", 1), stamped("z", 1, { expiry: 900_000_000 })]) {
      const [, stamp] = tieWinner(stamped("a", 0, { expiry: 1_000 }), other, texts);
      expect(stamp.tie).toBe("unsure");
    }
  });

  it("in two partitions the one that expires wins over the same value that does not", () => {
    const expiring = stamped("a", 0, { expiry: 900_000_000 });
    for (const [one, other] of [
      [expiring, stamped("a", 1)],
      [stamped("a", 1), expiring],
    ] as const) {
      expect(tieWinner(one, other, texts)).toEqual(["a", { ...expiring[1], tie: "known" }]);
    }
    expect(winner(stamped("a", 0, { expiry: someTimeFrom(500_000_000) }), stamped("z", 1))).toEqual([
      "a",
      "known",
    ]);
  });

  it("in two partitions equal ones are no tie", () => {
    expect(winner(stamped("a", 0), stamped("a", 1))).toEqual(["a", undefined]);
    expect(winner(stamped(null, 0), stamped(null, 1))).toEqual([null, undefined]);
    expect(winner(stamped(null, 0, { expiry: 5 }), stamped(null, 1, { expiry: 6 }))).toEqual([
      null,
      undefined,
    ]);
  });

  it("in two partitions it is not known which is kept where an expiry or an order is not known", () => {
    const one = stamped("a", 0, { expiry: someTimeFrom(50_000) });
    const later = stamped("b", 1, { expiry: 900_000_000 });
    expect(tieWinner(one, later, texts)[1].tie).toBe("unsure");
    expect(tieWinner(later, one, texts)[1].tie).toBe("unsure");
    expect(tieWinner(stamped("a", 0), stamped("b", 1), undefined)[1].tie).toBe("unsure");
    expect(tieWinner(stamped("\u0003J{}", 0), stamped("b", 1), texts)[1].tie).toBe("unsure");
  });

  it("a value that is not sure makes the next one unsure, and a tombstone wins over all", () => {
    const unsure = stamped("a", 0, { tie: "unsure" });
    expect(winner(unsure, stamped("z", 1))).toEqual(["z", "unsure"]);
    expect(winner(unsure, stamped(null, 1))).toEqual([null, "known"]);
  });

  it("of equal ones the same record is named, whichever was read first", () => {
    const [one, other] = [stamped("a", 0), stamped("a", 1)];
    expect(tieWinner(one, other, texts)[1].topicPartition).toBe(1);
    expect(tieWinner(other, one, texts)[1].topicPartition).toBe(1);
  });

  it("what is not sure stays so", () => {
    const unsure = stamped("z", 0, { tie: "unsure" });
    expect(tieWinner(unsure, stamped("a", 1), texts)).toMatchObject(["z", { tie: "unsure" }]);
    expect(tieWinner(stamped("a", 1), unsure, texts)).toMatchObject(["z", { tie: "unsure" }]);
  });
});
