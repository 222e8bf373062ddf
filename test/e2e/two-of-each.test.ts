import { Client, policies } from "cassandra-driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scaled } from "#test/support/scaled.js";
import type { ConnectorDetails } from "#cli/commands/connector/status.js";
import type { StatusResult } from "#cli/commands/stack/status.js";
import type { CommandResult } from "#cli/ports/context.js";
import { runCli, runJson } from "#test/support/cli.js";
import { type OwnStack, ownStack } from "#test/support/servers/own-stack.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";

let stack: OwnStack;
let sales: PipelineCopy;
const on = (...args: string[]): string[] => [...args, "--file", sales.file, "--home", stack.home];
const must = async (...args: string[]): Promise<void> => {
  const run = await runCli(args);
  expect(run.exitCode, run.stderr).toBe(0);
};
/** Who has the pipeline's tasks, as far as they run. */
const workersOfTasks = async (): Promise<readonly string[]> => {
  const run = await runCli([...on("connector", "status", "--sample", "0s"), "--output", "json"]);
  if (run.stdout === "") return [run.stderr];
  const { connectors } = JSON.parse(run.stdout) as ConnectorDetails;
  const tasks = connectors[0]?.tasks ?? [];
  return tasks.map(({ worker, state }) => (state === "RUNNING" ? worker.replace(/:\d+$/, "") : state)).sort();
};

beforeAll(async () => {
  stack = await ownStack("--workers", "2", "--brokers", "2", "--nodes", "2", "--commitlog-sync", "batch");
  sales = await copyPipeline("item-sales", (text) => text.replace("replication: 1", "replication: 2"));
  await stack.up();
});
afterAll(async () => {
  await sales.remove(stack.home);
  await stack.remove();
});

test("all six servers answer", async () => {
  const { processes } = await runJson<StatusResult>(["status", "--home", stack.home]);
  expect(processes.map(({ name, address, state }) => [name, address.split(":")[0], state])).toEqual([
    ["kafka", "127.0.0.1", "answering"],
    ["kafka-2", "127.0.0.2", "answering"],
    ["connect", "127.0.0.1", "answering"],
    ["connect-2", "127.0.0.2", "answering"],
    ["cassandra", "127.0.0.1", "answering"],
    ["cassandra-2", "127.0.0.2", "answering"],
  ]);
});

test("an up with other numbers is refused and told what runs", async () => {
  const run = await runCli(["up", "--home", stack.home, "--workers", "1", "--nodes", "3"]);
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain("its number of workers is 2, not 1, and its number of nodes is 2, not 3");
});

test("the tasks of a worker that is killed move to the other one, and every record arrives", async () => {
  await must(...on("topic", "create"));
  await must(...on("table", "init"));
  await must(...on("connector", "deploy"));
  await expect.poll(workersOfTasks, { timeout: scaled(60_000) }).toEqual(["127.0.0.1", "127.0.0.2"]);
  stack.signal("connect", "SIGKILL");
  await must("produce", "item-sales", "--file", sales.file, "--count", "5000", "--home", stack.home);
  await expect.poll(workersOfTasks, { timeout: scaled(60_000) }).toEqual(["127.0.0.2", "127.0.0.2"]);
  const verified = await runJson<CommandResult>(on("verify", "table", "--wait", "60s"));
  expect(verified).toMatchObject({ outcome: "clean" });
  await stack.up();
  await expect.poll(workersOfTasks, { timeout: scaled(60_000) }).toEqual(["127.0.0.1", "127.0.0.2"]);
});

/** Messages that the nodes have sent each other. */
async function messagesBetweenNodes(): Promise<number> {
  const { processes } = await runJson<StatusResult>(["status", "--home", stack.home]);
  const nodes = processes.filter(({ kind }) => kind === "cassandra").map(({ address }) => address);
  let messages = 0;
  for (const node of nodes) {
    const { RoundRobinPolicy, AllowListPolicy } = policies.loadBalancing;
    const client = new Client({
      contactPoints: [node],
      localDataCenter: "datacenter1",
      policies: { loadBalancing: new AllowListPolicy(new RoundRobinPolicy(), [node]) },
    });
    const sent = await client.execute("SELECT sent_count FROM system_views.internode_outbound");
    for (const row of sent.rows) messages += Number(row["sent_count"]);
    await client.shutdown();
  }
  return messages;
}

test("a batch has rows of one node, and goes to that node", async () => {
  const count = 20_000;
  const lag = async (): Promise<unknown> => {
    const status = await runJson<ConnectorDetails>(on("connector", "status", "--sample", "0s"));
    return status.connectors[0]?.lag;
  };
  await expect.poll(lag, { timeout: scaled(60_000) }).toBe(0);
  const before = await messagesBetweenNodes();
  await must("produce", "item-sales", "--file", sales.file, "--count", String(count), "--home", stack.home);
  await expect.poll(lag, { timeout: scaled(60_000) }).toBe(0);
  // Half of the rows would be handed on otherwise. Nodes also talk of themselves, some messages a second.
  expect((await messagesBetweenNodes()) - before).toBeLessThan(count / 10);
});

test("with a broker dead that alone has partitions, everything else is seen and done as before", async () => {
  const old = await copyPipeline("item-sales");
  const alone = ["--file", old.file, "--home", stack.home];
  await must("topic", "create", ...alone);
  await must("table", "init", ...alone);
  stack.signal("kafka-2", "SIGKILL");
  await expect
    .poll(async () => (await runCli(["topic", "describe", ...alone])).stdout, { timeout: scaled(60_000) })
    .toMatch(/partitions? [\d, ]+ ha(s|ve) no leader/);
  const { processes } = await runJson<StatusResult>(["status", "--home", stack.home], { exitCode: 3 });
  expect(processes.filter(({ state }) => state !== "answering").map(({ name }) => name)).toEqual(["kafka-2"]);
  const list = await runCli(["topic", "list", "--all", "--home", stack.home]);
  expect(list.exitCode, list.stderr).toBe(0);
  expect(list.stdout).toMatch(new RegExp(`${old.topic}: partitions? [\\d, ]+ ha(s|ve) no leader`));
  await must("produce", "item-sales", "--file", sales.file, "--count", "500", "--home", stack.home);
  const verified = await runJson<CommandResult>(on("verify", "table", "--wait", "60s"));
  expect(verified).toMatchObject({ outcome: "clean" });
  const unread = await runCli(["verify", "table", ...alone]);
  expect(unread.stdout + unread.stderr).toContain("no leader");
  await stack.up();
  await old.remove(stack.home);
});
