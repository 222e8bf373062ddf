import { expect, test } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import { RowCells } from "#cli/core/rows/actual-row.js";
import type { TableLayout } from "#cli/core/rows/table-layout.js";

const column = (name: string, typeText: string) => ({ name, type: parseCqlType(typeText) });
const layout: TableLayout = {
  key: [column("id", "int")],
  partitionKeySize: 1,
  columns: [column("tags", "set<int>"), column("a", "int"), column("b", "int")],
  statics: undefined,
  staticNames: [],
  unmapped: [],
  unjudged: [],
  timed: [1, 2],
  names: ["id", "tags", "a", "b"],
  added: new Map(),
  defaultTtl: 0,
};
const cells = new RowCells(layout, 1000);
/** The key, the columns, and then write time and time to live of a and b. */
const values = [7, [1], 5, null, 4000, 60, null, null];

test("a row is read as its key, its cells, and the times of those that have some", () => {
  expect(cells.key(values)).toBe("=7");
  expect(cells.cells(values)).toEqual(["{1}", "5", undefined]);
  expect([0, 1, 2].map((index) => cells.writeTime(values, index))).toEqual([undefined, 3000, undefined]);
  expect([0, 1, 2].map((index) => cells.timeToLive(values, index))).toEqual([undefined, 60, undefined]);
  expect(cells.writeTime(values.slice(0, 4), 1)).toBeUndefined();
});

test("a cell expires its time to live from now", () => {
  expect(cells.cell(values, "5", 1, 10_000)).toEqual({
    cell: "5",
    writeTime: 3000,
    expiresAt: 70_000,
    lastExpiresAt: 70_000,
  });
  expect(cells.cell(values, undefined, 2, 10_000)).toEqual({
    cell: null,
    writeTime: undefined,
    expiresAt: null,
    lastExpiresAt: null,
  });
});

test("a write time beyond 2^53, of a high generation, is exact without what the sink adds", () => {
  const shift = 12 * 3_155_760_000_000_000;
  const ofHighGeneration = new RowCells(layout, shift);
  const time = BigInt(shift) + 1_530_305_100_000_001n;
  const row = [7, [1], 5, null, time, null, null, null];
  expect(ofHighGeneration.writeTime(row, 1)).toBe(1_530_305_100_000_001);
  expect(ofHighGeneration.latestWriteTime([7, null, 5, null, time, null, null, null])).toBe(
    1_530_305_100_000_001,
  );
});

test("the latest write time of a row is known where all of its values have one", () => {
  expect(cells.latestWriteTime([7, null, 5, 6, 4000, null, 5000, null])).toBe(4000);
  expect(cells.latestWriteTime([7, [1], 5, 6, 4000, null, 5000, null])).toBeUndefined();
  expect(cells.latestWriteTime([7, null, null, null, null, null, null, null])).toBeUndefined();
});

test("a field of a type that is null has no time to live", () => {
  const fields = new Map([
    [
      "u",
      [
        { name: "a", typeText: "int" },
        { name: "b", typeText: "text" },
      ],
    ],
  ]);
  const type = parseCqlType("u", (name) => fields.get(name));
  const ofType = new RowCells({ ...layout, columns: [{ name: "u", type }], timed: [0] }, 0);
  const alike = { expiresAt: 70_000, lastExpiresAt: 70_000 };
  expect(ofType.cell([7, [2, null], 4000, [60, null]], "x", 0, 10_000)).toMatchObject(alike);
  expect(ofType.cell([7, [2], 4000, [60, null]], "x", 0, 10_000)).toMatchObject(alike);
  expect(ofType.cell([7, [2, "b"], 4000, [60, null]], "x", 0, 10_000)).toMatchObject({ lastExpiresAt: null });
  // A frozen one is one cell.
  expect(ofType.cell([7, [null, "b"], 4000, 60], "x", 0, 10_000)).toMatchObject(alike);
});
