import { describe, expect, it } from "vitest";
import type { ShownTable } from "#cli/commands/table/show.js";
import { renderShow } from "#cli/reporters/table.js";

const table = (columns: number, more: Partial<ShownTable> = {}): ShownTable => ({
  pipeline: "sales",
  keyspace: "shop",
  table: "sales",
  columns: Array.from({ length: columns }, (_, index) => ({ name: `column_${index}`, type: "text" })),
  rows: [Array.from({ length: columns }, (_, index) => `value ${index}\nof many words`)],
  more: false,
  ...more,
});
const show = (shown: ShownTable, width: number): string =>
  renderShow({ outcome: "clean", tables: [shown] }, { width, color: false });

describe("table show", () => {
  it.each([30, 60, 80])("fits a terminal of %d columns, however many the table has", (width) => {
    for (const columns of [2, 6, 30]) {
      const lines = show(table(columns), width).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    }
  });

  it("shows a wide table row by row, every column in it", () => {
    const text = show(table(30), 80);
    expect(text).toContain("row 1\n");
    expect(text.match(/column_\d+/g)).toHaveLength(30);
  });

  it.each([30, 80, Infinity])("folds and cuts nothing in a terminal of %d columns", (width) => {
    expect(show(table(6), width).replaceAll(/\s+/g, " ")).toContain("value 5 of many words");
  });

  it("shows what a terminal would act on as escapes, and long values cut with their length", () => {
    const rows = [["\u001b[2Kclean\r\u202e", "x".repeat(300_000)]];
    for (const width of [80, Infinity]) {
      const text = show(table(2, { rows }), width);
      expect(text).toContain("\\u001b[2Kclean \\u202e");
      // eslint-disable-next-line no-control-regex -- none of them may be there
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      expect(text.length).toBeLessThan(3_000);
    }
    expect(show(table(2, { rows }), Infinity)).toContain("… (300,000 characters)");
  });

  it("says how many rows there are, as far as it knows", () => {
    expect(show(table(2), 80)).toContain("shop.sales: its only row\n");
    expect(show(table(2, { more: true }), 80)).toContain("shop.sales: the first row\n");
    expect(show(table(2, { more: true, count: 12_345 }), 80)).toContain("shop.sales: 1 of 12,345 rows\n");
    expect(show(table(2, { rows: [] }), 80)).toBe("shop.sales: no rows\n");
  });
});
