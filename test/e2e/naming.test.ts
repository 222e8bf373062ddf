import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ConnectorDeleteResult } from "#cli/commands/connector/delete.js";
import type { ConnectorDeployResult } from "#cli/commands/connector/deploy.js";
import type { ConnectorListResult } from "#cli/commands/connector/list.js";
import type { ClusterOverview, ConnectorDetails } from "#cli/commands/connector/status.js";
import type { ConnectorValidateResult } from "#cli/commands/connector/validate.js";
import { kafkaAt } from "#test/support/servers/plain.js";
import { type Endpoints, endpointsOf } from "#test/support/servers/cassandra.js";
import { type CliRun, runCli, runJson } from "#test/support/cli.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";
import { scaled } from "#test/support/scaled.js";

const home = inject("home");
const on = (...args: string[]): string[] => [...args, "--home", home];
const run = randomBytes(4).toString("hex");
const numbered = (index: number): string => `named-${run}-${String(index).padStart(2, "0")}`;
const pattern = `named-${run}-.*`;
/** Connect's own names that need care in a path, or on a screen; the last two cannot be in a path since 4.0. */
const hostile = [`smile😀-${run}`, `q?x#y-${run}`, `${run}-${"n".repeat(240)}`, `../${run}`, `%2F${run}`];

let endpoints: Endpoints;
let folder: string;

/** A connector of the DataStax sink that is stopped, or whose tasks fail, for no Cassandra is there. */
async function post(
  name: string,
  more: { readonly initial_state?: string; readonly config?: object },
): Promise<void> {
  const config = {
    "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
    topics: `none-${run}`,
    [`topic.none-${run}.k.t.mapping`]: "a=value.a",
    contactPoints: "127.0.0.1",
    port: "1",
    "loadBalancing.localDc": "datacenter1",
    "key.converter": "org.apache.kafka.connect.storage.StringConverter",
    "value.converter": "org.apache.kafka.connect.storage.StringConverter",
    ...more.config,
  };
  const answer = await fetch(`${endpoints.connectUrl}/connectors`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, initial_state: more.initial_state ?? "STOPPED", config }),
  });
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
}

