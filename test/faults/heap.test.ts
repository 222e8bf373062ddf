import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli } from "#test/support/cli.js";
import { CqlProxy } from "#test/support/cql-proxy/proxy.js";
import { faultRounds } from "#test/support/faults/rounds.js";
import { type OwnStack, ownStack } from "#test/support/servers/own-stack.js";
import { SinkJob } from "#test/support/sink/job.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";
import type { SentRecord } from "#test/support/sink/topic.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";

/** The whole time only where all rounds are wanted, as by `npm run faults`. */
const silence = faultRounds.length < 20 ? 30_000 : 600_000;

/** A record takes twice this of the heap: what was read, and what the converter made of it. */
const payload = "y".repeat(300_000);

/** Together 600 MB, were they all kept. */
const count = 1_000;

let own: OwnStack;
let stack: SinkStack;

beforeAll(async () => {
  own = await ownStack();
  // The last word on a JVM's heap, whatever its command line says.
  const env = { _JAVA_OPTIONS: "-Xmx512m" };
  const up = await runCli(["up", ...own.flags], { env, deadline: 300_000 });
  expect(up.exitCode, up.stderr).toBe(0);
  stack = await openSinkStack(own.home);
});

afterAll(async () => {
  await stack.close();
  await own.remove();
});

function large(from: number, to: number): readonly SentRecord[] {
  return Array.from({ length: to - from }, (_, index) => ({
    key: `k${from + index}`,
    value: JSON.stringify({ n: from + index, t: "small", payload }),
    timestamp: Date.now(),
  }));
}

/** A broker takes a megabyte at once. */
async function send(job: SinkJob, from: number, to: number): Promise<void> {
  for (let first = from; first < to; first += 3) await job.sendGood(large(first, Math.min(first + 3, to)));
}

it(
  "large records of which a small field is mapped wait in 512 MB while Cassandra is silent, and go on",
  { timeout: silence + 600_000 },
  async ({ task }) => {
    const fault = "Cassandra silent for 10 minutes, records of 300 KB, 512 MB of heap";
    const proxy = await CqlProxy.start(stack.cqlPort, 1);
    const job = await SinkJob.create(stack, {
      name: "heap",
      partitions: 1,
      deadLetters: true,
      config: { ...proxy.config, "retry.timeout": "3600" },
    });
    try {
      if (silence >= 600_000) task.meta.faultRound = { fault, rowsChecked: 0, wrongRows: 0 };
      await job.deploy();
      await send(job, 0, 3);
      await job.drained();
      proxy.silent = true;
      await send(job, 3, count);
      const wait = { what: "writes in flight", deadline: 30_000, log: workerLog(stack.home) };
      await waitFor(wait, () => Promise.resolve(proxy.swallowed > 0 ? true : undefined));
      const end = Date.now() + silence;
      while (Date.now() < end) {
        const status = await stack.connect.status(job.topic);
        expect(status?.tasks.map(({ state }) => state)).toEqual(["RUNNING"]);
        await setTimeout(5_000);
      }
      proxy.silent = false;
      await job.drained(300_000);
      expect(await job.deadLetters()).toEqual([]);
      const rows = await job.rows();
      const expected = Array.from({ length: count }, (_, n) => [`k${n}`, JSON.stringify({ n, t: "small" })]);
      const wrong = expected.filter(([key, row]) => rows.get(key ?? "") !== row);
      if (silence >= 600_000) {
        task.meta.faultRound = { fault, rowsChecked: rows.size, wrongRows: wrong.length };
      }
      expect(wrong).toEqual([]);
      expect(rows.size).toBe(count);
    } finally {
      await job.remove();
      await proxy.close();
    }
  },
);
