import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import type { Fault } from "#cli/core/rows/judge-cell.js";
import { packRow } from "#cli/core/rows/packed-row.js";
import { TableComparison } from "#cli/core/rows/table-comparison.js";
import { tableLayout } from "#cli/core/rows/table-layout.js";
import { putCells } from "#test/support/put-cells.js";

const now = 1_000_000_000;
const column = (name: string, typeText: string, kind: "partition_key" | "regular") => ({
  name,
  type: parseCqlType(typeText),
  kind,
});
const table = {
  keyspace: "k",
  name: "t",
  columns: [column("id", "int", "partition_key"), column("l", "list<int>", "regular")],
};
const mapping = {
  entries: ["id", "l"].map((name) => ({
    column: name,
    target: "column" as const,
    field: { source: "value" as const, name, text: `value.${name}` },
    position: 0,
  })),
};

/**
 * What is wrong with a list of two elements.
 * @param writeTime microseconds; the record has 5,000
 * @param timesToLive seconds
 * @param expected seconds that the record gives it
 */
function faults(
  writeTime: number,
  timesToLive: readonly (number | null)[],
  expected = 0,
): Readonly<Record<Fault, number>> {
  const layout = tableLayout({ ...table, tellsElementTimes: true }, [mapping]);
  const rows = new ExpectedRows();
  const stamp = { topicPartition: 0, offset: 0, writeTime: 5_000 };
  putCells(rows, packRow(["1"]), ["[7, 8]"], { stamp, expiry: expected === 0 ? 0 : now + expected * 1000 });
  const comparison = new TableComparison({ layout, rows, examples: 5, now: () => now, topics: ["t"] });
  const list: CqlValue = [7, 8];
  comparison.add([1, list, writeTime, [...timesToLive]]);
  comparison.endScan();
  return comparison.finish().faults;
}

const none = { value: 0, "write time": 0, "time to live": 0 };

describe("the elements of a collection that is not frozen", () => {
  it("have their record's times", () => {
    expect(faults(5_000, [null, null])).toEqual(none);
    expect(faults(5_000, [500, 500], 500)).toEqual(none);
  });

  it("are wrong if the latest is stamped in the future", () => {
    expect(faults(9_000_000_000, [null, null])).toEqual({ ...none, "write time": 1 });
    expect(faults(9_000_000_000, [500, 500], 500)).toEqual({ ...none, "write time": 1 });
  });

  it("are wrong if one of them expires and should not, or the other way round", () => {
    expect(faults(5_000, [null, 500])).toEqual({ ...none, "time to live": 1 });
    expect(faults(5_000, [500, null], 500)).toEqual({ ...none, "time to live": 1 });
    expect(faults(5_000, [500, 50_000], 500)).toEqual({ ...none, "time to live": 1 });
  });

  it("are compared by their values where the server does not tell their times, as before Cassandra 5.0", () => {
    expect(tableLayout(table, [mapping]).timed).toEqual([]);
  });
});
