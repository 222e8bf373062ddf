import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
// kafkajs is CommonJS, and Node does not find all of its exports by their names.
import kafkajs from "kafkajs";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ConnectorPlanResult } from "#cli/commands/connector/plan.js";
import { type CliRun, runCli, runJson } from "#test/support/cli.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";
import { endpointsOf } from "#test/support/servers/cassandra.js";

const home = inject("home");
const secret = "hunter-of-the-plan-22";
let sales: PipelineCopy;
let folder: string;
let kept: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-plan-"));
  kept = join(folder, "plan.json");
  const login = join(folder, "login.properties");
  await writeFile(login, "user=writer\n");
  // A local node takes any login.
  const auth = `auth.provider: PLAIN\n    auth.username: \${file:${login}:user}\n    auth.password: ${secret}`;
  sales = await copyPipeline("item-sales", (text) => text.replace("  config:", `  config:\n    ${auth}`));
});
afterAll(async () => {
  await sales.remove(home);
  await rm(folder, { recursive: true, force: true });
});

const run = (...words: readonly string[]): Promise<CliRun> => runCli([...words, "--home", home]);
const done = async (...words: readonly string[]): Promise<void> => {
  const { exitCode, stdout, stderr } = await run(...words, "-f", sales.file);
  if (exitCode !== 0) throw new Error(`${words.join(" ")}: ${stdout}${stderr}`);
};
const change = async (from: string, to: string): Promise<void> => {
  const text = await readFile(sales.file, "utf8");
  expect(text).toContain(from);
  await writeFile(sales.file, text.replace(from, to));
};
/** What is not as it is to be, and the keys of which it is seen. */
const plan = async (...more: readonly string[]): Promise<readonly string[]> => {
  const words = ["connector", "plan", "-f", sales.file, "--home", home, ...more];
  const { exitCode, stdout } = await runCli([...words, "-o", "json"]);
  const { changes } = JSON.parse(stdout) as ConnectorPlanResult;
  expect(stdout).not.toContain(secret);
  const open = changes.filter(({ action }) => action !== "none");
  expect(exitCode).toBe(open.length === 0 ? 0 : 3);
  return open.map(({ kind, action, differences }) => {
    const keys = differences.filter(({ note }) => note === undefined).map(({ what }) => what);
    return action === "create" ? `${kind} ${action}` : `${kind} ${action} ${keys.join(" ")}`;
  });
};
test("a plan names all that is missing, and nothing once it is made", async () => {
  expect(await plan()).toEqual(["topic create", "table create", "connector create"]);
  await done("topic", "create");
  await done("table", "init");
  expect(await plan()).toEqual(["connector create"]);
  await done("connector", "deploy");
  expect(await plan()).toEqual([]);
  await runJson<ConnectorPlanResult>(["connector", "plan", "-f", sales.file, "--home", home]);
});

test("it names the key that was changed in the file, and is deployed as it was kept", async () => {
  await change("tasks.max: 2", "tasks.max: 1");
  expect(await plan("--out", kept)).toEqual(["connector change tasks.max"]);
  expect(await readFile(kept, "utf8")).not.toContain(secret);
  await change("tasks.max: 1", "tasks.max: 3");
  const moved = await run("connector", "deploy", "--plan", kept);
  expect(moved.exitCode).toBe(1);
  expect(moved.stderr).toContain(`${sales.file} or a CQL file of it says something else`);
  expect(await plan()).toEqual(["connector change tasks.max"]);
  await change("tasks.max: 3", "tasks.max: 1");
  expect((await run("connector", "deploy", "--plan", kept)).stderr).toContain("tasks.max: 2 -> 1");
  expect(await plan()).toEqual([]);
});

test("it names what somebody has changed on the cluster, and is not deployed any more", async () => {
  await change("tasks.max: 1", "tasks.max: 2");
  expect(await plan("--out", kept)).toEqual(["connector change tasks.max"]);
  const { bootstrapServers } = await endpointsOf(home);
  const admin = new kafkajs.Kafka({ brokers: [...bootstrapServers] }).admin();
  await admin.connect();
  const configEntries = [{ name: "retention.ms", value: "86400000" }];
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: sales.topic, configEntries }],
  });
  await admin.disconnect();
  await done("table", "drop", "--yes");
  expect(await plan()).toEqual(["topic cannot retention.ms", "table create", "connector change tasks.max"]);
  const refused = await run("connector", "deploy", "--plan", kept);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain(
    `topic ${sales.topic}: has been changed on the cluster (now another: retention.ms)`,
  );
  expect(refused.stderr).toContain(`table ${sales.keyspace}.${sales.table}: was there, and is gone`);
  expect(await plan()).toContain("connector change tasks.max");
});

test("it is not deployed on a topic and a table that were made again alike", async () => {
  await done("connector", "delete");
  await done("topic", "delete", "--yes");
  await done("topic", "create");
  await done("table", "init");
  expect(await plan("--out", kept)).toEqual(["connector create"]);
  await done("topic", "delete", "--yes");
  await done("table", "drop", "--yes");
  await done("topic", "create");
  await done("table", "init");
  expect(await plan()).toEqual(["connector create"]);
  const refused = await run("connector", "deploy", "--plan", kept);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain(`topic ${sales.topic}: was dropped and made again`);
  expect(refused.stderr).toContain(`table ${sales.keyspace}.${sales.table}: was dropped and made again`);
});
