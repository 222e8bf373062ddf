import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { SinkJob, type SinkJobSettings } from "#test/support/sink/job.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";
import type { SentRecord } from "#test/support/sink/topic.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";

let stack: SinkStack;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});

afterAll(() => stack.close());

const jobOf = (settings: SinkJobSettings): Promise<SinkJob> =>
  SinkJob.create(stack, { partitions: 1, deadLetters: true, ...settings });

const record = (key: string, value: object, timestamp: number): SentRecord => ({
  key,
  value: JSON.stringify(value),
  timestamp,
});

async function only(query: string): Promise<unknown> {
  const { rows } = await stack.cql.execute(query, [], { prepare: true });
  expect(rows).toHaveLength(1);
  return { ...rows[0] };
}

describe.concurrent(
  "after its offsets are reset the sink writes everything once more, and rows are the same",
  () => {
    it("where a record of some columns has lived its time since", async () => {
      const job = await jobOf({
        name: "lived",
        columns: "k text PRIMARY KEY, n bigint, t text, other text",
        mapping: "k=key, n=value.n, t=value.t, __ttl=value.ttl",
      });
      await job.deploy();
      await stack.cql.execute(
        `INSERT INTO ${job.table} (k, other) VALUES ('a', 'of another') USING TIMESTAMP 1`,
      );
      const now = Date.now();
      await job.sendGood([
        record("a", { n: 1, t: "of an earlier record" }, now - 1_000),
        record("a", { n: 2, ttl: 20 }, now),
      ]);
      await job.drained();
      const query = `SELECT n, t, other FROM ${job.table}`;
      const rest = { t: "of an earlier record", other: "of another" };
      expect(await only(query)).toEqual({ n: 2n, ...rest });
      const wait = { what: "the end of n", deadline: 60_000, log: workerLog(stack.home) };
      await waitFor(wait, async (seen) => {
        const row = (await only(query)) as { n: bigint | null };
        seen(String(row.n));
        return row.n === null ? true : undefined;
      });
      expect(await only(query)).toEqual({ n: null, ...rest });
      await job.replay();
      expect(await only(query)).toEqual({ n: null, ...rest });
      expect(await job.deadLetters()).toEqual([]);
      await job.remove();
    });

    it("where rows of one millisecond share a static column", async () => {
      const job = await jobOf({
        name: "static",
        columns: "k text, c text, s text static, PRIMARY KEY (k, c)",
        mapping: "k=key, c=value.c, s=value.s",
      });
      await job.deploy();
      const now = Date.now() - 60_000;
      await job.sendGood(["z", "y", "x"].map((s, index) => record("a", { c: String(index), s }, now)));
      await job.drained();
      const query = `SELECT DISTINCT k, s FROM ${job.table}`;
      expect(await only(query)).toEqual({ k: "a", s: "x" });
      await job.replay();
      expect(await only(query)).toEqual({ k: "a", s: "x" });
      await job.remove();
    });

    it("where a query of one's own writes, and times fall", async () => {
      const job = await jobOf({ name: "query" });
      const section = `topic.${job.topic}.${job.table}`;
      const query = {
        [`${section}.query`]: `INSERT INTO ${job.table} (k, n, t) VALUES (:k, :n, :t)`,
        [`${section}.deletesEnabled`]: "false",
      };
      await job.deploy(query);
      const now = Date.now() - 60_000;
      await job.sendGood([
        record("a", { n: 1, t: "latest" }, now),
        record("a", { n: 2, t: "earlier" }, now - 1),
        record("a", { n: 3, t: "earliest" }, now - 2),
      ]);
      await job.drained();
      const written = `SELECT n, t, writetime(n) AS at FROM ${job.table}`;
      const latest = { n: 1n, t: "latest", at: BigInt(now) * 1_000n };
      expect(await only(written)).toEqual(latest);
      await job.replay(query);
      expect(await only(written)).toEqual(latest);
      await job.remove();
    });
  },
);

/** 1,500 records of one row in each millisecond, whose texts fall: equal write times would keep an earlier text. */
const overrun = (from: number, to: number, start: number): SentRecord[] =>
  Array.from({ length: to - from }, (_, index) => {
    const n = from + index;
    return record("a", { n, t: String(10_000 - n) }, start + Math.floor(n / 1_500));
  });

it("after a clean stop a row that runs over from millisecond to millisecond goes on where it was", async () => {
  // The partition never goes idle, so only the milliseconds' ends decide what is committed.
  const job = await jobOf({ name: "overrun", config: { "order.idleRelease": "600" } });
  const start = Date.now() - 60_000;
  const query = `SELECT n, t FROM ${job.table}`;
  const carried = (last: number): Promise<true> =>
    waitFor(
      { what: `record ${last} of ${job.topic}`, deadline: 90_000, log: workerLog(stack.home) },
      async (seen) => {
        const { rows } = await stack.cql.execute(query);
        seen(String(rows[0]?.["n"]));
        return Number(rows[0]?.["n"]) === last ? true : undefined;
      },
    );
  await job.deploy();
  await job.sendGood(overrun(0, 4_000, start));
  await carried(3_999);
  await job.stop();
  await job.startAgain();
  await job.sendGood(overrun(4_000, 4_500, start));
  await carried(4_499);
  await job.stop();
  expect(await only(query)).toEqual({ n: 4_499n, t: "5501" });
  await job.remove();
});

describe.concurrent("after a clean stop nothing is written again that would differ", () => {
  const sum = async (table: string): Promise<number> => {
    const { rows } = await stack.cql.execute(`SELECT n FROM ${table}`);
    return rows.reduce((total, row) => {
      const value = row["n"] as bigint | readonly unknown[];
      return total + (typeof value === "bigint" ? Number(value) : value.length);
    }, 0);
  };

  it.each([
    ["counters", "k text PRIMARY KEY, n counter", 1],
    ["lists", "k text PRIMARY KEY, n list<int>", [1]],
  ] as const)("of %s", async (name, columns, value) => {
    const mapping = "k=key, n=value.n";
    // The partition never goes idle, and all records are of one millisecond, which never ends.
    const config = { "order.idleRelease": "600" };
    const job = await jobOf({ name: `stop-${name}`, columns, mapping, config });
    const now = Date.now() - 60_000;
    const send = (from: number, to: number): Promise<void> => {
      const numbers = Array.from({ length: to - from }, (_, index) => from + index);
      return job.sendGood(numbers.map((key) => record(`k${key}`, { n: value }, now)));
    };
    const written = (count: number): Promise<true> =>
      waitFor(
        { what: `${count} in ${job.table}`, deadline: 90_000, log: workerLog(stack.home) },
        async (seen) => {
          const found = await sum(job.table);
          seen(found);
          return found >= count ? true : undefined;
        },
      );
    await job.deploy();
    await send(0, 500);
    await written(500);
    await job.stop();
    await job.startAgain();
    await send(500, 503);
    await written(503);
    await job.stop();
    expect(await sum(job.table)).toBe(503);
    await job.remove();
  });
});
