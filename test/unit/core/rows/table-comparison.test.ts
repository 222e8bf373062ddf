import { describe, expect, it } from "vitest";
import { TableComparison } from "#cli/core/rows/table-comparison.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import { jsonCell } from "#cli/core/rows/cell.js";
import { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import { packRow, type MaybeCell } from "#cli/core/rows/packed-row.js";
import { tableLayout } from "#cli/core/rows/table-layout.js";

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
  readonly incompleteTopic?: boolean;
  readonly examples?: number;
  /** Seconds; records are of time 0. */
  readonly ttl?: number;
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
    incompleteTopic: setup.incompleteTopic ?? false,
    topics: ["t"],
  });
}

function add(
  comparison: TableComparison,
  ...rows: readonly (readonly (CqlValue | null)[])[]
): TableComparison {
  for (const row of rows) comparison.add(row);
  return comparison;
}

const none: ReadonlySet<string> = new Set();

describe("a comparison", () => {
  it("is clean when every row and column is there", () => {
    const findings = add(
      compared([
        [1, ["5", "a"]],
        [2, [undefined, null]],
      ]),
      [1, 5n, "a"],
      [2, null, null],
    ).finish(none);
    expect(findings).toMatchObject({ expected: 2, found: 2, missing: 0, different: 0, unexpected: 0 });
  });

  it("names what is missing, different and unexpected, with its record", () => {
    const { examples, ...counts } = add(
      compared([
        [1, ["5", "a"]],
        [2, ["6", "it's"]],
      ]),
      [2, 7n, null],
      [3, 1n, "c"],
    ).finish(none);
    expect(counts).toMatchObject({
      expected: 2,
      found: 2,
      missing: 1,
      different: 1,
      unexpected: 1,
      differentTied: 0,
    });
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
              expected: "'1970-01-01T00:00:00.006Z'",
              actual: "'1970-01-01T00:00:00.007Z'",
              at: "t-0@1",
            },
            { column: "name", expected: "'it''s'", actual: "null", at: "t-0@1" },
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
    const { examples, different, unexpected } = comparison.finish(none);
    expect([different, unexpected]).toEqual([10, 10]);
    expect([examples.different.length, examples.unexpected.length]).toEqual([2, 2]);
  });

  it("excuses keys that later records touch", () => {
    const touched = new Set([1, 2, 3].map((id) => packRow([String(id)])));
    const findings = add(
      compared([
        [1, ["5", "a"]],
        [2, ["6", "b"]],
      ]),
      [2, 7n, "b"],
      [3, 1n, "c"],
    ).finish(touched);
    expect(findings).toMatchObject({ missing: 0, different: 0, unexpected: 0, excused: 3 });
  });

  it("does not judge what records that the broker has deleted may have written", () => {
    const findings = add(
      compared([[1, ["5", undefined]]], { incompleteTopic: true }),
      [1, 5n, "left"],
      [2, 1n, "c"],
    );
    expect(findings.finish(none)).toMatchObject({ different: 0, unexpected: 0, unexplained: 1 });
  });

  it("does not count a partition that has static columns only as a row", () => {
    const clustered = parseCqlType("int");
    const comparison = new TableComparison({
      layout: { ...layout, key: [...layout.key, { name: "c", type: clustered }] },
      rows: new ExpectedRows(),
      examples: 5,
      now: () => 0,
      incompleteTopic: false,
      topics: ["t"],
    });
    comparison.add([1, null, null, null]);
    expect(comparison.finish(none)).toMatchObject({ found: 0, unexpected: 0 });
    comparison.add([1, 2, null, null]);
    expect(comparison.finish(none)).toMatchObject({ found: 1, unexpected: 1 });
  });

  it("does not count a row as missing that expires while the table is read", () => {
    const rows = new ExpectedRows();
    rows.put(
      rows.numberOf(packRow(["1"])),
      ["5", "a"],
      { topicPartition: 0, offset: 0, writeTime: 0 },
      50_000,
    );
    let now = 0;
    const comparison = new TableComparison({
      layout,
      rows,
      examples: 5,
      now: () => now,
      incompleteTopic: false,
      topics: ["t"],
    });
    now = 60_000;
    expect(comparison.finish(none)).toMatchObject({ missing: 0, expired: 1 });
  });

  it("does not count what may have expired as missing, but finds wrong values", () => {
    const old = add(compared([[1, ["5", "a"]]], { ttl: 100 }), [9, null, null]).finish(none);
    expect(old).toMatchObject({ missing: 0, expired: 1, unexpected: 1 });
    expect(compared([[1, ["5", "a"]]], { ttl: 111 }).finish(none)).toMatchObject({ missing: 1, expired: 0 });
    expect(add(compared([[1, ["5", "a"]]], { ttl: 100 }), [1, null, "b"]).finish(none)).toMatchObject({
      different: 1,
      differentColumns: [{ column: "name", rows: 1 }],
    });
  });

  it("compares an object in a text column as JSON", () => {
    const cells: MaybeCell[] = ["5", jsonCell({ b: 1, a: [true] })];
    expect(add(compared([[1, cells]]), [1, 5n, '{"a": [true], "b":1.0}']).finish(none).different).toBe(0);
    expect(add(compared([[1, cells]]), [1, 5n, '{"a":[false],"b":1}']).finish(none).different).toBe(1);
    expect(add(compared([[1, cells]]), [1, 5n, "no JSON"]).finish(none).different).toBe(1);
  });
});
