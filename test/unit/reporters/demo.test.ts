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

function demo(totals: Readonly<Record<string, number>>, width = Infinity): string {
  const step = (command: string, result: object) => ({
    command: `cassink ${command}`,
    seconds: 1,
    result: { outcome: "clean" as const, ...result },
    render: () => "",
  });
  const steps = [
    step("verify table", { pipelines: [{ connector: "item-sales", tables: [{ records }] }] }),
    step("connector status", { connectors: [{ connector: "item-sales", totals }] }),
  ];
  const result: DemoResult = { outcome: "clean", running: false, steps };
  return renderDemo(result, { width, color: false });
}

test("the numbers of the table and of the sink are added up", () => {
  const text = demo({ rowsWritten: 7_711, rowsSuperseded: 12_069 });
  expect(text.replaceAll(/\s+/g, " ")).toContain(
    "item-sales: 20,000 records = 220 filtered + 0 refused + 12,069 superseded before the sink sent them" +
      " + 7,711 written; of the written rows, 4,554 were superseded later, and 3,157 are in the table.",
  );
});

test("nothing is added up of a sink that has counted only since its last start", () => {
  expect(demo({ rowsWritten: 5, rowsSuperseded: 2 })).not.toContain("What became of the records");
});

test("a narrow terminal breaks the lines", () => {
  const lines = demo({ rowsWritten: 7_711, rowsSuperseded: 12_069 }, 50).split("\n");
  const ours = lines.slice(
    lines.indexOf("What became of the records:"),
    lines.indexOf("Nothing is left running. Next:"),
  );
  expect(ours.length).toBeGreaterThan(4);
  expect(Math.max(...ours.map((line) => line.length))).toBeLessThanOrEqual(50);
});
