import { access, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createStack } from "#cli/adapters/stack/create-stack.js";
import { makeHome, purgeHome } from "#cli/adapters/stack/home-folder.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-home-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const progress = { report: () => undefined };
const stackIn = (home: string): ReturnType<typeof createStack> =>
  createStack({ home, projectFolder: folder, environment: {} });

test("a home folder is made with its parents, once and again", async () => {
  const home = join(folder, "a", "b");
  await makeHome(home);
  await makeHome(home);
  await access(home);
});

test("a home that is a file, lies in one, or cannot be made is the user's error, and is told at once", async () => {
  const file = join(folder, "file");
  await writeFile(file, "");
  const impossible = process.platform === "linux" ? ["/proc/nope/deeper"] : [];
  for (const home of [file, join(file, "below"), ...impossible]) {
    await expect(makeHome(home)).rejects.toMatchObject({ name: "InputError", where: `--home ${home}` });
  }
});

test("purge deletes the folders of servers where a stack was made, and nothing of others", async () => {
  const home = join(folder, "home");
  await mkdir(join(home, "kafka-2"), { recursive: true });
  expect(await purgeHome(home)).toBe(false);
  await makeHome(home);
  await mkdir(join(home, "logs"));
  await mkdir(join(home, "spill"));
  await mkdir(join(home, "mine"));
  expect(await purgeHome(home)).toBe(true);
  expect(await readdir(home)).toEqual(["mine"]);
});

test("down has nothing to do where there is no home, and several at once do no harm", async () => {
  const nothing = { stopped: [], dead: [], purged: false };
  expect(await stackIn(join(folder, "none")).stop({ purge: true, progress })).toEqual(nothing);
  const file = join(folder, "file");
  await writeFile(file, "");
  expect(await stackIn(file).stop({ purge: true, progress })).toEqual(nothing);
  const home = join(folder, "home");
  for (let round = 0; round < 20; round++) {
    await makeHome(home);
    const reports = await Promise.all([1, 2, 3].map(() => stackIn(home).stop({ purge: true, progress })));
    expect(reports.filter(({ purged }) => purged)).toHaveLength(1);
  }
});
