import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { UpResult } from "#cli/commands/stack/up.js";
import { runCli, runJson } from "#test/support/cli.js";
import { faultRounds } from "#test/support/faults/rounds.js";
import { awaitEnd } from "#test/support/servers/child-process.js";
import { SinkJob } from "#test/support/sink/job.js";
import { ReceiptTopic, expectContiguous, expectEachOnce } from "#test/support/sink/receipts.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";

let stack: SinkStack;
let worker: number | undefined;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});

afterAll(async () => {
  await runCli(["up", "--home", stack.home], { deadline: 240_000 });
  await stack.close();
});

/** Two in `npm test`: a worker takes ten seconds to come back. */
const kills = "CASSINK_FAULT_ROUNDS" in process.env ? faultRounds.length : 2;

it("a worker that is killed under load: receipts in transactions have no double and no hole", async ({
  task,
}) => {
  const fault = "kill -9 of the worker, receipts in transactions";
  task.meta.faultRound = { fault, rounds: kills, rowsChecked: 0, wrongRows: 0 };
  const told = await ReceiptTopic.create(stack, "killed");
  const ranges = await ReceiptTopic.create(stack, "killed-ranges");
  const records = await SinkJob.create(stack, {
    name: "killed",
    config: told.config({ "receipts.transactional": "true" }),
  });
  const counts = await SinkJob.create(stack, {
    name: "killed-ranges",
    config: ranges.config({ "receipts.mode": "range" }),
  });
  const jobs = [records, counts];
  await Promise.all(jobs.map((job) => job.deploy()));
  let sent = 0;
  const end = new AbortController();
  const load = (async () => {
    while (!end.signal.aborted) {
      await Promise.all(jobs.map((job) => job.produce(100)));
      sent += 100;
      await setTimeout(50);
    }
  })();
  for (let kill = 0; kill < kills; kill++) {
    const before = await told.progress(records.topic);
    await waitFor(
      { what: "receipts of new records", deadline: 90_000, log: workerLog(stack.home) },
      async (seen) => {
        const now = await told.progress(records.topic);
        seen(now);
        return now.every((offset, partition) => offset > (before[partition] ?? -1) + 100) && now.length === 2
          ? true
          : undefined;
      },
    );
    await killWorker();
  }
  end.abort();
  await load;
  await Promise.all(jobs.map((job) => job.drained()));
  const receipts = await told.records();
  task.meta.faultRound = { fault, rounds: kills, rowsChecked: sent, wrongRows: 0 };
  expectEachOnce(receipts, sent);
  const sums = expectContiguous(await ranges.ranges(), sent);
  expect(sums.written + sums.deleted + sums.superseded).toBe(sent);
  for (const job of jobs) expect(await job.wrongRows()).toEqual([]);
  await Promise.all(jobs.map((job) => job.remove()));
});

/** Kills it and starts it again; its process is another one each time. */
async function killWorker(): Promise<void> {
  const pid = worker ?? stack.pidOf("connect");
  process.kill(pid, "SIGKILL");
  await awaitEnd(pid, { what: "the worker's end", deadline: 60_000, log: workerLog(stack.home) });
  const { processes } = await runJson<UpResult>(["up", "--home", stack.home], { deadline: 240_000 });
  worker = processes.find(({ name }) => name === "connect")?.pid;
}
