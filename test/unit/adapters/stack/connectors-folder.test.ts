import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packagedMark, writableConnectors } from "#cli/adapters/stack/connectors-folder.js";

let folder: string;
let connectors: string;
const environment = (): Record<string, string> => ({ XDG_CACHE_HOME: join(folder, "cache") });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-connectors-"));
  connectors = join(folder, "connectors");
  await mkdir(join(connectors, "runtime"), { recursive: true });
  await writeFile(join(connectors, "runtime", "pom.xml"), "<project/>");
});
afterEach(async () => {
  await chmod(connectors, 0o755);
  await rm(folder, { recursive: true, force: true });
});

test("a checkout's folder is used as it is", async () => {
  expect(await writableConnectors(connectors, environment())).toBe(connectors);
});

test("a package's folder, which may belong to another user, is copied once, and anew when it is another", async () => {
  await writeFile(join(connectors, packagedMark), "a\n");
  await chmod(connectors, 0o555);
  const [copy, same] = await Promise.all([
    writableConnectors(connectors, environment()),
    writableConnectors(connectors, environment()),
  ]);
  expect(same).toBe(copy);
  expect(await readFile(join(copy, "runtime", "pom.xml"), "utf8")).toBe("<project/>");
  await writeFile(join(copy, "made"), "");
  expect(await writableConnectors(connectors, environment())).toBe(copy);
  expect(await readdir(copy)).toContain("made");
  await chmod(connectors, 0o755);
  await writeFile(join(connectors, packagedMark), "b\n");
  expect(await writableConnectors(connectors, environment())).not.toBe(copy);
  expect(
    (await readdir(join(folder, "cache", "cassink"))).filter((name) => name.startsWith("copying")),
  ).toEqual([]);
});
