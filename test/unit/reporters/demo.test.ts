import { expect, test } from "vitest";
import type { DemoResult } from "#cli/commands/demo/demo.js";
import { renderDemo } from "#cli/reporters/demo.js";

const records = {
  read: 20_000,
  current: 3_157,
  superseded: 16_623,
  deleted: 0,
  expired: 0,
  filtered: 220,
  refused: 0,
  deadLettered: 0,
};

function demo(totals: Readonly<Record<string, number>>, receipts = 19_780): string {
  const step = (command: string, result: object) => ({
    command: `cassink ${command}`,
    seconds: 1,
    result: { outcome: "clean" as const, ...result },
    render: () => "",
  });
  const steps = [
    step("verify table", { pipelines: [{ connector: "item-sales", tables: [{ records }] }] }),
    step("topic list item-sales", {
      topics: [
        { name: "item_sales", records: 20_000 },
        { name: "item_sales_written", records: receipts },
      ],
    }),
    step("topic peek item_sales_written", { topic: "item_sales_written" }),
    step("connector status", { connectors: [{ connector: "item-sales", totals }] }),
  ];
  const result: DemoResult = { outcome: "clean", running: false, steps };
  return renderDemo(result, { width: Infinity, color: false });
}

test("the numbers of the table and of the sink are added up", () => {
  const text = demo({ rowsWritten: 7_711, rowsSuperseded: 12_069 });
  expect(text).toContain(
    [
      "What became of the records:",
      "  item-sales: 20,000 records",
      "    220 filtered, 0 refused",
      "    12,069 superseded before the sink sent them",
      "    7,711 written, 4,554 of them superseded later",
      "    3,157 current in the table",
    ].join("\n"),
  );
});

test("nothing is added up of a sink that has counted only since its last start", () => {
  expect(demo({ rowsWritten: 5, rowsSuperseded: 2 })).not.toContain("What became of the records");
});

test("the receipts are held against the records that reached the sink", () => {
  const totals = { rowsWritten: 7_711, rowsSuperseded: 12_069 };
  expect(demo(totals)).toContain(
    "item_sales_written: 19,780 receipts, as many as records that reached the sink\n",
  );
  expect(demo(totals, 19_790)).toContain(
    "19,790 receipts, and 19,780 records reached the sink: some were told again",
  );
  expect(demo(totals, 5)).toContain(
    "5 receipts, and 19,780 records reached the sink: some were written before",
  );
});
