import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ItemSales, type ItemSalesOptions } from "#cli/core/generate/item-sales.js";
import { schemaChecker } from "#cli/core/documents/schema-check.js";

const usual: ItemSalesOptions = { seed: 1, items: 1000, stores: 20, emptyStore: 0.01, falling: false };

function make(options: Partial<ItemSalesOptions>, count: number) {
  const sales = new ItemSales({ ...usual, ...options });
  return Array.from({ length: count }, (_, index) => sales.next(1_700_000_000_000 + index));
}

const parsed = (options: Partial<ItemSalesOptions>, count: number) =>
  make(options, count).map(({ value }) => JSON.parse(value) as Record<string, string | number>);

describe("ItemSales", () => {
  it("is the same for the same seed and another for another", () => {
    expect(make({ seed: 5 }, 500)).toEqual(make({ seed: 5 }, 500));
    expect(make({ seed: 6 }, 500)).not.toEqual(make({ seed: 5 }, 500));
  });

  it("makes events of the schema, keyed by item_id, with their time in timestamp_ms", () => {
    const check = schemaChecker(
      JSON.parse(readFileSync("schemas/events/item-sales.schema.json", "utf8")) as object,
    );
    for (const [index, { key, value, emptyStore }] of make({ emptyStore: 0.3 }, 2_000).entries()) {
      const event = JSON.parse(value) as Record<string, unknown>;
      expect(check(event)).toEqual([]);
      expect(JSON.stringify(event)).toBe(value);
      expect(event["item_id"]).toBe(key);
      expect(event["timestamp_ms"]).toBe(String(1_700_000_000_000 + index));
      expect(event["store_id"] === "").toBe(emptyStore);
    }
  });

  it("leaves the store empty in the share asked for", () => {
    const empty = make({ emptyStore: 0.05 }, 40_000).filter(({ emptyStore }) => emptyStore).length;
    expect(empty / 40_000).toBeCloseTo(0.05, 2);
    expect(make({ emptyStore: 0 }, 5_000).some(({ emptyStore }) => emptyStore)).toBe(false);
    expect(make({ emptyStore: 1 }, 50).every(({ emptyStore }) => emptyStore)).toBe(true);
  });

  it("sells popular items as Zipf says: the first twice as often as the second, ten times the tenth", () => {
    const counts = new Map<string, number>();
    for (const { key } of make({ items: 100 }, 200_000)) counts.set(key, (counts.get(key) ?? 0) + 1);
    const ranked = [...counts.values()].sort((one, other) => other - one);
    expect(ranked).toHaveLength(100);
    const harmonic = Array.from({ length: 100 }, (_, rank) => 1 / (rank + 1)).reduce((sum, x) => sum + x);
    for (const rank of [0, 1, 4, 9, 49]) {
      const expected = 200_000 / (rank + 1) / harmonic;
      expect((ranked[rank] ?? 0) / expected).toBeGreaterThan(0.9);
      expect((ranked[rank] ?? 0) / expected).toBeLessThan(1.1);
    }
  });

  it("knows as many items and stores as asked for", () => {
    expect(new Set(make({ items: 3 }, 1_000).map(({ key }) => key)).size).toBe(3);
    expect(new Set(parsed({ stores: 7, emptyStore: 0 }, 1_000).map((event) => event["store_id"])).size).toBe(
      7,
    );
    expect(new Set(make({ items: 1, stores: 1 }, 10).map(({ key }) => key)).size).toBe(1);
  });

  it("falls, as a number and as text, when ties are to be decided wrongly", () => {
    const sold = parsed({ falling: true }, 5_000).map((event) => Number(event["item_sold"]));
    expect(sold.every((value, index) => index === 0 || value < (sold[index - 1] ?? 0))).toBe(true);
    expect(sold.every((value) => String(value).length === 6)).toBe(true);
  });
});
