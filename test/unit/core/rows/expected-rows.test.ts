import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import { Random } from "#cli/core/generate/random.js";
import { cellOrder } from "#cli/core/rows/cell-order.js";
import { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import { someTimeFrom } from "#cli/core/rows/expiry.js";
import { unpackRow, type MaybeCell } from "#cli/core/rows/packed-row.js";
import { putCells } from "#test/support/put-cells.js";

interface Write {
  /** Undefined: a DELETE. */
  readonly cells?: readonly MaybeCell[];
  readonly time: number;
  readonly offset: number;
}

function fold(writes: readonly Write[]): ExpectedRows {
  const rows = new ExpectedRows();
  for (const { cells, time, offset } of writes) {
    const stamp = { topicPartition: 0, offset, writeTime: time };
    if (cells === undefined) rows.delete(rows.numberOf("k"), stamp);
    else putCells(rows, "k", cells, { stamp });
  }
  return rows;
}

const rowOf = (rows: ExpectedRows): MaybeCell[] => unpackRow(rows.cells(rows.find("k") ?? -1));

describe("expected rows", () => {
  it("hold the last write by write time, then by offset", () => {
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

  it("keep the last value of each column that a record does not set", () => {
    const rows = fold([
      { cells: ["a1", "b1"], time: 1, offset: 0 },
      { cells: [undefined, "b2"], time: 2, offset: 1 },
      { cells: [null, undefined], time: 3, offset: 2 },
    ]);
    expect(rowOf(rows)).toEqual([null, "b2"]);
    expect(rows.stampOf(0, 0).offset).toBe(2);
    expect(rows.stampOf(0, 1).offset).toBe(1);
    expect(rows.records(0)).toEqual({ current: 2, superseded: 1, deleted: 0, expired: 0 });
  });

  it("are the same in whatever order records arrive", () => {
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
        const swapped = seed % (last + 1);
        [shuffled[last], shuffled[swapped]] = [shuffled[swapped] as Write, shuffled[last] as Write];
      }
      expect(rowOf(fold(shuffled))).toEqual(expected);
    }
  });

  it("know whether the last two records of a row have equal write times", () => {
    const equal = [
      { cells: ["a"], time: 1, offset: 0 },
      { cells: ["b"], time: 1, offset: 1 },
    ];
    expect(fold(equal).hasEqualTimes(0)).toBe(true);
    expect(fold([...equal, { cells: ["c"], time: 2, offset: 2 }]).hasEqualTimes(0)).toBe(false);
    // One that comes late and is earlier than both changes nothing.
    expect(fold([...equal, { cells: ["c"], time: 0, offset: 2 }]).hasEqualTimes(0)).toBe(true);
    const unequal = [
      { cells: ["a"], time: 2, offset: 0 },
      { cells: ["b"], time: 1, offset: 1 },
    ];
    expect(fold(unequal).hasEqualTimes(0)).toBe(false);
  });

  it("keep the expiry of each cell", () => {
    const rows = new ExpectedRows();
    const row = rows.numberOf("k");
    const at = (offset: number) => ({ topicPartition: 0, offset, writeTime: offset });
    putCells(rows, "k", ["a", undefined], { stamp: at(0), expiry: 60_000 });
    putCells(rows, "k", [undefined, "b"], { stamp: at(1) });
    expect([rows.stampOf(row, 0).expiry, rows.stampOf(row, 1).expiry]).toEqual([60_000, 0]);
    putCells(rows, "k", ["c", "d"], { stamp: at(2) });
    expect([rows.stampOf(row, 0).expiry, rows.stampOf(row, 1).expiry]).toEqual([0, 0]);
    expect(unpackRow(rows.cells(row))).toEqual(["c", "d"]);
    putCells(rows, "k", ["e", undefined], { stamp: at(1.5) });
    expect(unpackRow(rows.cells(row))).toEqual(["c", "d"]);
  });

  it("hold more rows than they first have room for", () => {
    const rows = new ExpectedRows();
    for (let index = 0; index < 5000; index++) {
      const stamp = { topicPartition: 3, offset: index, writeTime: index };
      const expiry = index % 2 === 0 ? 0 : index + 1000;
      putCells(rows, `k${index}`, [`v${index}`], { stamp, expiry });
    }
    expect(rows.size).toBe(5000);
    expect(unpackRow(rows.cells(rows.find("k4321") ?? -1))).toEqual(["v4321"]);
    expect(rows.stampOf(rows.find("k4321") ?? -1, 0)).toMatchObject({ topicPartition: 3, offset: 4321 });
    expect(rows.lastStamp(rows.find("k4321") ?? -1).expiry).toBe(5321);
    expect(rows.lastStamp(rows.find("k4320") ?? -1).expiry).toBe(0);
  });

  it("hold the index of each write time, of many rows and of cells that several records have set", () => {
    const rows = new ExpectedRows();
    const put = (key: string, cells: readonly MaybeCell[], writeTime: number, index?: number): void => {
      const stamp = {
        topicPartition: 0,
        offset: writeTime,
        writeTime,
        ...(index === undefined ? {} : { index }),
      };
      putCells(rows, key, cells, { stamp });
    };
    const indexes = (key: string): unknown =>
      [0, 1].map((column) => rows.stampOf(rows.find(key) ?? -1, column).index);
    put("first", ["a", "b"], 7);
    for (let number = 0; number < 3000; number++) put(`k${number}`, ["a", "b"], 1000 + number, number % 5);
    expect(["first", "k1500", "k1504", "k2999"].map(indexes)).toEqual([
      [0, 0],
      [0, 0],
      [4, 4],
      [4, 4],
    ]);
    put("k2999", [undefined, "c"], 5000, 2);
    expect(indexes("k2999")).toEqual([4, 2]);
    put("k1504", ["c", "d"], 5000);
    expect(indexes("k1504")).toEqual([0, 0]);
  });

  it("hold the stamp of each of many rows, whether any of them expires or not", () => {
    for (const expires of [false, true]) {
      const rows = new ExpectedRows();
      for (let index = 1; index <= 5000; index++) {
        const stamp = { topicPartition: 3, offset: index, writeTime: 2 * index };
        putCells(rows, `k${index}`, [`v${index}`], { stamp, expiry: expires ? 3 * index : 0 });
      }
      expect(rows.expire).toBe(expires);
      for (const [key, row] of rows.keys()) {
        const index = Number(key.slice(1));
        const expiry = expires ? 3 * index : 0;
        const stamp = { topicPartition: 3, offset: index, writeTime: 2 * index, expiry };
        expect(rows.stampOf(row, 0)).toEqual({ ...stamp, index: 0 });
        expect(rows.writeTimeOf(row, 0)).toBe(2 * index);
      }
    }
  });

  it("have the write time of the record of each cell, and the last one's where no record wrote it", () => {
    const rows = fold([
      { cells: ["a", "b", undefined], time: 100, offset: 0 },
      { cells: [undefined, "c", undefined], time: 200, offset: 1 },
    ]);
    expect([0, 1, 2].map((column) => rows.writeTimeOf(0, column))).toEqual([100, 200, 200]);
    expect([0, 1, 2].map((column) => rows.stampOf(0, column).offset)).toEqual([0, 1, 1]);
    const whole = fold([{ cells: ["a", undefined], time: 100, offset: 0 }]);
    expect([0, 1].map((column) => whole.writeTimeOf(0, column))).toEqual([100, 100]);
  });
});

describe("a DELETE", () => {
  it("removes the row until a later put", () => {
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
    expect([again.size, rowOf(again)]).toEqual([1, ["b", undefined]]);
    expect(again.records(0)).toEqual({ current: 1, superseded: 1, deleted: 1, expired: 0 });
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

  it("that arrives late removes only cells with earlier write times", () => {
    const rows = fold([
      { cells: ["old", "old", "old"], time: 1, offset: 0 },
      { cells: [undefined, "new", undefined], time: 5, offset: 1 },
      { time: 3, offset: 2 },
      { cells: ["late", "late", "late"], time: 2, offset: 3 },
      { cells: [undefined, "4", "4"], time: 4, offset: 4 },
    ]);
    expect(rowOf(rows)).toEqual([undefined, "new", "4"]);
  });

  it("that arrives late removes a cell of its own write time", () => {
    const rows = fold([
      { cells: ["old", "old"], time: 1, offset: 0 },
      { cells: [undefined, "new"], time: 3, offset: 1 },
      { time: 1, offset: 2 },
    ]);
    expect(rowOf(rows)).toEqual([undefined, "new"]);
    expect(rows.records(0)).toEqual({ current: 1, superseded: 1, deleted: 1, expired: 0 });
  });

  it("and puts, in any order of arrival, give the row that applying them in order gives", () => {
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
      const rows = fold([...writes].sort((earlier, later) => earlier.order - later.order));
      expect(rows.size).toBe(row === undefined ? 0 : 1);
      if (row !== undefined) expect(rowOf(rows)).toEqual(row);
    }
  });
});

describe("an expiry", () => {
  it("no longer counts once a DELETE has removed what may expire", () => {
    const rows = new ExpectedRows();
    const row = rows.numberOf("k");
    const stamp = (writeTime: number) => ({ topicPartition: 0, offset: writeTime, writeTime });
    putCells(rows, "k", ["a", "b"], { stamp: stamp(1), expiry: 100 });
    putCells(rows, "k", ["c", undefined], { stamp: stamp(2) });
    expect(rows.stampOf(row, 1).expiry).toBe(100);
    rows.delete(row, stamp(3));
    putCells(rows, "k", ["d", undefined], { stamp: stamp(4) });
    expect([rows.stampOf(row, 0).expiry, rows.stampOf(row, 1).expiry]).toEqual([0, 0]);
  });
});

describe("the account of records", () => {
  const seconds = 1000;

  it("adds up to the puts and deletes, in whatever order they come", () => {
    const random = new Random(5);
    for (let round = 0; round < 2000; round++) {
      const rows = new ExpectedRows();
      const count = random.below(12);
      for (let offset = 0; offset < count; offset++) {
        const key = `k${random.below(3)}`;
        const stamp = { topicPartition: random.below(2), offset, writeTime: random.below(6) };
        const cell = (): MaybeCell => [undefined, null, "a", "b"][random.below(4)];
        if (random.below(4) === 0) rows.delete(rows.numberOf(key), stamp);
        else putCells(rows, key, [cell(), cell()], { stamp, expiry: random.below(2) * 50 * seconds });
      }
      const { current, superseded, deleted, expired } = rows.records(100 * seconds);
      expect(current + superseded + deleted + expired).toBe(count);
      for (const part of [current, superseded, deleted, expired]) expect(part).toBeGreaterThanOrEqual(0);
    }
  });

  it("says which records have expired, and of those that may have, whether their rows are gone", () => {
    const rows = new ExpectedRows();
    const put = (key: string, expiry: number, offset: number): number => {
      const row = rows.numberOf(key);
      putCells(rows, key, ["a"], { stamp: { topicPartition: 0, offset, writeTime: offset }, expiry });
      return row;
    };
    put("over", 10 * seconds, 0);
    put("alive", 1000 * seconds, 1);
    put("gone", someTimeFrom(10 * seconds), 2);
    rows.markFound(put("there", someTimeFrom(10 * seconds), 3));
    rows.markFound(put("there too", someTimeFrom(10 * seconds), 4));
    expect(rows.records(100 * seconds)).toEqual({ current: 3, superseded: 0, deleted: 0, expired: 2 });
  });

  it("has a record for current while the row holds something of it, be it only that it is there", () => {
    const records = (...writes: readonly Write[]) => fold(writes).records(0);
    const rest = { deleted: 0, expired: 0 };
    expect(
      records(
        { cells: ["a", undefined], time: 1, offset: 0 },
        { cells: ["b", undefined], time: 2, offset: 1 },
      ),
    ).toEqual({ current: 1, superseded: 1, ...rest });
    expect(records({ cells: ["a"], time: 1, offset: 0 }, { cells: [undefined], time: 2, offset: 1 })).toEqual(
      {
        current: 2,
        superseded: 0,
        ...rest,
      },
    );
    expect(
      records(
        { cells: ["a", "a"], time: 1, offset: 0 },
        { cells: ["b", undefined], time: 5, offset: 1 },
        { time: 3, offset: 2 },
      ),
    ).toEqual({ current: 1, superseded: 1, deleted: 1, expired: 0 });
  });
});

describe("in whatever order records come", () => {
  it("the same becomes of them", () => {
    for (let seed = 0; seed < 2_000; seed++) {
      const random = new Random(seed);
      const cell = (): MaybeCell => [undefined, null, "a", "b"][random.below(4)];
      const writes = Array.from({ length: 2 + random.below(6) }, (_, offset): Write => {
        const time = 2 * offset + random.below(6);
        return random.below(4) === 0 ? { time, offset } : { cells: [cell(), cell()], time, offset };
      });
      const shuffled = writes
        .map((write) => ({ write, at: random.uniform() }))
        .sort((left, right) => left.at - right.at)
        .map(({ write }) => write);
      expect([seed, fold(shuffled).records(0)]).toEqual([seed, fold(writes).records(0)]);
    }
  });
});

describe("equal write times in two partitions", () => {
  const order = cellOrder(parseCqlType("int"));
  const written = (
    ...writes: readonly (readonly [cell: MaybeCell, partition: number, expiry?: number])[]
  ) => {
    const rows = new ExpectedRows([order, undefined]);
    writes.forEach(([cell, topicPartition, expiry = 0], offset) => {
      putCells(rows, "k", [cell, undefined], { stamp: { topicPartition, offset, writeTime: 7 }, expiry });
    });
    return { cell: rowOf(rows)[0], tie: rows.stampOf(0, 0).tie, isSure: rows.isSure(0) };
  };

  it("are decided as the server does: a tombstone, then what expires, then the larger value", () => {
    for (const [one, other, winner] of [
      [["5", 0], ["-1", 1], "-1"],
      [["256", 0], ["255", 1], "256"],
      [[null, 0], ["9", 1], null],
      [["1", 0, 900_000_000], ["9", 1], "1"],
      [["9", 0, 800_000_000], ["1", 1, 900_000_000], "1"],
    ] as const) {
      expect(written(one, other)).toMatchObject({ cell: winner, isSure: true });
      expect(written(other, one)).toMatchObject({ cell: winner, isSure: true });
    }
  });

  it("are not known for values that are not ordered here, until a later write", () => {
    const rows = new ExpectedRows([undefined]);
    const put = (cell: string, topicPartition: number, writeTime: number): void =>
      putCells(rows, "k", [cell], { stamp: { topicPartition, offset: 0, writeTime } });
    put("{1}", 0, 7);
    put("{1}", 1, 7);
    expect(rows.isSure(0)).toBe(true);
    put("{2}", 2, 7);
    expect([rows.isSure(0), rows.stampOf(0, 0).tie]).toEqual([false, "unsure"]);
    put("{3}", 0, 8);
    expect([rows.isSure(0), rowOf(rows)]).toEqual([true, ["{3}"]]);
  });

  it("are decided in rows of which every column is set, whichever record was read first", () => {
    const kept = (...partitions: readonly number[]): MaybeCell[] => {
      const rows = new ExpectedRows([order]);
      for (const topicPartition of partitions) {
        // The larger value is that of partition 0, whose offset is the lower one.
        const stamp = { topicPartition, offset: topicPartition, writeTime: 7 };
        putCells(rows, "k", [topicPartition === 0 ? "9" : "1"], { stamp });
      }
      return rowOf(rows);
    };
    expect([kept(0, 1), kept(1, 0)]).toEqual([["9"], ["9"]]);
  });

  it("say how long the row itself is there as the server does: what expires, then what does so later", () => {
    const short = 1_000;
    const [long, longer] = [800_000_000, 900_000_000];
    type Put = readonly [cells: readonly MaybeCell[], expiry: number];
    const marker = (...puts: readonly Put[]): number | "unsure" => {
      const rows = new ExpectedRows([order, undefined]);
      puts.forEach(([cells, expiry], topicPartition) => {
        putCells(rows, "k", cells, { stamp: { topicPartition, offset: 0, writeTime: 7 }, expiry });
      });
      return rows.isMarkerSure(0) ? rows.lastStamp(0).expiry : "unsure";
    };
    const none = [undefined, undefined];
    const cases: readonly (readonly [Put, Put, number | "unsure"])[] = [
      [[none, longer], [["2", undefined], short], longer],
      [[none, longer], [["2", "3"], long], longer],
      [[none, 0], [none, long], long],
      // It may have come so late that it deleted the row, or at a time that is not known.
      [[none, longer], [["2", "3"], short], "unsure"],
      [[none, longer], [none, someTimeFrom(long)], "unsure"],
      [[none, 0], [none, someTimeFrom(long)], someTimeFrom(long)],
      [[none, 0], [["2", "3"], 0], 0],
    ];
    for (const [one, other, expected] of cases) {
      expect([marker(one, other), marker(other, one)], JSON.stringify([one, other])).toEqual([
        expected,
        expected,
      ]);
    }
  });

  it("leave the later record of one partition what it is meant to be", () => {
    expect(written(["9", 0], ["1", 0])).toMatchObject({ cell: "1", tie: undefined });
  });
});
