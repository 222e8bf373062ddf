import { describe, expect, it } from "vitest";
import { generationShift } from "#cli/core/rows/generation.js";
import type { CellStamp } from "#cli/core/rows/stamp.js";
import { unpredictableCell } from "#cli/core/rows/cell.js";
import { someTimeFrom } from "#cli/core/rows/expiry.js";
import {
  judgeCell,
  writeTimeTolerance,
  type ActualCell,
  type CellVerdict,
  type ExpectedCell,
} from "#cli/core/rows/judge-cell.js";
import type { UnknownWrites } from "#cli/core/rows/unknown-writes.js";

/** The clock, in milliseconds. */
const now = 10_000_000;

interface Case {
  readonly expected?: Partial<ExpectedCell> & Partial<Pick<CellStamp, "expiry" | "tie" | "index">>;
  readonly actual?: Partial<ActualCell>;
  readonly unknown?: UnknownWrites;
  readonly generation?: number;
}

/** A cell of the record with the write time 1000, which the table has with that write time. */
function judged({ expected = {}, actual = {}, unknown, generation = 0 }: Case): CellVerdict {
  const { expiry = 0, tie, index = 0, ...of } = expected;
  const stamp = { topicPartition: 0, offset: 0, writeTime: 1000, index, expiry };
  return judgeCell(
    { cell: "a", isSet: true, stamp: tie === undefined ? stamp : { ...stamp, tie }, ...of },
    {
      cell: "a",
      writeTime: 1000,
      expiresAt: null,
      lastExpiresAt: actual.expiresAt ?? null,
      ...actual,
    },
    unknown,
    now,
    generation,
  );
}

const value = { wrong: "value" };
const writeTime = { wrong: "write time" };
const timeToLive = { wrong: "time to live" };

describe("a cell", () => {
  it("is right with its value, and wrong with another, or where one of the two is null", () => {
    expect(judged({})).toBe("right");
    expect(judged({ actual: { cell: "b" } })).toEqual(value);
    expect(judged({ actual: { cell: null } })).toEqual(value);
    expect(judged({ expected: { cell: null } })).toEqual(value);
    expect(judged({ expected: { cell: null }, actual: { cell: null } })).toBe("right");
    expect(judged({ expected: { cell: null, isSet: false }, actual: { cell: null } })).toBe("right");
  });

  it("is not judged where the winner of a tie is not known, unless no record sets it", () => {
    expect(judged({ expected: { tie: "unsure" } })).toEqual({ reason: "tie" });
    expect(judged({ expected: { tie: "unsure" }, actual: { cell: null } })).toEqual({ reason: "tie" });
    expect(judged({ expected: { tie: "known" }, actual: { cell: "b" } })).toEqual(value);
    expect(judged({ expected: { tie: "unsure", isSet: false, cell: null } })).toEqual(value);
  });

  it("is wrong with a write time above that of a tie, whichever record has won, unless an unknown one may have written it", () => {
    const [expected, actual] = [{ tie: "unsure" }, { cell: "b", writeTime: 1001 }] as const;
    expect(judged({ expected, actual })).toEqual(writeTime);
    const unknown: UnknownWrites = { until: 2000, reason: "transaction" };
    expect(judged({ expected, actual, unknown })).toEqual({ reason: "tie" });
  });

  it("whose value cannot be predicted is not judged, but must be there", () => {
    const expected = { cell: unpredictableCell("random") };
    expect(judged({ expected })).toEqual({ reason: "unpredictable" });
    expect(judged({ expected, actual: { cell: null } })).toEqual(value);
  });

  it("is wrong with a write time that later records could not overwrite", () => {
    expect(judged({ actual: { writeTime: 1001 } })).toEqual(writeTime);
  });

  it("is wrong with the write time of an earlier record of its value: its own was not written", () => {
    expect(judged({ actual: { writeTime: 999 } })).toEqual(writeTime);
    expect(judged({ expected: { cell: unpredictableCell("random") }, actual: { writeTime: 999 } })).toEqual(
      writeTime,
    );
    const lost = { reason: "retention", until: 2000 } as const;
    expect(judged({ actual: { writeTime: 999 }, unknown: lost })).toEqual(writeTime);
  });

  it("is right with a lower index of its millisecond: counting began anew", () => {
    const at = (time: number): CellVerdict => judged({ expected: { index: 3 }, actual: { writeTime: time } });
    expect([1000, 999, 998].map(at)).toEqual(["right", "restarted index", "restarted index"]);
    // Had the fourth record been counted from 0, the second or third one, at 1 and 2, would have won over it.
    expect(at(997)).toEqual({ reason: "index" });
    expect([996, 1001].map(at)).toEqual([writeTime, writeTime]);
    const random = { index: 3, cell: unpredictableCell("random") };
    expect(judged({ expected: random, actual: { writeTime: 999 } })).toEqual({ reason: "unpredictable" });
  });

  it("is right with the write time of before its generation was raised, and no lower", () => {
    const at = (time: number): CellVerdict =>
      judged({ expected: { index: 3 }, actual: { writeTime: time - 2 * generationShift }, generation: 2 });
    expect([1000, 998, 996].map(at)).toEqual(["right", "restarted index", writeTime]);
    expect(judged({ actual: { writeTime: 1000 - generationShift } })).toEqual(writeTime);
    expect(judged({ actual: { writeTime: 1000 - 3 * generationShift }, generation: 2 })).toEqual(writeTime);
  });
});

