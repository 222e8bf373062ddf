import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeFolder } from "#docs/generate/write.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-docs-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("two runs of the generator at once leave what one leaves", async () => {
  await writeFile(join(folder, "old.md"), "of a command that is no more\n");
  const files = Array.from({ length: 20 }, (_, index) => [`page-${index}.md`, `${index}\n`] as const);
  const target = pathToFileURL(`${folder}/`);
  await Promise.all([writeFolder(target, files), writeFolder(target, files), writeFolder(target, files)]);
  expect((await readdir(folder)).sort()).toEqual(files.map(([name]) => name).sort());
});
