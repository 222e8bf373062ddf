import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { runCli } from "#test/support/cli.js";
import { awaitEnd } from "#test/support/servers/child-process.js";
import { SinkJob } from "#test/support/sink/job.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";
import { workerLog } from "#test/support/wait-for.js";

let stack: SinkStack;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});

afterAll(async () => {
  await runCli(["up", "--home", stack.home], { deadline: 240_000 });
  await stack.close();
});

/** Sends records all the time while something is done to the node. */
async function underLoad(job: SinkJob, work: () => Promise<void>): Promise<void> {
  let over = false;
  const load = async (): Promise<void> => {
    while (!over) {
      await job.produce(100);
      await setTimeout(100);
    }
  };
  const loaded = load();
  await work();
  over = true;
  await loaded;
}

it.each([
  [
    "is paused for 20 s and goes on",
    async () => {
      process.kill(stack.pidOf("cassandra"), "SIGSTOP");
      await setTimeout(20_000);
      process.kill(stack.pidOf("cassandra"), "SIGCONT");
    },
  ],
  [
    "is stopped and started again",
    async () => {
      const pid = stack.pidOf("cassandra");
      process.kill(pid, "SIGTERM");
      await awaitEnd(pid, { what: "the node's end", deadline: 60_000, log: workerLog(stack.home) });
      const up = await runCli(["up", "--home", stack.home], { deadline: 240_000 });
      expect(up.exitCode, up.stderr).toBe(0);
    },
  ],
])("a node that %s under load: the task runs all the time, and every row is right", async (name, work) => {
  const job = await SinkJob.create(stack, {
    name: name.split(" ")[1] ?? "",
    deadLetters: true,
    config: { queryExecutionTimeout: "5" },
  });
  await job.deploy();
  await job.produce(1_000);
  await job.drained();
  await underLoad(job, work);
  await job.drained();
  expect(await job.wrongRows()).toEqual([]);
  expect(await job.deadLetters()).toEqual([]);
  await job.remove();
});