describe("a cell that expires", () => {
  const tolerance = 10_000;

  it("may be gone once its time is over, and is not judged about then", () => {
    const gone = (expiry: number): CellVerdict => judged({ expected: { expiry }, actual: { cell: null } });
    expect(gone(now - tolerance - 1)).toBe("right");
    expect(gone(now - tolerance)).toEqual({ reason: "expiry" });
    expect(gone(now + tolerance)).toEqual({ reason: "expiry" });
    expect(gone(now + tolerance + 1)).toEqual(value);
    expect(gone(someTimeFrom(now - 1_000_000))).toEqual({ reason: "expiry" });
    expect(gone(someTimeFrom(now + 1_000_000))).toEqual(value);
  });

  it("must expire about when its record says, or later as it was sent late", () => {
    const expiry = now + 1_000_000;
    const at = (expiresAt: number | null): CellVerdict =>
      judged({ expected: { expiry }, actual: { expiresAt } });
    expect(at(expiry)).toBe("right");
    expect(at(expiry - tolerance)).toBe("right");
    expect(at(expiry - tolerance - 1)).toEqual(timeToLive);
    expect(at(expiry + 600_000)).toBe("right");
    expect(at(expiry + 600_001)).toEqual(timeToLive);
    expect(at(null)).toEqual(timeToLive);
    expect(judged({ actual: { expiresAt: expiry } })).toEqual(timeToLive);
  });

  it("may expire at any later time where that of its writing is not known", () => {
    const expiry = someTimeFrom(now + 1_000_000);
    const at = (expiresAt: number | null): CellVerdict =>
      judged({ expected: { expiry }, actual: { expiresAt } });
    expect(at(now + 100_000_000)).toBe("right");
    expect(at(now + 1_000_000 - tolerance - 1)).toEqual(timeToLive);
    expect(at(null)).toEqual(timeToLive);
  });

  it("whose times cannot be read is wrong only where it is there long after its end", () => {
    const there = (expiry: number): CellVerdict =>
      judged({ expected: { expiry }, actual: { writeTime: undefined, expiresAt: null } });
    expect(there(0)).toBe("right");
    expect(there(now + 1)).toBe("right");
    expect(there(now - tolerance)).toBe("right");
    expect(there(now - tolerance - 1)).toEqual({ reason: "expiry" });
    expect(there(now - 600_000)).toEqual({ reason: "expiry" });
    expect(there(now - 600_001)).toEqual(timeToLive);
    expect(there(someTimeFrom(1))).toBe("right");
  });
});

describe("a record that is not known", () => {
  const until = (time: number): UnknownWrites => ({ reason: "compaction", until: time });
  const excused = { reason: "compaction" };

  it("may have written what is not older than the cell that is expected", () => {
    const other = (time: number | undefined): CellVerdict =>
      judged({ actual: { cell: "b", writeTime: time }, unknown: until(Infinity) });
    expect(other(1000)).toEqual(excused);
    expect(other(1001)).toEqual(excused);
    expect(other(undefined)).toEqual(excused);
    expect(other(999)).toEqual(value);
  });

  it("has written nothing that is later than it can be, but for what it adds to the count of its millisecond", () => {
    const at = (time: number, cell: string): CellVerdict =>
      judged({ actual: { cell, writeTime: time }, unknown: until(1000) });
    for (const time of [1001, 1000 + writeTimeTolerance]) {
      expect([at(time, "a"), at(time, "b")]).toEqual([excused, excused]);
    }
    expect([at(1001 + writeTimeTolerance, "a"), at(1001 + writeTimeTolerance, "b")]).toEqual([
      writeTime,
      value,
    ]);
  });

  it("may have written a cell that no known record sets, whatever its write time", () => {
    const expected = { cell: null, isSet: false };
    expect(judged({ expected, actual: { writeTime: 1 }, unknown: until(0) })).toEqual(excused);
    expect(judged({ expected, actual: { writeTime: 1 } })).toEqual(value);
  });

  it("may have deleted a cell unless the record that set it came later", () => {
    const gone = (time: number): CellVerdict => judged({ actual: { cell: null }, unknown: until(time) });
    expect(gone(1000)).toEqual(excused);
    expect(gone(999)).toEqual(value);
  });

  it("changes nothing where the cell is right", () => {
    expect(judged({ unknown: until(Infinity) })).toBe("right");
    expect(judged({ expected: { cell: null }, actual: { cell: null }, unknown: until(Infinity) })).toBe(
      "right",
    );
  });
});
