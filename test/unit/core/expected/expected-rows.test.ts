import { describe, expect, it } from "vitest";
import { ExpectedRows } from "../../../../cli/src/core/expected/expected-rows.js";
import { unpackRow, type MaybeCell } from "../../../../cli/src/core/expected/packed-row.js";

interface Write {
  readonly cells: readonly MaybeCell[];
  readonly time: number;
  readonly offset: number;
}

function fold(writes: readonly Write[]): ExpectedRows {
  const rows = new ExpectedRows();
  for (const { cells, time, offset } of writes) {
    rows.apply({ key: "k", cells, writeTime: time, ttl: 0 }, { source: 0, offset }, 0);
  }
  return rows;
}

const rowOf = (rows: ExpectedRows): MaybeCell[] => unpackRow(rows.row(rows.find("k") ?? -1));

describe("the fold", () => {
  it("takes the last write by time, then by offset", () => {
    expect(
      rowOf(
        fold([
          { cells: ["new"], time: 2, offset: 0 },
          { cells: ["old"], time: 1, offset: 1 },
        ]),
      ),
    ).toEqual(["new"]);
    expect(
      rowOf(
        fold([
          { cells: ["first"], time: 1, offset: 0 },
          { cells: ["second"], time: 1, offset: 1 },
        ]),
      ),
    ).toEqual(["second"]);
  });

  it("folds column by column: what a record leaves out keeps its last value", () => {
    const rows = fold([
      { cells: ["a1", "b1"], time: 1, offset: 0 },
      { cells: [undefined, "b2"], time: 2, offset: 1 },
      { cells: [null, undefined], time: 3, offset: 2 },
    ]);
    expect(rowOf(rows)).toEqual([null, "b2"]);
    expect(rows.originOf(0, 0).offset).toBe(2);
    expect(rows.originOf(0, 1).offset).toBe(1);
    expect(rows.superseded).toBe(2);
  });

  it("comes to the same rows in whatever order records arrive", () => {
    const writes: Write[] = Array.from({ length: 7 }, (_, offset) => ({
      cells: [0, 1, 2].map((column) =>
        (offset * 7 + column * 3) % 5 < 2 ? undefined : `${column}@${offset}`,
      ),
      time: [5, 3, 3, 9, 1, 9, 4][offset] ?? 0,
      offset,
    }));
    const expected = rowOf(fold(writes));
    let seed = 1;
    for (let round = 0; round < 200; round++) {
      const shuffled = [...writes];
      for (let last = shuffled.length - 1; last > 0; last--) {
        seed = (seed * 48_271) % 2_147_483_647;
        const other = seed % (last + 1);
        [shuffled[last], shuffled[other]] = [shuffled[other] as Write, shuffled[last] as Write];
      }
      expect(rowOf(fold(shuffled))).toEqual(expected);
    }
  });

  it("knows ties at the last write time, and only there", () => {
    const tie = [
      { cells: ["a"], time: 1, offset: 0 },
      { cells: ["b"], time: 1, offset: 1 },
    ];
    expect(fold(tie).isTied(0)).toBe(true);
    expect(fold([...tie, { cells: ["c"], time: 2, offset: 2 }]).isTied(0)).toBe(false);
  });

  it("grows, and keeps rows apart", () => {
    const rows = new ExpectedRows();
    for (let index = 0; index < 5000; index++) {
      rows.apply(
        { key: `k${index}`, cells: [`v${index}`], writeTime: index, ttl: index % 2 },
        { source: 3, offset: index },
        index,
      );
    }
    expect(rows.size).toBe(5000);
    expect(unpackRow(rows.row(rows.find("k4321") ?? -1))).toEqual(["v4321"]);
    expect(rows.originOf(rows.find("k4321") ?? -1, 0)).toMatchObject({ source: 3, offset: 4321 });
    expect(rows.mayHaveExpired(rows.find("k4321") ?? -1, 5321)).toBe(true);
    expect(rows.mayHaveExpired(rows.find("k4321") ?? -1, 5320)).toBe(false);
    expect(rows.mayHaveExpired(rows.find("k4320") ?? -1, Infinity)).toBe(false);
  });
});
