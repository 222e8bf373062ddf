import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { SinkJob } from "#test/support/sink/job.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";

let stack: SinkStack;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});

afterAll(() => stack.close());

/** A sink that has carried some records, as far as `carried`. */
async function running(name: string, carried: number): Promise<SinkJob> {
  const job = await SinkJob.create(stack, { name, partitions: 1, deadLetters: true });
  await job.deploy();
  await job.produce(carried);
  await job.drained();
  return job;
}

describe.concurrent("a table that changes under the sink", () => {
  it("loses a column: the task fails and names it; when it is back, a new generation makes every row right", async () => {
    const job = await running("lacking", 500);
    await stack.cql.execute(`ALTER TABLE ${job.table} DROP t`);
    await stack.cql.execute(`TRUNCATE ${job.table}`);
    job.forget();
    await job.produce(500);
    expect(await job.failed()).toMatch(/has no column t.*restart the task/);
    expect([...(await job.committed()).values()]).toEqual([500]);
    expect(await job.deadLetters()).toEqual([]);
    await stack.cql.execute(`ALTER TABLE ${job.table} ADD t text`);
    // Cassandra hides what is written to it with times before the drop: sink-errors.md.
    await job.deploy();
    const log = await readFile(workerLog(stack.home), "utf8");
    expect(log).toMatch(/lacking\.mapping: the column t was dropped at .*Raise generation by one/);
    await job.deploy({ generation: "1" });
    await job.drained();
    expect(await job.wrongRows()).toEqual([]);
    await job.remove();
  });

  it("is dropped: the task fails and names it; when it is back, every later record is in it", async () => {
    const job = await running("dropped", 500);
    await stack.cql.execute(`DROP TABLE ${job.table}`);
    job.forget();
    await job.produce(500);
    expect(await job.failed()).toContain("there is no table dropped in keyspace");
    expect([...(await job.committed()).values()]).toEqual([500]);
    expect(await job.deadLetters()).toEqual([]);
    await job.createTable();
    await job.restart();
    await job.drained();
    expect(await job.wrongRows()).toEqual([]);
    await job.remove();
  });

  it("is dropped and made anew while nothing arrives: nobody needs to know", async () => {
    const job = await running("anew", 500);
    await stack.cql.execute(`DROP TABLE ${job.table}`);
    await job.createTable();
    job.forget();
    await job.produce(500);
    await job.drained();
    expect(await job.wrongRows()).toEqual([]);
    await job.remove();
  });

  it("is made anew, a double where a bigint was, a moment before a record: no number is the other's bytes", async () => {
    const job = await running("retyped", 500);
    const found: unknown[] = [];
    for (let round = 0; round < 2; round += 1) {
      const type = round % 2 === 0 ? "double" : "bigint";
      await stack.cql.execute(`DROP TABLE ${job.table}`);
      await stack.cql.execute(`CREATE TABLE ${job.table} (k text PRIMARY KEY, n ${type}, t text)`);
      await job.sendGood([{ key: `k${round}`, value: '{"n":42,"t":"x"}', timestamp: Date.now() }]);
      await job.drained();
      const { rows } = await stack.cql.execute(`SELECT n FROM ${job.table}`);
      found.push(...rows.map((row) => Number(row.get("n"))));
    }
    expect(found).toEqual([42, 42]);
    await job.remove();
  });

  it("has a type that gets a field: the next record may have it, and later ones need not", async () => {
    await stack.cql.execute(`CREATE TYPE ${stack.keyspace}.place (street text)`);
    const job = await SinkJob.create(stack, {
      name: "extended",
      partitions: 1,
      columns: "k text PRIMARY KEY, a frozen<place>",
      mapping: "k=key, a=value.a",
      deadLetters: true,
      config: { [`topic.${stack.keyspace}-extended.${stack.keyspace}.extended.missingFields`]: "unset" },
    });
    await job.deploy();
    const timestamp = Date.now();
    const send = (key: string, a: object): Promise<void> =>
      job.sendGood([{ key, value: JSON.stringify({ a }), timestamp }]);
    await send("before", { street: "Long 1" });
    await job.drained();
    await stack.cql.execute(`ALTER TYPE ${stack.keyspace}.place ADD zip text`);
    await send("with", { street: "Long 2", zip: "8000" });
    await send("without", { street: "Long 3" });
    await job.drained();
    expect(await job.deadLetters()).toEqual([]);
    const { rows } = await stack.cql.execute(`SELECT k, a.street AS street, a.zip AS zip FROM ${job.table}`);
    expect(rows.map((row) => [row.get("k"), row.get("street"), row.get("zip")] as unknown[]).sort()).toEqual([
      ["before", "Long 1", null],
      ["with", "Long 2", "8000"],
      ["without", "Long 3", null],
    ]);
    await job.remove();
  });

  it("gets a column while rows wait, without a dead-letter topic: every row is written", async () => {
    const job = await SinkJob.create(stack, {
      name: "widened",
      partitions: 1,
      config: { maxConcurrentRequests: "1", maxNumberOfRecordsInBatch: "1" },
    });
    await job.deploy();
    const puts = Array.from({ length: 20_000 }, (_, index) => ({
      key: `k${index % 200}`,
      value: JSON.stringify({ n: 20_000 - index, t: "x" }),
      timestamp: 1_700_000_000_000 + index,
    }));
    await job.sendGood(puts);
    const begun = { what: "the first row", deadline: 60_000, log: workerLog(stack.home) };
    await waitFor(begun, async () => ((await job.rows()).size > 0 ? true : undefined));
    await stack.cql.execute(`ALTER TABLE ${job.table} ADD more text`);
    await job.drained();
    expect(await job.wrongRows()).toEqual([]);
    await job.remove();
  });

  it("gets a column: a record without a value deletes its row before, and nothing after, restarted or not", async () => {
    const job = await running("added", 500);
    const timestamp = Date.now();
    const put = { key: "kept", value: JSON.stringify({ n: 1, t: "x" }), timestamp };
    await job.sendGood([put, { key: "deleted", value: put.value, timestamp }]);
    await job.sendGood([{ key: "deleted", value: null, timestamp: timestamp + 1 }]);
    await job.drained();
    await stack.cql.execute(`ALTER TABLE ${job.table} ADD more text`);
    await stack.cql.execute(`UPDATE ${job.table} SET more = 'not of the sink' WHERE k = 'kept'`);
    const toSee = { what: "the sink to see the column", deadline: 60_000, log: workerLog(stack.home) };
    await waitFor(toSee, async () => {
      await job.sendGood([put]);
      const log = await readFile(workerLog(stack.home), "utf8");
      return /added has changed.*a record without a value deletes nothing.*lacks more/.test(log)
        ? true
        : undefined;
    });
    for (const [round, key] of ["running", "restarted"].entries()) {
      await job.sendGood([{ ...put, key }]);
      for (const gone of ["kept", key])
        await job.sendGood([{ key: gone, value: null, timestamp: timestamp + 2 }]);
      await job.drained();
      if (round === 0) await job.restart();
    }
    expect(await job.deadLetters()).toEqual([]);
    const { rows } = await stack.cql.execute(`SELECT k, t, more FROM ${job.table}`);
    const found = new Map(
      rows.map((row) => [row.get("k") as string, [row.get("t"), row.get("more")] as unknown[]]),
    );
    expect(found.get("kept")).toEqual(["x", "not of the sink"]);
    expect(found.get("running")).toEqual(["x", null]);
    expect(found.get("restarted")).toEqual(["x", null]);
    expect(found.has("deleted")).toBe(false);
    await job.remove();
  });
});
