import { describe, expect, it } from "vitest";
import { ChangingRow } from "#cli/core/rows/changing-row.js";
import { TableComparison } from "#cli/core/rows/table-comparison.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import { jsonCell, unpredictableCell } from "#cli/core/rows/cell.js";
import { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import { someTimeFrom } from "#cli/core/rows/expiry.js";
import { packRow, type MaybeCell } from "#cli/core/rows/packed-row.js";
import { tableLayout } from "#cli/core/rows/table-layout.js";
import type { TableFindings } from "#cli/core/rows/table-findings.js";
import type { UnknownWrites } from "#cli/core/rows/unknown-writes.js";
import { putCells } from "#test/support/put-cells.js";

const column = (name: string, typeText: string, kind: "partition_key" | "regular" = "regular") => ({
  name,
  type: parseCqlType(typeText),
  kind,
});
const layout = tableLayout(
  {
    keyspace: "k",
    name: "t",
    columns: [column("id", "int", "partition_key"), column("at", "timestamp"), column("name", "text")],
  },
  [
    {
      entries: ["id", "at", "name"].map((name) => ({
        column: name,
        target: "column",
        field: { source: "value", name, text: `value.${name}` },
        position: 0,
      })),
    },
  ],
);

interface Setup {
  readonly unknown?: UnknownWrites;
  readonly examples?: number;
  /** Seconds; records are of time 0. */
  readonly ttl?: number;
  readonly shift?: number;
}

/** @param expected rows that the topic writes, by id; their offsets count from 0 */
function compared(
  expected: readonly (readonly [number, readonly MaybeCell[]])[],
  setup: Setup = {},
): TableComparison {
  const rows = new ExpectedRows();
  expected.forEach(([id, cells], offset) => {
    putCells(rows, packRow([String(id)]), cells, {
      stamp: { topicPartition: 0, offset, writeTime: 0 },
      expiry: (setup.ttl ?? 0) * 1000,
    });
  });
  return new TableComparison({
    layout,
    rows,
    examples: setup.examples ?? 5,
    now: () => 100_000,
    topics: ["t"],
    shift: setup.shift ?? 0,
    unknownWrites: setup.unknown,
  });
}

function finished(comparison: TableComparison): TableFindings {
  comparison.endScan();
  return comparison.finish();
}

function add(
  comparison: TableComparison,
  ...rows: readonly (readonly (CqlValue | null)[])[]
): TableComparison {
  for (const row of rows) comparison.add(row);
  return comparison;
}

it("a changing row has no write time that is beyond the clock and its records", () => {
  const row = new ChangingRow(["1"]);
  row.add({ kind: "put", key: "k", cells: ["2"], writeTime: undefined, expiry: 0 }, 5_000);
  expect(row.mayHaveTime(undefined, 0, 0)).toBe(true);
  expect(row.mayHaveTime(5_000_000, 0, 0)).toBe(true);
  expect(row.mayHaveTime(9_000_000, 0, 9_000)).toBe(true);
  expect(row.mayHaveTime(9_000_000, 0, 1_000)).toBe(false);
});

describe("a row without values that two partitions write at one time", () => {
  const found = (row: number[], ...puts: readonly (readonly [MaybeCell, number])[]): TableFindings => {
    const rows = new ExpectedRows();
    puts.forEach(([cell, expiry], topicPartition) => {
      const stamp = { topicPartition, offset: 0, writeTime: 0 };
      putCells(rows, packRow(["1"]), [cell, cell], { stamp, expiry });
    });
    const comparison = new TableComparison({ layout, rows, examples: 5, now: () => 60_000, topics: ["t"] });
    return finished(add(comparison, ...row.map((id) => [id, null, null])));
  };
  const forLong = [undefined, 100_000_000] as const;

  it("is there as long as the later of them says, whichever was read first", () => {
    const forShort = [undefined, 1_000] as const;
    for (const puts of [
      [forLong, forShort],
      [forShort, forLong],
    ] as const) {
      expect(found([1], ...puts).rows).toEqual({ right: 1, wrong: 0, unjudged: 0 });
      expect(found([], ...puts)).toMatchObject({ missing: 1 });
    }
  });

  it("is not judged where one of them may have deleted it", () => {
    const forShort = ["2", 1_000] as const;
    for (const puts of [
      [forLong, forShort],
      [forShort, forLong],
    ] as const) {
      const gone = found([], ...puts);
      expect(gone).toMatchObject({ missing: 0, expired: 0 });
      expect(gone.unjudged).toEqual([{ reason: "tie", rows: 1, cells: 2, records: 0 }]);
      expect(found([1], ...puts)).toMatchObject({ unexpected: 0, rows: { wrong: 0 } });
    }
  });
});

describe("a comparison", () => {
  it("is clean when every row and column is there", () => {
    const comparison = compared([
      [1, ["5", "a"]],
      [2, [undefined, null]],
    ]);
    const findings = finished(add(comparison, [1, 5n, "a"], [2, null, null]));
    expect(findings).toMatchObject({ expected: 2, found: 2, missing: 0, different: 0, unexpected: 0 });
    expect(findings.rows).toEqual({ right: 2, wrong: 0, unjudged: 0 });
    expect(findings.cells).toEqual({ right: 4, wrong: 0, unjudged: 0 });
  });

  it("names what is missing, different and unexpected, with its record", () => {
    const { examples, ...counts } = finished(
      add(
        compared([
          [1, ["5", "a"]],
          [2, ["6", "it's"]],
        ]),
        [2, 7n, null],
        [3, 1n, "c"],
      ),
    );
    expect(counts).toMatchObject({ expected: 2, found: 2, missing: 1, different: 1, unexpected: 1 });
    expect(counts.differentTied).toBe(0);
    expect(counts.rows).toEqual({ right: 0, wrong: 3, unjudged: 0 });
    expect(counts.cells).toEqual({ right: 0, wrong: 6, unjudged: 0 });
    expect(counts.differentColumns).toEqual([
      { column: "at", rows: 1 },
      { column: "name", rows: 1 },
    ]);
    expect(examples).toEqual({
      missing: [{ key: "id=1", at: "t-0@0", tied: false, columns: [] }],
      different: [
        {
          key: "id=2",
          at: "t-0@1",
          tied: false,
          columns: [
            {
              column: "at",
              fault: "value",
              expected: "'1970-01-01T00:00:00.006Z'",
              actual: "'1970-01-01T00:00:00.007Z'",
              at: "t-0@1",
            },
            { column: "name", fault: "value", expected: "'it''s'", actual: "null", at: "t-0@1" },
          ],
        },
      ],
      unexpected: [{ key: "id=3" }],
    });
  });

  it("shows no more examples than are wanted, and counts all", () => {
    const ids = Array.from({ length: 10 }, (_, id) => id);
    const comparison = compared(
      ids.map((id) => [id, ["1", "a"]]),
      { examples: 2 },
    );
    add(comparison, ...ids.map((id) => [id, 1n, "b"]), ...ids.map((id) => [100 + id, 1n, "b"]));
    const { examples, different, unexpected } = finished(comparison);
    expect([different, unexpected]).toEqual([10, 10]);
    expect([examples.different.length, examples.unexpected.length]).toEqual([2, 2]);
  });

  it("compares an object in a text column as JSON", () => {
    const cells: MaybeCell[] = ["5", jsonCell({ b: 1, a: [true] })];
    const different = (text: string): number =>
      finished(add(compared([[1, cells]]), [1, 5n, text])).different;
    expect(different('{"a":[true],"b":1.0}')).toBe(0);
    expect(different('{"a": [true],"b":1}')).toBe(1);
    expect(different('{"a":[false],"b":1}')).toBe(1);
    expect(different("no JSON")).toBe(1);
  });

  it("counts a value that cannot be predicted, and one of an unsure tie", () => {
    const findings = finished(add(compared([[1, [unpredictableCell("random"), "a"]]]), [1, 7n, "a"]));
    expect(findings).toMatchObject({ different: 0, rows: { unjudged: 1 }, cells: { right: 1, unjudged: 1 } });
    expect(findings.unjudged).toEqual([{ reason: "unpredictable", rows: 0, cells: 1, records: 0 }]);
  });

  it("does not count a partition that has static columns only as a row", () => {
    const key = [...layout.key, { name: "c", type: parseCqlType("int") }];
    const comparison = (hasStatics: boolean): TableComparison =>
      new TableComparison({
        layout: { ...layout, key, staticNames: hasStatics ? ["s"] : [] },
        rows: new ExpectedRows(),
        examples: 5,
        now: () => 0,
        topics: ["t"],
      });
    const findings = (hasStatics: boolean, ...rows: (CqlValue | null)[][]): TableFindings =>
      finished(add(comparison(hasStatics), ...rows));
    expect(findings(true, [1, null, null, null])).toMatchObject({ found: 0, unexpected: 0 });
    expect(findings(true, [1, 2, null, null])).toMatchObject({ found: 1, unexpected: 1 });
    // An empty value of a number is read as null.
    const empty = findings(false, [1, null, null, null]);
    expect(empty).toMatchObject({ found: 1, unexpected: 1 });
    expect(empty.examples.unexpected).toEqual([{ key: "id=1, c=(empty)" }]);
  });
});

describe("write times and times to live", () => {
  const second = 1_000_000;
  /** The row of id 1, whose record has the write time 0. */
  const row = (times: readonly (number | null)[], setup: Setup = {}): TableFindings =>
    finished(add(compared([[1, ["5", "a"]]], setup), [1, 5n, "a", ...times]));
  const faults = ({ examples }: TableFindings): unknown =>
    examples.different.flatMap(({ columns }) => columns.map(({ column, fault }) => [column, fault]));

  it("are right where they are the record's", () => {
    expect(row([0, null, 0, null]).rows.right).toBe(1);
  });

  it("are wrong where they are an earlier record's of the same value", () => {
    const early = row([0, null, -1, null]);
    expect(faults(early)).toEqual([["name", "write time"]]);
    expect(early.examples.different[0]?.columns[0]?.actual).toContain(
      "of an earlier write of the same value",
    );
  });

  it("with a lower index of the record's millisecond are counted and right, also beside what is wrong", () => {
    const restarted = (times: readonly number[]): TableFindings => {
      const rows = new ExpectedRows();
      const stamp = { topicPartition: 0, offset: 7, writeTime: 5003, index: 3 };
      putCells(rows, packRow(["1"]), ["5", "a"], { stamp });
      const [first = 0, other = 0] = times;
      const comparison = new TableComparison({ layout, rows, examples: 5, now: () => 0, topics: ["t"] });
      return finished(add(comparison, [1, 5n, "a", first, null, other, null]));
    };
    expect(restarted([5003, 5003])).toMatchObject({ restartedIndex: 0, cells: { right: 2 } });
    expect(restarted([5001, 5002])).toMatchObject({
      restartedIndex: 2,
      cells: { right: 2 },
      rows: { right: 1 },
    });
    const one = { restartedIndex: 1, different: 1, cells: { right: 1, wrong: 1 } };
    expect(restarted([5001, 4999])).toMatchObject(one);
  });

  it("are wrong where later records could not overwrite the cell", () => {
    const late = row([0, null, 4_000_000_000 * second, null]);
    expect(faults(late)).toEqual([["name", "write time"]]);
    expect(late.faults).toEqual({ value: 0, "write time": 1, "time to live": 0 });
    expect(late.examples.different[0]?.columns[0]?.actual).toContain("2096-10-02");
  });

  it("are compared without what the sink adds to all of them", () => {
    const shifted = { shift: 1000 * second };
    const at = (writeTime: number): TableFindings => row([writeTime, null, writeTime, null], shifted);
    expect(at(1000 * second).rows.right).toBe(1);
    expect(at(1002 * second).different).toBe(1);
    // Also where it takes more than a look at the whole row.
    const cells: MaybeCell[] = [unpredictableCell("random"), "a"];
    const times = [1000 * second, null, 1000 * second, null];
    const random = finished(add(compared([[1, cells]], shifted), [1, 5n, "a", ...times]));
    expect(random).toMatchObject({ different: 0, rows: { unjudged: 1 } });
  });

  it("are wrong where a cell expires that should not, or does not and should", () => {
    expect(faults(row([0, null, 0, 500]))).toEqual([["name", "time to live"]]);
    expect(faults(row([0, 500, 0, 500]))).toEqual([
      ["at", "time to live"],
      ["name", "time to live"],
    ]);
    // The clock stands at second 100.
    expect(row([0, 400, 0, 400], { ttl: 500 }).rows.right).toBe(1);
    expect(faults(row([0, 400, 0, null], { ttl: 500 }))).toEqual([["name", "time to live"]]);
    expect(faults(row([0, 400, 0, 300], { ttl: 500 }))).toEqual([["name", "time to live"]]);
    expect(faults(row([0, 400, 0, 100_000], { ttl: 500 }))).toEqual([["name", "time to live"]]);
  });
});

describe("an expiry", () => {
  // The clock stands at second 100; records are of second 0.
  const found = (ttl: number, ...rows: (CqlValue | null)[][]): TableFindings =>
    finished(add(compared([[1, ["5", "a"]]], { ttl }), ...rows));

  it("is judged, but not within the uncertainty of the clocks", () => {
    expect(found(80)).toMatchObject({ missing: 0, expired: 1, rows: { right: 1 } });
    expect(found(95)).toMatchObject({ missing: 0, expired: 0, rows: { unjudged: 1 } });
    expect(found(95).unjudged).toEqual([{ reason: "expiry", rows: 1, cells: 2, records: 0 }]);
    expect(found(111)).toMatchObject({ missing: 1 });
  });

  it("is judged for each cell", () => {
    expect(found(80, [1, null, "b", null, null, 0, null])).toMatchObject({
      different: 1,
      differentColumns: [{ column: "name", rows: 1 }],
    });
    expect(found(80, [1, 5n, "a", 0, null, 0, null]).different).toBe(1);
    const rows = new ExpectedRows();
    const stamp = (offset: number) => ({ topicPartition: 0, offset, writeTime: offset });
    putCells(rows, packRow(["1"]), ["5", undefined], { stamp: stamp(0) });
    putCells(rows, packRow(["1"]), [undefined, "a"], { stamp: stamp(1), expiry: 80_000 });
    const of = (...actual: (CqlValue | null)[][]): TableFindings =>
      finished(
        add(new TableComparison({ layout, rows, examples: 5, now: () => 100_000, topics: ["t"] }), ...actual),
      );
    expect(of()).toMatchObject({ missing: 1, expired: 0 });
    expect(of([1, 5n, null, 0, null, null, null])).toMatchObject({ different: 0, rows: { right: 1 } });
  });

  it("of a row is that of its last record, or the latest of its values", () => {
    // The clock stands at second 100; the last record sets no column, and has expired.
    const life = (...cells: readonly (readonly [cell: MaybeCell, expiry: number])[]): TableFindings => {
      const rows = new ExpectedRows();
      const stamp = (offset: number) => ({ topicPartition: 0, offset, writeTime: offset });
      cells.forEach(([cell, expiry], column) => {
        const put = [undefined, undefined].map((_, index) => (index === column ? cell : undefined));
        putCells(rows, packRow(["1"]), put, { stamp: stamp(column), expiry });
      });
      putCells(rows, packRow(["1"]), [undefined, undefined], { stamp: stamp(9), expiry: 80_000 });
      return finished(new TableComparison({ layout, rows, examples: 5, now: () => 100_000, topics: ["t"] }));
    };
    const [alive, unsure, over] = [0, 95_000, 80_000];
    expect(life(["5", over], ["a", over])).toMatchObject({ missing: 0, expired: 1 });
    for (const other of [alive, unsure, over]) {
      expect(life(["5", alive], ["a", other]).missing).toBe(1);
      expect(life(["5", other], ["a", alive]).missing).toBe(1);
    }
    expect(life(["5", unsure], ["a", over])).toMatchObject({ missing: 0, rows: { unjudged: 1 } });
    expect(life(["5", over], ["a", unsure])).toMatchObject({ missing: 0, rows: { unjudged: 1 } });
    // A null keeps no row.
    expect(life(["5", over], [null, alive])).toMatchObject({ missing: 0, expired: 1 });
  });

  it("of a writing that is not known is not judged once it may be over", () => {
    const rows = new ExpectedRows();
    const from = someTimeFrom(50_000);
    putCells(rows, packRow(["1"]), ["5", "a"], {
      stamp: { topicPartition: 0, offset: 0, writeTime: 0 },
      expiry: from,
    });
    const of = (...actual: (CqlValue | null)[][]): TableFindings =>
      finished(
        add(new TableComparison({ layout, rows, examples: 5, now: () => 100_000, topics: ["t"] }), ...actual),
      );
    expect(of([1, 5n, "a", 0, 20, 0, 20])).toMatchObject({ rows: { right: 1 } });
    expect(of([1, 5n, "a", 0, null, 0, 20])).toMatchObject({ different: 1 });
  });
});

describe("records that are not known", () => {
  const unknown: UnknownWrites = { reason: "retention", until: -1 };
  const rows = [[1, ["5", undefined]]] as const;

  it("may have written rows and values that no record explains", () => {
    const findings = finished(add(compared(rows, { unknown }), [1, 5n, "left"], [2, 1n, "c"]));
    expect(findings).toMatchObject({ different: 0, unexpected: 0, rows: { unjudged: 2 } });
    expect(findings.unjudged).toEqual([{ reason: "retention", rows: 1, cells: 3, records: 0 }]);
  });

  it("have not written what is older than the record that is known, nor removed what is later than they are", () => {
    const older = finished(add(compared(rows, { unknown }), [1, 6n, null, -5, null, null, null]));
    expect(older.different).toBe(1);
    expect(finished(add(compared(rows, { unknown }), [1, null, null])).different).toBe(1);
    expect(finished(compared(rows, { unknown })).missing).toBe(1);
    const unset = finished(add(compared(rows, { unknown }), [1, 5n, "left", 0, null, -5, null]));
    expect(unset).toMatchObject({ different: 0, cells: { unjudged: 1 } });
    const late = { ...unknown, until: 0 };
    expect(finished(compared(rows, { unknown: late }))).toMatchObject({ missing: 0, rows: { unjudged: 1 } });
  });
});

describe("a row that changes", () => {
  const key = packRow(["1"]);
  const changing = (...writes: (readonly MaybeCell[] | undefined)[]): ChangingRow => {
    const row = new ChangingRow(["5", "a"]);
    for (const cells of writes) {
      const kind = cells === undefined ? ("delete" as const) : ("put" as const);
      row.add({ kind, key, cells: cells ?? [], writeTime: undefined, expiry: 0 });
    }
    return row;
  };
  const again = (
    scanned: (CqlValue | null)[] | undefined,
    then: (CqlValue | null)[] | undefined,
    row: ChangingRow | undefined,
  ): TableFindings => {
    const comparison = compared([[1, ["5", "a"]]]);
    if (scanned !== undefined) comparison.add(scanned);
    comparison.endScan();
    expect(comparison.isFaulty(key)).toBe(true);
    comparison.judgeAgain(key, then, row);
    return comparison.finish();
  };

  it("is right once the table has what is expected", () => {
    expect(again([1, 9n, "a"], [1, 5n, "a"], undefined)).toMatchObject({
      different: 0,
      rows: { right: 1, wrong: 0 },
    });
  });

  it("is excused column by column, for values that records set", () => {
    const open = again([1, 9n, "a"], [1, 9n, "a"], changing(["9", undefined]));
    expect(open).toMatchObject({ different: 0, rows: { unjudged: 1 }, cells: { right: 1, unjudged: 1 } });
    expect(open.unjudged).toEqual([{ reason: "changing", rows: 0, cells: 1, records: 0 }]);
    expect(again([1, 9n, "b"], [1, 9n, "b"], changing(["9", undefined])).differentColumns).toEqual([
      { column: "name", rows: 1 },
    ]);
    expect(again([1, 8n, "a"], [1, 8n, "a"], changing(["9", undefined])).different).toBe(1);
  });

  it("is missing for all that records which insert it may say", () => {
    expect(again(undefined, undefined, changing(["9", "b"])).missing).toBe(1);
    expect(again(undefined, undefined, changing(["9", "b"], undefined))).toMatchObject({
      missing: 0,
      rows: { unjudged: 1 },
    });
  });

  it("may be there because of a record that came meanwhile, with its values", () => {
    const surplus = (values: (CqlValue | null)[]): TableFindings => {
      const comparison = compared([]);
      comparison.add(values);
      comparison.endScan();
      const row = new ChangingRow(undefined);
      row.add({ kind: "put", key, cells: ["9", undefined], writeTime: undefined, expiry: 0 });
      comparison.judgeAgain(key, values, row);
      return comparison.finish();
    };
    expect(surplus([1, 9n, null])).toMatchObject({ unexpected: 0, rows: { unjudged: 1 } });
    expect(surplus([1, 9n, "by hand"])).toMatchObject({ unexpected: 1 });
  });

  it("may be there without values because of a record that came after it had expired", () => {
    const empty = [1, null, null, null, null, null, null];
    const surplus = (row: ChangingRow | undefined): TableFindings => {
      const comparison = add(compared([[1, ["5", "a"]]], { ttl: 80 }), empty);
      comparison.endScan();
      expect(comparison.isFaulty(key)).toBe(true);
      comparison.judgeAgain(key, empty, row);
      return comparison.finish();
    };
    expect(surplus(changing([null, undefined]))).toMatchObject({ unexpected: 0, rows: { unjudged: 1 } });
    // A DELETE alone makes no row.
    expect(surplus(changing(undefined))).toMatchObject({ unexpected: 1 });
    expect(surplus(undefined)).toMatchObject({ unexpected: 1 });
  });
});

describe("a comparison's counts", () => {
  const key = (id: number): string => packRow([String(id)]);

  it("have columns that are left out, once for each row that is found", () => {
    const rows = new ExpectedRows();
    putCells(rows, key(1), ["5", "a"], { stamp: { topicPartition: 0, offset: 0, writeTime: 0 } });
    const comparison = new TableComparison({
      layout: { ...layout, unjudged: [{ column: "made", reason: "now" }] },
      rows,
      examples: 5,
      now: () => 100_000,
      topics: ["t"],
    });
    const findings = finished(add(comparison, [1, 5n, "a"], [2, 1n, "c"]));
    expect(findings.cells).toEqual({ right: 2, wrong: 2, unjudged: 2 });
    expect(findings.unjudged).toEqual([{ reason: "now", rows: 0, cells: 2, records: 0 }]);
  });

  it("have all that is missing, and show some of it", () => {
    const findings = finished(
      compared(
        [1, 2, 3].map((id) => [id, ["5", "a"]]),
        { examples: 2 },
      ),
    );
    expect(findings.missing).toBe(3);
    expect(findings.examples.missing.map(({ at }) => at)).toEqual(["t-0@0", "t-0@1"]);
    expect(findings.cells).toEqual({ right: 0, wrong: 6, unjudged: 0 });
  });

  it("tell the different rows whose last records have equal write times, and the cells by fault", () => {
    const rows = new ExpectedRows();
    for (const offset of [0, 1]) {
      const stamp = { topicPartition: 0, offset, writeTime: 7 };
      putCells(rows, key(1), [String(offset), "a"], { stamp });
    }
    putCells(rows, key(2), ["5", "a"], { stamp: { topicPartition: 0, offset: 2, writeTime: 7 } });
    const findings = finished(
      add(
        new TableComparison({ layout, rows, examples: 5, now: () => 100_000, topics: ["t"] }),
        [1, 0n, "a"],
        [2, 5n, "b"],
      ),
    );
    expect(findings).toMatchObject({ different: 2, differentTied: 1, faults: { value: 2 } });
    expect(findings.examples.different.map(({ tied }) => tied)).toEqual([true, false]);
    expect(findings.cells).toEqual({ right: 2, wrong: 2, unjudged: 0 });
  });

  it("count a cell that is not judged in a row in which another one is wrong", () => {
    const findings = finished(add(compared([[1, [unpredictableCell("random"), "a"]]]), [1, 7n, "b"]));
    expect(findings.rows).toEqual({ right: 0, wrong: 1, unjudged: 0 });
    expect(findings.cells).toEqual({ right: 0, wrong: 1, unjudged: 1 });
    expect(findings.unjudged).toEqual([{ reason: "unpredictable", rows: 0, cells: 1, records: 0 }]);
  });

  it("do not take a row of an unsure tie for right, although its values are the same", () => {
    const rows = new ExpectedRows([undefined, undefined]);
    for (const [topicPartition, text] of [
      [0, "a"],
      [1, "b"],
    ] as const) {
      putCells(rows, key(1), ["5", text], { stamp: { topicPartition, offset: 0, writeTime: 7 } });
    }
    const findings = finished(
      add(new TableComparison({ layout, rows, examples: 5, now: () => 100_000, topics: ["t"] }), [
        1,
        5n,
        "a",
      ]),
    );
    expect(findings).toMatchObject({ different: 0, rows: { right: 0, unjudged: 1 } });
    expect(findings.unjudged).toEqual([{ reason: "tie", rows: 0, cells: 1, records: 0 }]);
  });

  it("take a row without values for unexpected once all that it had has expired", () => {
    const empty = [1, null, null, null, null, null, null];
    expect(finished(add(compared([[1, [undefined, undefined]]], { ttl: 80 }), empty))).toMatchObject({
      unexpected: 1,
      rows: { right: 0, wrong: 1, unjudged: 0 },
    });
    expect(finished(add(compared([[1, [undefined, undefined]]], { ttl: 500 }), empty))).toMatchObject({
      unexpected: 0,
      rows: { right: 1 },
    });
    expect(finished(add(compared([[1, [undefined, undefined]]]), empty)).rows.right).toBe(1);
    // Its row was sent late, so that one of its cells is still there.
    const late = [1, 5n, null, 0, 300, null, null];
    expect(finished(add(compared([[1, ["5", "a"]]], { ttl: 80 }), late))).toMatchObject({
      unexpected: 0,
      rows: { right: 1, wrong: 0 },
    });
  });

  it("have for each column the rows in which it is wrong", () => {
    const rows = [1, 2, 3].map((id): readonly [number, readonly MaybeCell[]] => [id, ["5", "a"]]);
    const findings = finished(add(compared(rows), [1, 5n, "b"], [2, 5n, "c"], [3, 5n, "a"]));
    expect(findings.differentColumns).toEqual([{ column: "name", rows: 2 }]);
  });
});

describe("a faulty row", () => {
  const key = packRow(["1"]);
  const scanned = (...rows: readonly (readonly (CqlValue | null)[])[]): TableComparison => {
    const comparison = add(compared([[1, ["5", "a"]]]), ...rows);
    comparison.endScan();
    return comparison;
  };

  it("is one that is different, missing or unexpected", () => {
    expect(scanned([1, 5n, "a"]).hasFaults).toBe(false);
    expect(scanned([1, 5n, "a"]).isFaulty(key)).toBe(false);
    for (const comparison of [scanned([1, 6n, "a"]), scanned()]) {
      expect([comparison.hasFaults, comparison.isFaulty(key)]).toEqual([true, true]);
    }
    const surplus = scanned([1, 5n, "a"], [2, 5n, "a"]);
    expect(surplus.hasFaults).toBe(true);
    expect([surplus.isFaulty(key), surplus.isFaulty(packRow(["2"]))]).toEqual([false, true]);
  });

  it("that is left open is no finding, and no cell of it is judged", () => {
    for (const comparison of [scanned([1, 6n, "b"]), scanned()]) {
      expect(comparison.hasOpen).toBe(false);
      comparison.leaveOpen(key);
      expect([comparison.hasFaults, comparison.isOpen(key), comparison.hasOpen]).toEqual([false, true, true]);
      expect(comparison.finish()).toMatchObject({
        rows: { right: 0, wrong: 0, unjudged: 1 },
        cells: { right: 0, wrong: 0, unjudged: 2 },
        unjudged: [{ reason: "changing", rows: 0, cells: 2 }],
      });
    }
  });

  it("is settled once it is right, or wrong whatever came", () => {
    const changing = new ChangingRow(["5", "a"]);
    changing.add({ kind: "put", key, cells: ["9", undefined], writeTime: undefined, expiry: 0 });
    const comparison = scanned([1, 8n, "a"]);
    expect(comparison.judgeAgain(key, [1, 9n, "a"], changing)).toBe(false);
    expect([comparison.isOpen(key), comparison.hasFaults]).toEqual([true, false]);
    expect(comparison.judgeAgain(key, [1, 7n, "a"], changing)).toBe(true);
    expect([comparison.isOpen(key), comparison.isFaulty(key)]).toEqual([false, true]);
    expect(comparison.judgeAgain(key, [1, 5n, "a"], changing)).toBe(true);
    expect([comparison.isOpen(key), comparison.hasFaults, comparison.hasOpen]).toEqual([false, false, false]);
    expect(comparison.finish()).toMatchObject({ later: 0, rows: { right: 1, wrong: 0, unjudged: 0 } });
  });

  it("that was unexpected and is right later is counted as one that only later records have written", () => {
    const gone = scanned([1, 5n, "a"], [2, 5n, "a"]);
    const other = packRow(["2"]);
    expect(gone.judgeAgain(other, undefined, undefined)).toBe(true);
    expect(gone.finish()).toMatchObject({ later: 1, unexpected: 0, rows: { right: 2, wrong: 0 } });
    const still = scanned([1, 5n, "a"], [2, 5n, "a"]);
    expect(still.judgeAgain(other, [2, 5n, "a"], undefined)).toBe(true);
    expect(still.finish()).toMatchObject({ later: 0, unexpected: 1, rows: { right: 1, wrong: 1 } });
  });

  it("that is missing is settled once it has expired", () => {
    let now = 80_000;
    const rows = new ExpectedRows();
    putCells(rows, key, ["5", "a"], {
      stamp: { topicPartition: 0, offset: 0, writeTime: 0 },
      expiry: 100_000,
    });
    const comparison = new TableComparison({ layout, rows, examples: 5, now: () => now, topics: ["t"] });
    comparison.endScan();
    expect(comparison.isFaulty(key)).toBe(true);
    now = 200_000;
    expect(comparison.judgeAgain(key, undefined, new ChangingRow(undefined))).toBe(true);
    expect(comparison.finish()).toMatchObject({ missing: 0, expired: 1, rows: { right: 1, wrong: 0 } });
  });

  it("that is missing may be gone because of a DELETE that came meanwhile", () => {
    const changing = new ChangingRow(["5", "a"]);
    const comparison = scanned();
    expect(comparison.judgeAgain(key, undefined, changing)).toBe(true);
    expect(comparison.isFaulty(key)).toBe(true);
    changing.add({ kind: "delete", key, cells: [], writeTime: undefined, expiry: 0 });
    expect(comparison.judgeAgain(key, undefined, changing)).toBe(false);
    expect([comparison.isOpen(key), comparison.hasFaults]).toEqual([true, false]);
  });

  it("of which a record that is not known may have been written is not judged when it is read again", () => {
    const comparison = add(compared([], { unknown: { reason: "retention", until: Infinity } }), [1, 5n, "a"]);
    comparison.endScan();
    expect(comparison.hasFaults).toBe(false);
    const unread = compared([], { unknown: { reason: "retention", until: Infinity } });
    unread.endScan();
    expect(unread.judgeAgain(key, [1, 5n, "a"], undefined)).toBe(true);
    expect(unread.finish()).toMatchObject({
      unexpected: 0,
      unjudged: [{ reason: "retention", rows: 1, cells: 2 }],
    });
  });

  it("is shown without its values where it is not among the first", () => {
    const ids = Array.from({ length: 22 }, (_, index) => 10 + index);
    const comparison = compared(
      ids.map((id) => [id, ["5", "a"]]),
      { examples: 1 },
    );
    // The first are those with the lowest keys, however they are read.
    add(comparison, ...ids.toReversed().map((id): [number, bigint, string] => [id, 6n, "a"]));
    comparison.endScan();
    const actual = (): string | undefined => comparison.finish().examples.different[0]?.columns[0]?.actual;
    for (const id of ids.slice(0, 19)) comparison.judgeAgain(packRow([String(id)]), [id, 5n, "a"], undefined);
    expect(actual()).toBe("'1970-01-01T00:00:00.006Z'");
    comparison.judgeAgain(packRow(["29"]), [29, 5n, "a"], undefined);
    expect(actual()).toBe("(not kept)");
    expect(comparison.finish().different).toBe(2);
  });
});
