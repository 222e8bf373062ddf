import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followLogs, lastLines, readLines, rolled } from "#cli/adapters/stack/logs.js";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-logs-"));
  file = join(folder, "kafka.log");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the last lines come in order; a file that is not there has none", async () => {
  expect(await lastLines(file, 3)).toEqual([]);
  await writeFile(file, "a\nb\nc\nd\n");
  expect(await lastLines(file, 3)).toEqual(["b", "c", "d"]);
  expect(await lastLines(file, 0)).toEqual([]);
});

test("all lines are read, those of the file that was rolled first", async () => {
  const seen: string[] = [];
  await readLines([rolled(file), file, join(folder, "nothing")], (line) => seen.push(line));
  expect(seen).toEqual([]);
  await writeFile(`${file}.1`, "a\nb\n");
  await writeFile(file, "c\nd");
  await readLines([rolled(file), file], (line) => seen.push(line));
  expect(seen).toEqual(["a", "b", "c", "d"]);
});

test("lines of an earlier run are left out, unless the file was rolled since", async () => {
  await writeFile(file, "old\nnew\n");
  expect(await lastLines(file, 10, 4)).toEqual(["new"]);
  expect(await lastLines(file, 10, 4000)).toEqual(["old", "new"]);
});

test("the end of a file that is too large to read is found", async () => {
  await writeFile(file, `${"x".repeat(99)}\n`.repeat(10_000));
  expect(await lastLines(file, 5)).toEqual(Array.from({ length: 5 }, () => "x".repeat(99)));
});

test(
  "following gives whole lines only, from the moment it began, over a roll of the file",
  { timeout: 30_000 },
  async () => {
    await writeFile(file, "before\n");
    const controller = new AbortController();
    const seen: string[] = [];
    const following = followLogs([{ name: "kafka", file }], ({ line }) => seen.push(line), controller.signal);
    await vi.waitFor(async () => {
      await appendFile(file, "ha");
      await appendFile(file, "lf\n");
      expect(seen).toContain("half");
    }, 10_000);
    await appendFile(file, "cut off");
    await writeFile(file, "n\n");
    await vi.waitFor(() => expect(seen.at(-1)).toBe("n"), 10_000);
    controller.abort();
    await following;
    expect(seen).not.toContain("before");
  },
);
