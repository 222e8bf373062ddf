import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { projectFolder, runCli, runJson } from "#test/support/cli.js";
import { brokerOf } from "#test/support/servers/kafka.js";
import { startOldestWorker } from "#test/support/servers/oldest-worker.js";
import { copyPipeline } from "#test/support/pipeline-copy.js";
import { programTests } from "./archive/program.js";

const run = promisify(execFile);
const home = inject("home");
const target = join(projectFolder, "connectors", "cassandra-sink", "target");
let folder: string;
/** The archive, unpacked. */
let component: string;
/** Of the archive that each of the two scripts has made. */
const hashes: string[] = [];

/** Makes the sink's archive anew, alone or with the program's. Both are built in one place, so one after the other. */
async function archive(script: "package:sink" | "package"): Promise<string> {
  for (const folder of [target, join(projectFolder, "target")]) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (/\.(zip|jar|tgz)$|^bom\.json$/.test(name)) await rm(join(folder, name));
    }
  }
  await run("npm", ["run", "--silent", script], { cwd: projectFolder });
  const zips = (await readdir(target)).filter((name) => name.endsWith(".zip"));
  expect(zips).toHaveLength(1);
  return join(target, zips[0] ?? "");
}

const hashOf = async (file: string): Promise<string> =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-archive-"));
  hashes.push(await hashOf(await archive("package:sink")));
  const zip = await archive("package");
  hashes.push(await hashOf(zip));
  await run("jar", ["xf", zip], { cwd: folder });
  component = join(folder, basename(zip, ".zip"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("npm run package:sink", () => {
  test("makes the same bytes of the same sources", () => {
    expect(hashes[1]).toBe(hashes[0]);
  });

  test("lays a component out as Confluent's tools expect it", async () => {
    const manifest = JSON.parse(await readFile(join(component, "manifest.json"), "utf8")) as {
      readonly name: string;
      readonly version: string;
      readonly owner: { readonly username: string };
      readonly component_types: readonly string[];
    };
    expect(basename(component)).toBe(`${manifest.owner.username}-${manifest.name}-${manifest.version}`);
    expect(manifest.component_types).toEqual(["sink"]);
    expect(new Set(await readdir(component))).toEqual(new Set(["manifest.json", "doc", "etc", "lib"]));
    expect(await readFile(join(component, "doc", "README.md"), "utf8")).toContain(manifest.version);
  });

  test("lists every jar in its bill of materials, and nothing that the worker brings", async () => {
    const jars = await readdir(join(component, "lib"));
    const bom = JSON.parse(await readFile(join(component, "doc", "sbom.cyclonedx.json"), "utf8")) as {
      readonly components: readonly { readonly name: string; readonly version: string }[];
    };
    const listed = bom.components.map(({ name, version }) => `${name}-${version}.jar`);
    expect(new Set(jars.filter((jar) => !jar.startsWith("cassink-")))).toEqual(new Set(listed));
    expect(jars.join(" ")).toMatch(/java-driver-core.* jackson-databind|jackson-databind.* java-driver-core/);
    expect(jars.filter((jar) => /^(kafka|connect|slf4j|logback|log4j)-/.test(jar))).toEqual([]);
  });
});

describe("a worker of Connect 3.9", () => {
  test("finds the archive's connector, and carries a topic into its table", async () => {
    const worker = await startOldestWorker(join(folder, "worker"), await brokerOf(home), folder);
    const pipeline = await copyPipeline("item-sales", (text) =>
      text
        .replace(/connector\.class: .*/, "connector.class: io.cassink.sink.CassandraSinkConnector")
        // The worker has no other plugin of the project.
        .replaceAll(/^ {4}(transforms|predicates).*\n/gm, ""),
    );
    const on = (...words: string[]): string[] => [...words, "--home", home, "--connect-url", worker.url];
    const file = ["--file", pipeline.file];
    try {
      for (const words of [
        ["topic", "create"],
        ["table", "init"],
        ["connector", "deploy"],
      ]) {
        const done = await runCli(on(...words, ...file));
        expect(done.exitCode, `${done.stderr}\n${await worker.log()}`).toBe(0);
      }
      const sent = await runCli(on("produce", "item-sales", "--file", pipeline.file, "--count", "2000"));
      expect(sent.exitCode, sent.stderr).toBe(0);
      const result = await runJson<VerifyTableResult>(on("verify", "table", ...file));
      expect(result.pipelines[0]?.tables[0]?.findings).toMatchObject({
        missing: 0,
        different: 0,
        unexpected: 0,
      });
      const log = (await worker.log()).split("\n");
      expect(log.filter((line) => /NoSuchMethodError|NoClassDefFoundError/.test(line))).toEqual([]);
    } finally {
      await runCli(on("connector", "delete", ...file));
      await pipeline.remove(home);
      await worker.stop();
    }
  });
});

programTests();
