import { describe, expect, it } from "vitest";
import { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import { unpackRow, type MaybeCell } from "#cli/core/rows/packed-row.js";

interface Write {
  /** None: a DELETE. */
  readonly cells?: readonly MaybeCell[];
  readonly time: number;
  readonly offset: number;
}

function fold(writes: readonly Write[]): ExpectedRows {
  const rows = new ExpectedRows();
  for (const { cells, time, offset } of writes) {
    const stamp = { source: 0, offset, writeTime: time };
    if (cells === undefined) rows.delete(rows.placeOf("k"), stamp);
    else rows.put(rows.placeOf("k"), cells, stamp, 0);
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

  it("forgets the end of a row that was written anew for good", () => {
    const rows = new ExpectedRows();
    const place = rows.placeOf("k");
    const at = (offset: number) => ({ source: 0, offset, writeTime: offset });
    rows.put(place, ["a", undefined], at(0), 60_000);
    rows.put(place, [undefined, "b"], at(1), 0);
    expect(rows.mayHaveExpired(place, 60_000)).toBe(true);
    rows.put(place, ["c", "d"], at(2), 0);
    expect(rows.mayHaveExpired(place, Infinity)).toBe(false);
    expect(unpackRow(rows.row(place))).toEqual(["c", "d"]);
    rows.put(place, ["e", undefined], at(1.5), 0);
    expect(unpackRow(rows.row(place))).toEqual(["c", "d"]);
  });

  it("grows, and keeps rows apart", () => {
    const rows = new ExpectedRows();
    for (let index = 0; index < 5000; index++) {
      const stamp = { source: 3, offset: index, writeTime: index };
      const expiry = index % 2 === 0 ? 0 : index + 1000;
      rows.put(rows.placeOf(`k${index}`), [`v${index}`], stamp, expiry);
    }
    expect(rows.size).toBe(5000);
    expect(unpackRow(rows.row(rows.find("k4321") ?? -1))).toEqual(["v4321"]);
    expect(rows.originOf(rows.find("k4321") ?? -1, 0)).toMatchObject({ source: 3, offset: 4321 });
    expect(rows.mayHaveExpired(rows.find("k4321") ?? -1, 5321)).toBe(true);
    expect(rows.mayHaveExpired(rows.find("k4321") ?? -1, 5320)).toBe(false);
    expect(rows.mayHaveExpired(rows.find("k4320") ?? -1, Infinity)).toBe(false);
  });
});

describe("a DELETE", () => {
  it("takes the row away until a later put", () => {
    const rows = fold([
      { cells: ["a"], time: 1, offset: 0 },
      { time: 2, offset: 1 },
    ]);
    expect([rows.size, rows.find("k"), [...rows.keys()]]).toEqual([0, undefined, []]);
    const again = fold([
      { cells: ["a", "a"], time: 1, offset: 0 },
      { time: 2, offset: 1 },
      { cells: ["b", undefined], time: 3, offset: 2 },
    ]);
    expect([again.size, rowOf(again), again.superseded]).toEqual([1, ["b", undefined], 2]);
  });

  it("wins over a put of the same write time, whichever came first", () => {
    for (const offsets of [
      [0, 1],
      [1, 0],
    ] as const) {
      expect(
        fold([
          { cells: ["a"], time: 1, offset: offsets[0] },
          { time: 1, offset: offsets[1] },
        ]).size,
      ).toBe(0);
      expect(
        fold([
          { time: 1, offset: offsets[0] },
          { cells: ["a"], time: 1, offset: offsets[1] },
        ]).size,
      ).toBe(0);
    }
  });

  it("that comes late takes only what is older than itself", () => {
    const rows = fold([
      { cells: ["old", "old", "old"], time: 1, offset: 0 },
      { cells: [undefined, "new", undefined], time: 5, offset: 1 },
      { time: 3, offset: 2 },
      { cells: ["late", "late", "late"], time: 2, offset: 3 },
      { cells: [undefined, "4", "4"], time: 4, offset: 4 },
    ]);
    expect(rowOf(rows)).toEqual([undefined, "new", "4"]);
  });

  it("and puts, in any order of arrival, come to what a plain fold comes to", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 3000; round++) {
      const times = Array.from({ length: 1 + random(7) }, (_, index) => index);
      const writes = times.map((time): Write & { readonly order: number } => ({
        ...(random(3) === 0
          ? {}
          : { cells: [0, 1, 2].map((column) => (random(2) === 0 ? undefined : `${column}@${time}`)) }),
        time,
        offset: random(1000),
        order: random(1000),
      }));
      let row: MaybeCell[] | undefined;
      for (const { cells } of writes) {
        if (cells === undefined) row = undefined;
        else row = cells.map((cell, column) => cell ?? row?.[column]);
      }
      const rows = fold([...writes].sort((one, other) => one.order - other.order));
      expect(rows.size).toBe(row === undefined ? 0 : 1);
      if (row !== undefined) expect(rowOf(rows)).toEqual(row);
    }
  });
});

describe("an expiry", () => {
  it("is over once all that may expire is overwritten", () => {
    const rows = new ExpectedRows();
    const place = rows.placeOf("k");
    const stamp = (writeTime: number): { source: number; offset: number; writeTime: number } => ({
      source: 0,
      offset: writeTime,
      writeTime,
    });
    rows.put(place, ["a", "b"], stamp(1), 100);
    rows.put(place, ["c", undefined], stamp(2), 0);
    expect(rows.mayHaveExpired(place, 100)).toBe(true);
    rows.delete(place, stamp(3));
    rows.put(place, ["d", undefined], stamp(4), 0);
    expect(rows.mayHaveExpired(place, 100)).toBe(false);
  });
});
