import { expect, test } from "vitest";
import { packRow, unpackRow, type MaybeCell } from "#cli/core/rows/packed-row.js";

test.each<readonly MaybeCell[][]>([
  [["a", "b"]],
  [["", null, undefined, "0", "="]],
  [["\u0001", "\u0002", "\u0002A\u0001B", "\u0002\u0002B"]],
  [[undefined, undefined]],
  [["é😀\n\u0000"]],
])("a packed row unpacks to the same cells: %j", (cells) => {
  expect(unpackRow(packRow(cells))).toEqual(cells);
});

test("different rows pack differently", () => {
  const rows: MaybeCell[][] = [
    ["", ""],
    [null, ""],
    [undefined, ""],
    ["\u0001", ""],
    ["", "\u0001"],
    ["0", ""],
    ["=", ""],
  ];
  expect(new Set(rows.map(packRow)).size).toBe(rows.length);
});
