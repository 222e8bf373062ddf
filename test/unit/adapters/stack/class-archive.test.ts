import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { archiveFile, archiveUse, keepArchive } from "#cli/adapters/stack/class-archive.js";
import type { ProcessDescription } from "#cli/core/stack/process.js";
import type { StartedProcess } from "#cli/core/stack/state.js";

let folder: string;
let description: ProcessDescription;
const put = async (path: string, text: string): Promise<string> => {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
};
const fileFor = (): Promise<string> =>
  archiveFile(description, {
    connectors: join(folder, "connectors"),
    javaHome: join(folder, "jdk"),
    classpath: [join(folder, "a.jar")],
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-archive-"));
  await put("jdk/release", 'JAVA_VERSION="17.0.15"');
  await put("a.jar", "a");
  await mkdir(join(folder, "connectors/runtime/kafka/target"), { recursive: true });
  description = {
    kind: "kafka",
    folder: join(folder, "home"),
    run: { runtime: "kafka" },
  } as ProcessDescription;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the first start wants an archive, the second writes it, the third reads it", async () => {
  const kept = await fileFor();
  expect(await archiveUse(description, kept)).toBeUndefined();
  const written = join(folder, "home", "classes.jsa");
  expect(await archiveUse(description, kept)).toEqual({ use: "write", file: written });
  await put("home/classes.jsa", "classes");
  await keepArchive({ archive: { written, kept } } as StartedProcess);
  expect(await archiveUse(description, kept)).toEqual({ use: "read", file: kept });
  expect(await readFile(kept, "utf8")).toBe("classes");
  expect(await readdir(join(folder, "home"))).toEqual([]);
});

test("another JDK or a changed jar wants another archive; the outdated one is removed", async () => {
  const first = await fileFor();
  await writeFile(first, "old");
  await put("jdk/release", 'JAVA_VERSION="17.0.16"');
  const second = await fileFor();
  await utimes(join(folder, "a.jar"), 1, 1);
  const third = await fileFor();
  expect(new Set([first, second, third]).size).toBe(3);
  const written = await put("home/classes.jsa", "new");
  await keepArchive({ archive: { written, kept: third } } as StartedProcess);
  expect((await readdir(dirname(third))).map((name) => join(dirname(third), name))).toEqual([third]);
});

test("a server that left no archive loses nothing but speed", async () => {
  const kept = await fileFor();
  await keepArchive({ archive: { written: join(folder, "home", "classes.jsa"), kept } } as StartedProcess);
  expect(await readdir(dirname(kept))).toEqual([]);
});
