import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findModules, stampModule } from "#cli/adapters/stack/modules.js";

let connectors: string;
const put = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(connectors, path)), { recursive: true });
  await writeFile(join(connectors, path), text);
};
const stale = async (): Promise<readonly string[]> =>
  (await findModules(connectors)).filter((module) => !module.fresh).map((module) => module.path);

beforeEach(async () => {
  connectors = await mkdtemp(join(tmpdir(), "cassink-modules-"));
  for (const pom of ["", "plugin-parent/", "runtime/kafka/", "runtime/cassandra/", "sink/"]) {
    await put(`${pom}pom.xml`, `<project>${pom}</project>`);
  }
  await put("pipelines/weather.yaml", "");
  await put("sink/src/main/java/Sink.java", "class Sink {}");
  await put("sink/target/plugin/sink/sink.jar", "");
  await put("jar", "");
  for (const runtime of ["kafka", "cassandra"]) {
    await put(`runtime/${runtime}/target/classpath`, join(connectors, "jar"));
  }
  for (const module of await findModules(connectors)) await stampModule(connectors, module);
});
afterEach(() => rm(connectors, { recursive: true, force: true }));

test("what was built from what is there needs no Maven", async () => {
  expect((await findModules(connectors)).map(({ path, kind }) => [path, kind])).toEqual([
    ["runtime/kafka", "runtime"],
    ["runtime/cassandra", "runtime"],
    ["sink", "plugin"],
  ]);
  expect(await stale()).toEqual([]);
});

test("a plugin that a package holds built needs no Maven", async () => {
  await put("transforms/pom.xml", "<project>transforms</project>");
  await put("transforms/target/plugin/transforms/transforms.jar", "");
  for (const module of await findModules(connectors)) await stampModule(connectors, module);
  const found = await findModules(connectors);
  expect(found.filter(({ kind }) => kind === "plugin").map(({ path }) => path)).toEqual([
    "sink",
    "transforms",
  ]);
  expect(await stale()).toEqual([]);
  await put("pom.xml", "<project>other</project>");
  expect(await stale()).not.toContain("transforms");
});

test("a changed source makes its own module stale, a changed pom all of them", async () => {
  await put("sink/src/main/java/Sink.java", "class Sink { int x; }");
  expect(await stale()).toEqual(["sink"]);
  await put("pom.xml", "<project>other</project>");
  expect(await stale()).toEqual(["runtime/kafka", "runtime/cassandra", "sink"]);
});

test("a test's source changes nothing", async () => {
  await put("sink/src/test/java/SinkTest.java", "class SinkTest {}");
  expect(await stale()).toEqual([]);
});

test("a jar that is gone from the local repository, or a plugin folder that was cleaned, is made again", async () => {
  await rm(join(connectors, "jar"));
  await rm(join(connectors, "sink/target/plugin"), { recursive: true });
  expect(await stale()).toEqual(["runtime/kafka", "runtime/cassandra", "sink"]);
});
