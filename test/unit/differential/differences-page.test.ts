import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allowedDifferences } from "#test/differential/allowed.js";

const page = readFileSync(new URL("../../../docs/reference/differences.md", import.meta.url), "utf8");

/** The first cells of the tables under a heading. */
function rowsUnder(heading: string): readonly string[] {
  const section = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? "";
  const cells = [...section.matchAll(/^\| (.+?) +\|/gm)].map(([, cell = ""]) => cell.trim());
  return cells.filter((cell) => cell !== "difference" && !cell.startsWith("---"));
}

test.each([
  ["defect", "Defects"],
  ["extension", "What our sink takes"],
] as const)(
  "the reference names each %s that the differential suite allows, and no other",
  (kind, heading) => {
    const allowed = allowedDifferences.filter((one) => one.kind === kind).map(({ id }) => id);
    expect(rowsUnder(heading)).toEqual(allowed);
  },
);
