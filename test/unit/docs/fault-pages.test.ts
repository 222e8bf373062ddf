import { readFile, readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { faultPages } from "#docs/generate/fault-pages.js";

const folder = new URL("../../../docs/faults/", import.meta.url);

it("docs/faults has a page for each known fault, and no other; else run npm run docs", async () => {
  const pages = await faultPages();
  expect((await readdir(folder)).sort()).toEqual([...pages.keys()].sort());
  for (const [file, text] of pages) expect(await readFile(new URL(file, folder), "utf8"), file).toBe(text);
});
