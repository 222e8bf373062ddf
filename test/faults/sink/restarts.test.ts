import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { faultRounds } from "#test/support/faults/rounds.js";
import { SinkJob, type SinkJobSettings } from "#test/support/sink/job.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";

let stack: SinkStack;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});

afterAll(() => stack.close());

const keys = 50;
const partitions = 2;
const restarts = faultRounds.length;

/** What the counters say altogether. */
async function counted(job: SinkJob): Promise<number> {
  const { rows } = await stack.cql.execute(`SELECT n FROM ${job.table}`);
  return rows.reduce((total, row) => total + Number(row["n"]), 0);
}

/** Sends increments all the time until it is told to stop, and says how many there were. */
function load(job: SinkJob): { readonly stop: () => Promise<number> } {
  const end = new AbortController();
  const sending = (async () => {
    let sent = 0;
    while (!end.signal.aborted) {
      const timestamp = Date.now();
      const records = Array.from({ length: 100 }, (_, index) => ({
        key: `k${(sent + index) % keys}`,
        value: '{"n":1}',
        timestamp,
      }));
      await job.sendGood(records);
      sent += records.length;
    }
    return sent;
  })();
  return {
    stop: () => {
      end.abort();
      return sending;
    },
  };
}

/** How many increments were counted again after clean restarts under load. */
async function countedAgain(settings: SinkJobSettings, besides?: string): Promise<number> {
  const job = await SinkJob.create(stack, {
    partitions,
    columns: "k text PRIMARY KEY, n counter",
    mapping: "k=key, n=value.n",
    ...settings,
  });
  const change =
    besides === undefined ? {} : { [`topic.${job.topic}.${besides}.mapping`]: "k=key, n=value.n" };
  await job.deploy(change);
  const producer = load(job);
  try {
    for (let restart = 0; restart < restarts; restart++) {
      const before = await counted(job);
      await waitFor(
        { what: `increments of ${job.topic}`, deadline: 90_000, log: workerLog(stack.home) },
        async (seen) => {
          const now = await counted(job);
          seen(now);
          return now > before + 2_000 ? true : undefined;
        },
      );
      await job.restart();
    }
  } finally {
    await producer.stop();
  }
  const sent = await producer.stop();
  await job.drained();
  const all = await counted(job);
  await job.remove();
  return all - sent;
}

describe("clean restarts under load", () => {
  it("repeat no increment of a table of counters", async ({ task }) => {
    const fault = "clean restart under load, counters alone";
    task.meta.faultRound = { fault, rounds: restarts, rowsChecked: 0, wrongRows: 0 };
    const repeated = await countedAgain({ name: "counters-alone" });
    task.meta.faultRound = { fault, rounds: restarts, rowsChecked: keys, wrongRows: 0, repeated };
    expect(repeated).toBe(0);
  });

  it("repeat what is held for the write times of another table of the topic, and no more", async ({
    task,
  }) => {
    const fault = "clean restart under load, counters beside a table with write times";
    task.meta.faultRound = { fault, rounds: restarts, rowsChecked: 0, wrongRows: 0 };
    const besides = `${stack.keyspace}.counters_beside_rows_plain`;
    await stack.cql.execute(`CREATE TABLE ${besides} (k text PRIMARY KEY, n int)`);
    const config = { "order.idleRelease": "5" };
    const repeated = await countedAgain({ name: "counters-beside-rows", config }, besides);
    task.meta.faultRound = { fault, rounds: restarts, rowsChecked: keys, wrongRows: 0, repeated };
    expect(repeated).toBeGreaterThan(0);
    // A thousand offsets of each partition, and those of the milliseconds in which they begin and end.
    expect(repeated).toBeLessThan(restarts * partitions * 1_500);
  });
});