/** What no request can delete is deleted where Connect keeps its connectors. */
async function forget(names: readonly string[]): Promise<void> {
  const kafka = kafkaAt(endpoints.bootstrapServers);
  const producer = await kafka.producer();
  const records = names.map((name) => ({ key: `connector-${name}`, value: null, timestamp: Date.now() }));
  await producer.send("cassink-connect-configs", records);
  await producer.close();
  await kafka.close();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-naming-"));
  endpoints = await endpointsOf(home);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("20 connectors of a cluster, one of which fails", () => {
  beforeAll(async () => {
    for (let index = 0; index < 19; index++) await post(numbered(index), {});
    await post(numbered(19), { initial_state: "RUNNING", config: { "tasks.max": "2" } });
  });
  afterAll(async () => {
    await runCli(on("connector", "delete", "--regex", pattern, "--yes"));
  });

  const failedTasks = async (): Promise<number | undefined> => {
    const list = await runCli(on("connector", "list", numbered(19), "--output", "json"));
    const { connectors } = JSON.parse(list.stdout) as ConnectorListResult;
    return connectors[0]?.tasks.filter(({ state }) => state === "FAILED").length;
  };

  test("are all in list and status, the failed one first, with exit code 3", async () => {
    await expect.poll(failedTasks, { timeout: scaled(60_000) }).toBe(2);
    const list = await runJson<ConnectorListResult>(on("connector", "list"), { exitCode: 3 });
    // Those of other tests come and go.
    const ownOf = (connectors: readonly { readonly connector: string }[]): readonly string[] =>
      connectors.map(({ connector }) => connector).filter((name) => name.startsWith(`named-${run}`));
    const names = ownOf(list.connectors);
    expect(names).toHaveLength(20);
    expect(names.indexOf(numbered(19))).toBeLessThan(names.indexOf(numbered(0)));
    const status = await runJson<ClusterOverview>(on("connector", "status"), { exitCode: 3 });
    expect(status.overview).toBe(true);
    expect(ownOf(status.connectors)).toEqual(names);
    expect(status.connectors.find(({ connector }) => connector === numbered(19))?.tasks[0]?.cause).toContain(
      "Could not reach any contact point",
    );
    const shown = await runCli(on("connector", "status"));
    expect(shown.stdout).toMatch(/\n\d+ connectors: \d+ failed, /);
  });

  test("are chosen by name, several names, pattern and state", async () => {
    const names = async (...words: string[]): Promise<readonly string[]> => {
      const list = await runJson<ConnectorListResult>(on("connector", "list", ...words), { exitCode: 3 });
      return list.connectors.map(({ connector }) => connector);
    };
    expect(await names(numbered(3))).toEqual([numbered(3)]);
    expect(await names(numbered(3), numbered(19))).toEqual([numbered(19), numbered(3)]);
    expect(await names("--regex", pattern)).toHaveLength(20);
    expect(await names("--regex", pattern, "--state", "failed")).toEqual([numbered(19)]);
    const detail = await runJson<ConnectorDetails>(on("connector", "status", numbered(19)), { exitCode: 3 });
    expect(detail).toMatchObject({
      overview: false,
      connectors: [{ consumerGroup: `connect-${numbered(19)}` }],
    });
  });

  test("are not deleted without a word, nor by a pattern without --yes", async () => {
    for (const words of [[], ["--regex", pattern], ["--all"], [`named-${run}`]]) {
      const refused = await runCli(on("connector", "delete", ...words));
      expect(refused.exitCode, refused.stderr).toBe(2);
    }
    const one = await runJson<ConnectorDeleteResult>(on("connector", "delete", numbered(0), numbered(1)));
    expect(one.connectors.map(({ action }) => action)).toEqual(["deleted", "deleted"]);
    const rest = await runJson<ConnectorDeleteResult>(on("connector", "delete", "--regex", pattern, "--yes"));
    expect(rest.connectors).toHaveLength(18);
    const none = await runCli(on("connector", "list", "--regex", pattern));
    expect(none).toMatchObject({ exitCode: 0, stdout: "no connectors\n" });
  });
});

describe("connectors with hostile names", () => {
  beforeAll(async () => {
    for (const name of hostile) await post(name, {});
  });
  afterAll(() => forget(hostile.slice(-2)));

  test("are listed, named and shown", async () => {
    const list = await runCli(on("connector", "list"));
    for (const name of hostile) expect(list.stdout).toContain(name);
    const status = await runJson<ConnectorDetails>(on("connector", "status", ...hostile), { exitCode: 3 });
    expect(status.connectors.map(({ connector }) => connector).sort()).toEqual([...hostile].sort());
  });

  test("are deleted, except those that Connect takes in no path: it says so, and the others go", async () => {
    const deleted = await runCli(on("connector", "delete", ...hostile));
    expect(deleted.exitCode).toBe(1);
    expect(deleted.stdout.match(/ not deleted: Kafka Connect does not take this path/g)).toHaveLength(2);
    const left = await runCli(on("connector", "list", "--regex", `.*${run}.*`, "--output", "json"));
    const { connectors } = JSON.parse(left.stdout) as ConnectorListResult;
    expect(connectors.map(({ connector }) => connector)).toEqual([`%2F${run}`, `../${run}`]);
  });
});

describe("files", () => {
  const config = (name: string, mapping: string): string =>
    JSON.stringify({
      name,
      config: {
        "connector.class": "io.cassink.sink.CassandraSinkConnector",
        topics: "t",
        [`topic.t.k.t.${mapping}`]: "a=value.a",
      },
    });
  const validate = async (
    words: readonly string[],
    options: { readonly exitCode?: number; readonly input?: string } = {},
  ): Promise<readonly (readonly [string, number])[]> => {
    const all = ["connector", "validate", "--offline", ...words];
    const { connectors } = await runJson<ConnectorValidateResult>(all, { ...options, cwd: folder });
    return connectors.map(({ connector, findings }) => [connector, findings.length]);
  };
  beforeAll(async () => {
    await mkdir(join(folder, "several"));
    await writeFile(join(folder, "several", "a.json"), config("a", "maping"));
    await writeFile(join(folder, "several", "b.json"), config("b", "mapping"));
    await writeFile(join(folder, "several", "event.schema.json"), "{}");
    await writeFile(join(folder, "c.json"), config("c", "mapping"));
  });

  test("are taken as words and with -f, several, a folder, standard input: each is checked", async () => {
    expect(await validate(["c.json"])).toEqual([["c", 0]]);
    const both = ["-f", "several/a.json", "-f", "several/b.json"];
    expect(await validate(both, { exitCode: 3 })).toEqual([
      ["a", 1],
      ["b", 0],
    ]);
    const mixed = ["several/", "-f", "c.json", "item-sales"];
    expect((await validate(mixed, { exitCode: 3 })).map(([name]) => name)).toEqual([
      "item-sales",
      "a",
      "b",
      "c",
    ]);
    for (const stdin of [["-"], ["-f", "-"]]) {
      expect(await validate(stdin, { input: config("piped", "mapping") })).toEqual([["piped", 0]]);
    }
    expect(await validate([])).toEqual([
      ["item-sales", 0],
      ["monitoring", 0],
      ["weather", 0],
    ]);
  });

  test("that are not there, and words that nothing is called, are refused", async () => {
    const refused = async (...words: string[]): Promise<CliRun> => runCli(words, { cwd: folder });
    expect(await refused("connector", "validate", "several")).toMatchObject({ exitCode: 2 });
    expect(await refused("connector", "validate", "none.yaml")).toMatchObject({ exitCode: 1 });
    expect(await refused("doctor", "now")).toMatchObject({ exitCode: 2 });
    expect(await refused("connector", "validate", "--offlin")).toMatchObject({ exitCode: 2 });
  });
});

describe("a pipeline whose connector's name is taken", () => {
  let sales: PipelineCopy;
  beforeAll(async () => {
    sales = await copyPipeline("item-sales");
    await runJson(on("topic", "create", sales.file));
    await runJson(on("table", "init", sales.file));
    await post(sales.connector, { config: { "auth.password": "hunter22", "auth.username": "x" } });
  });
  afterAll(() => sales.remove(home));

  test("is not deployed over it; the dry run shows the difference, and --yes replaces it", async () => {
    const refused = await runCli(on("connector", "deploy", sales.file));
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain(`${sales.connector} reads topic none-${run}`);
    expect(refused.stderr).toContain(`${sales.connector} writes table k.t`);
    const dry = await runCli(on("connector", "deploy", "--dry-run", sales.file));
    expect(dry.exitCode).toBe(3);
    expect(dry.stdout).toContain(`- topics=none-${run}\n+ topics=${sales.topic}\n`);
    expect(dry.stdout).toContain("- auth.password=********\n");
    expect([dry, refused].map(({ stdout, stderr }) => stdout + stderr).join("")).not.toContain("hunter22");
    await runJson<ConnectorDeleteResult>(on("connector", "delete", sales.connector));
    await post(sales.connector, { initial_state: "RUNNING" });
    const replaced = await runJson<ConnectorDeployResult>(on("connector", "deploy", "--yes", sales.file));
    expect(replaced.connectors[0]).toMatchObject({ action: "updated", tasks: 2 });
    const again = await runJson<ConnectorDeployResult>(on("connector", "deploy", sales.file));
    expect(again.connectors[0]).toMatchObject({ action: "unchanged" });
  });
});
