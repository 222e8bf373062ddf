import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { UpResult } from "#cli/commands/stack/up.js";
import { runCli, runJson } from "#test/support/cli.js";
import { CqlProxy } from "#test/support/cql-proxy/proxy.js";
import { faultRounds } from "#test/support/faults/rounds.js";
import { scaled } from "#test/support/scaled.js";
import { awaitEnd } from "#test/support/servers/child-process.js";
import { SinkJob } from "#test/support/sink/job.js";
import { startLoad } from "#test/support/sink/load.js";
import { ReceiptJobs } from "#test/support/sink/receipt-jobs.js";
import {
  type RecordReceipt,
  ReceiptTopic,
  expectContiguous,
  expectEachOnce,
  replayInto,
} from "#test/support/sink/receipts.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";
import { workerLog } from "#test/support/wait-for.js";

let stack: SinkStack;
let worker: number | undefined;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});

afterAll(async () => {
  await runCli(["up", "--home", stack.home], { deadline: 240_000 });
  await stack.close();
});

const isLong = "CASSINK_FAULT_ROUNDS" in process.env;
/** Few in `npm test`: a worker takes ten seconds to come back. */
const kills = isLong ? faultRounds.length : 2;
const restarts = isLong ? faultRounds.length : 1;

it(
  "kills and clean restarts under load: receipts in transactions have no double and no hole",
  async ({ task }) => {
    const fault = "kill -9 of the worker and restarts, receipts in transactions";
    const rounds = kills + restarts;
    task.meta.faultRound = { fault, rounds, rowsChecked: 0, wrongRows: 0 };
    const sinks = await ReceiptJobs.deploy(stack, "killed");
    const { told, records, all: jobs } = sinks;
    const load = startLoad(jobs);
    const goesOn = (): Promise<true> => told.awaitMore(records.topic);
    for (let kill = 0; kill < kills; kill++) {
      await goesOn();
      await killWorker();
    }
    for (let restart = 0; restart < restarts; restart++) {
      await goesOn();
      await Promise.all(jobs.map((job) => job.restart()));
    }
    await goesOn();
    const sent = await load.end();
    await sinks.drained();
    task.meta.faultRound = { fault, rounds, rowsChecked: sent, wrongRows: 0 };
    const receipts = await sinks.expectAllOnce(sent);
    const again = `${records.table}_again`;
    await replayInto(again, receipts, stack);
    expect(Object.fromEntries(await records.rows(again))).toEqual(Object.fromEntries(await records.rows()));
    await sinks.remove();
  },
  scaled(240_000 + 30_000 * kills),
);

it("a topic of ranges that is made anew with fewer partitions: they go on without a double and a hole", async ({
  task,
}) => {
  const fault = "receipts of ranges whose topic is made anew with fewer partitions";
  task.meta.faultRound = { fault, rounds: 1, rowsChecked: 0, wrongRows: 0 };
  const ranges = await ReceiptTopic.create(stack, "fewer", 16);
  const job = await SinkJob.create(stack, {
    name: "fewer",
    config: ranges.config({ "receipts.mode": "range" }),
  });
  await job.deploy();
  await job.produce(100);
  await job.drained();
  const before = await ranges.progress(job.topic);
  await ranges.makeAnew(1);
  await job.produce(100);
  await job.drained();
  task.meta.faultRound = { fault, rounds: 1, rowsChecked: 200, wrongRows: 0 };
  const sums = expectContiguous(await ranges.ranges(), 200, before);
  expect(sums.written + sums.deleted + sums.superseded).toBe(100);
  await job.remove();
});

/** Kills it and starts it again; its process is another one each time. */
async function killWorker(): Promise<void> {
  const pid = worker ?? stack.pidOf("connect");
  process.kill(pid, "SIGKILL");
  await awaitEnd(pid, { what: "the worker's end", deadline: 60_000, log: workerLog(stack.home) });
  const { processes } = await runJson<UpResult>(["up", "--home", stack.home], { deadline: 240_000 });
  worker = processes.find(({ name }) => name === "connect")?.pid;
}

const told = isLong ? 100_000 : 5_000;

it(
  "no receipt is early: behind delays, timeouts and errors, a read shows its write time or a later one",
  async ({ task }) => {
    const fault = "delays, timeouts and errors of Cassandra: receipts before their rows";
    task.meta.faultRound = { fault, rounds: 1, rowsChecked: 0, wrongRows: 0 };
    const proxy = await CqlProxy.start(stack.cqlPort, 7);
    try {
      const receipts = await ReceiptTopic.create(stack, "early");
      const job = await SinkJob.create(stack, {
        name: "early",
        // Superseding rows would leave few requests for so many receipts.
        config: receipts.config({ ...proxy.config, maxNumberOfRecordsInBatch: "4" }),
      });
      await job.deploy();
      proxy.slowest = 40;
      const end = new AbortController();
      const faults = (async () => {
        for (const error of endless([
          "write timeout",
          "overloaded",
          "unavailable",
          "server error",
        ] as const)) {
          for (const when of ["instead", "after"] as const) {
            proxy.fault = { error, share: 0.1, when };
            await setTimeout(500);
            if (end.signal.aborted) return;
          }
        }
      })();
      let checked = 0;
      const early: string[] = [];
      const check = async (receipt: RecordReceipt): Promise<void> => {
        const query = `SELECT writetime(n) AS time FROM ${job.table} WHERE k = ?`;
        const { rows } = await stack.cql.execute(query, [receipt.key["k"]], { prepare: true });
        const time = (rows[0]?.["time"] ?? -1n) as bigint;
        if (time < receipt.writeTime) early.push(`${receipt.origin}: ${receipt.writeTime} and ${time}`);
        checked += 1;
      };
      const following = receipts.follow(
        async (some) => {
          // No more at a time than a connection takes.
          for (let from = 0; from < some.length; from += 500)
            await Promise.all(some.slice(from, from + 500).map(check));
        },
        () => checked >= told,
      );
      for (let sent = 0; sent < told; sent += 1_000) await job.sendGood(puts(sent, 1_000));
      await job.drained(120_000 + told * 6);
      await following;
      end.abort();
      await faults;
      proxy.fault = undefined;
      task.meta.faultRound = { fault, rounds: 1, rowsChecked: checked, wrongRows: early.length };
      expect(early.slice(0, 5)).toEqual([]);
      expectEachOnce(await receipts.records(), told);
      expect(proxy.faults).toBeGreaterThan(told / 1_000);
      expect(await job.wrongRows()).toEqual([]);
      await job.remove();
    } finally {
      await proxy.close();
    }
  },
  scaled(240_000 + told * 10),
);

function* endless<T>(all: readonly T[]): Iterable<T> {
  for (;;) yield* all;
}

/** Of many keys, a few records each, so that a read shows a write time of the receipt's own. */
function puts(from: number, count: number): { key: string; value: string; timestamp: number }[] {
  const first = Date.now() - 3_600_000;
  return Array.from({ length: count }, (_, index) => ({
    key: `k${(from + index) % 3_001}`,
    value: JSON.stringify({ n: from + index, t: `text ${from + index}` }),
    timestamp: first + from + index,
  }));
}
