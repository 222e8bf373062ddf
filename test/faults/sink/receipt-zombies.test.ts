import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, inject, it } from "vitest";
import { runCli } from "#test/support/cli.js";
import { faultRounds } from "#test/support/faults/rounds.js";
import { scaled } from "#test/support/scaled.js";
import type { SinkJob } from "#test/support/sink/job.js";
import { startLoad } from "#test/support/sink/load.js";
import { ReceiptJobs } from "#test/support/sink/receipt-jobs.js";
import type { ReceiptTopic } from "#test/support/sink/receipts.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";
import { type TwinWorker, startTwinWorker } from "#test/support/sink/twin-worker.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";

let stack: SinkStack;
let log: string;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
  log = workerLog(stack.home);
});

afterAll(async () => {
  await runCli(["up", "--home", stack.home], { deadline: 240_000 });
  await stack.close();
});

/** One in `npm test`: until a worker is missed and another one has started, half a minute passes. */
const zombies = "CASSINK_FAULT_ROUNDS" in process.env ? Math.ceil(faultRounds.length / 4) : 1;

it(
  "a worker that goes on after another one took its tasks: receipts in transactions have no double and no hole",
  async ({ task }) => {
    const fault = "a zombie in the middle of a transaction of receipts";
    task.meta.faultRound = { fault, rounds: zombies, rowsChecked: 0, wrongRows: 0 };
    const sinks = await ReceiptJobs.deploy(stack, "zombie");
    const { told, ranges, records, counts, all: jobs } = sinks;
    const load = startLoad(jobs);
    const toldMore = (): Promise<unknown> =>
      Promise.all([told.awaitMore(records.topic), ranges.awaitMore(counts.topic)]);
    for (let zombie = 0; zombie < zombies; zombie++) {
      await toldMore();
      const before = (await readFile(log, "utf8")).length;
      const twin = await twinOfStopped(told, jobs);
      try {
        await toldMore();
        signalWorker("SIGCONT");
        await awaitFenced(records, before);
      } finally {
        signalWorker("SIGCONT");
        await twin.stop();
      }
      await Promise.all(jobs.map(restartTask));
      await toldMore();
    }
    const sent = await load.end();
    await sinks.drained();
    task.meta.faultRound = { fault, rounds: zombies, rowsChecked: sent, wrongRows: 0 };
    await sinks.expectAllOnce(sent);
    await sinks.remove();
  },
  scaled(240_000 + 60_000 * zombies),
);

const signalWorker = (signal: NodeJS.Signals): boolean => process.kill(stack.pidOf("connect"), signal);

/**
 * Stops the stack's worker while its receipts wait for the end of their transaction, and only then starts another one:
 * whatever Connect shares out, that one must have all tasks. Gives it once they run there.
 */
async function twinOfStopped(told: ReceiptTopic, jobs: readonly SinkJob[]): Promise<TwinWorker> {
  await told.stopWithinTransaction({
    stop: () => signalWorker("SIGSTOP"),
    goOn: () => signalWorker("SIGCONT"),
  });
  let twin: TwinWorker | undefined;
  try {
    twin = await startTwinWorker(stack.home);
    const { id, connect, log } = twin;
    await waitFor({ what: "the tasks on the second worker", deadline: 60_000, log }, async (seen) => {
      const statuses = await Promise.all(jobs.map(({ topic }) => connect.status(topic)));
      seen(statuses);
      const tasks = statuses.flatMap((status) => status?.tasks ?? []);
      return tasks.length === jobs.length &&
        tasks.every(({ state, workerId }) => state === "RUNNING" && workerId === id)
        ? true
        : undefined;
    });
    return twin;
  } catch (error) {
    signalWorker("SIGCONT");
    await twin?.stop();
    throw error;
  }
}

/** The zombie goes on in the middle of its transaction, so it must hear that the id is another's by now. */
function awaitFenced({ topic }: SinkJob, before: number): Promise<true> {
  const fenced = new RegExp(
    `transactionalId=cassink-receipts\\.${topic}\\..*(ProducerFenced|InvalidProducerEpoch)`,
  );
  return waitFor({ what: "the zombie to be fenced", deadline: 60_000, log }, async () =>
    fenced.test((await readFile(log, "utf8")).slice(before)) ? true : undefined,
  );
}

/**
 * What the message of a fenced task advises. What Connect says of the task's state may be wrong by now: both workers have
 * told of it. A worker restarts a task by this request only if it has it, and refuses it until all is shared out.
 */
function restartTask({ topic }: SinkJob): Promise<true> {
  const url = `${stack.connect.url}/connectors/${topic}/tasks/0/restart`;
  return waitFor({ what: `a restart of ${topic}`, deadline: 60_000, log }, async (seen) => {
    const answer = await fetch(url, { method: "POST" });
    seen(await answer.text());
    return answer.ok ? true : undefined;
  });
}
