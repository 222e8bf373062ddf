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
    const row = rows.numberOf(packRow([String(id)]));
    rows.put(row, cells, { topicPartition: 0, offset, writeTime: 0 }, (setup.ttl ?? 0) * 1000);
  });
  return new TableComparison({
    layout,
    rows,
    examples: setup.examples ?? 5,
    now: () => 100_000,
    topics: ["t"],
    shift: setup.shift ?? 0,
    ...(setup.unknown === undefined ? {} : { unknownWrites: () => setup.unknown }),
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
    expect(row([-second, null, 0, null]).rows.right).toBe(1);
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
  });

  it("are wrong where a cell expires that should not, or does not and should", () => {
    expect(faults(row([0, null, 0, 500]))).toEqual([["name", "time to live"]]);
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
    rows.put(rows.numberOf(packRow(["1"])), ["5", undefined], stamp(0), 0);
    rows.put(rows.numberOf(packRow(["1"])), [undefined, "a"], stamp(1), 80_000);
    const of = (...actual: (CqlValue | null)[][]): TableFindings =>
      finished(
        add(new TableComparison({ layout, rows, examples: 5, now: () => 100_000, topics: ["t"] }), ...actual),
      );
    expect(of()).toMatchObject({ missing: 1, expired: 0 });
    expect(of([1, 5n, null, 0, null, null, null])).toMatchObject({ different: 0, rows: { right: 1 } });
  });

  it("of a writing that is not known is not judged once it may be over", () => {
    const rows = new ExpectedRows();
    const from = someTimeFrom(50_000);
    rows.put(rows.numberOf(packRow(["1"])), ["5", "a"], { topicPartition: 0, offset: 0, writeTime: 0 }, from);
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
});
