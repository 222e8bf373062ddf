import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { SinkJob } from "#test/support/sink/job.js";
import { ReceiptTopic, expectContiguous, expectEachOnce, tableOf } from "#test/support/sink/receipts.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";

let stack: SinkStack;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});
afterAll(() => stack.close());

/** The table's rows as the receipts have them: 64-bit numbers are texts. */
async function rowsOf(job: SinkJob): Promise<Map<string, unknown>> {
  const rows = [...(await job.rows())].map(([k, text]): [string, unknown] => {
    const { n, t } = JSON.parse(text) as { n?: number; t?: string };
    return [JSON.stringify({ k }), { k, n: String(n), t }];
  });
  return new Map(rows);
}

describe("receipts.mode=record", () => {
  test("tells each record once its row is there, and makes the same table", async () => {
    const receipts = await ReceiptTopic.create(stack, "told");
    const job = await SinkJob.create(stack, { name: "told", config: receipts.config() });
    await job.deploy();
    await job.produce(2_000);
    await job.drained();
    const told = await receipts.records();
    expectEachOnce(told, 2_000);
    expect(Object.fromEntries(tableOf(told))).toEqual(Object.fromEntries(await rowsOf(job)));
    const kinds = new Set(told.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(["deleted", "superseded", "written"]);
    for (const { kind, value } of told) expect(value === null).toBe(kind === "deleted");
    const times = await stack.cql.execute(`SELECT k, writetime(n) AS time FROM ${job.table}`);
    const latest = new Map<string, bigint>();
    for (const { key, writeTime } of told) {
      const before = latest.get(String(key["k"])) ?? writeTime;
      latest.set(String(key["k"]), before > writeTime ? before : writeTime);
    }
    for (const row of times.rows) expect(latest.get(String(row["k"]))).toBe(row["time"] as bigint);
    await job.remove();
  });

  test("in transactions, tells each once whatever restarts", async () => {
    const receipts = await ReceiptTopic.create(stack, "once");
    const config = receipts.config({ "receipts.transactional": "true" });
    const job = await SinkJob.create(stack, { name: "once", config });
    await job.deploy();
    for (let restart = 0; restart < 3; restart++) {
      await job.produce(1_000);
      await job.restart();
    }
    await job.produce(1_000);
    await job.drained();
    const told = await receipts.records();
    expectEachOnce(told, 4_000);
    expect(Object.fromEntries(tableOf(told))).toEqual(Object.fromEntries(await rowsOf(job)));
    expect((await receipts.progress(job.topic)).reduce((one, other) => one + other)).toBe(4_000);
    await job.remove();
  });

  test("does not tell again what offsets that are reset let be written again", async () => {
    const receipts = await ReceiptTopic.create(stack, "reset");
    const config = receipts.config({ "receipts.transactional": "true" });
    const job = await SinkJob.create(stack, { name: "reset", config });
    await job.deploy();
    await job.produce(500);
    await job.drained();
    await job.replay();
    await job.produce(100);
    await job.drained();
    expectEachOnce(await receipts.records(), 600);
    await job.remove();
  });
});

describe("receipts.mode=range", () => {
  test("tells ranges without gap or overlap, whatever restarts", async () => {
    const receipts = await ReceiptTopic.create(stack, "ranges");
    const config = receipts.config({ "receipts.mode": "range" });
    const job = await SinkJob.create(stack, { name: "ranges", deadLetters: true, config });
    await job.deploy();
    await job.produce(1_000);
    await job.sendBad(Array.from({ length: 20 }, () => ({ key: "bad", value: "{", timestamp: Date.now() })));
    await job.restart();
    await job.produce(1_000);
    await job.drained();
    const ranges = await receipts.ranges();
    const counts = expectContiguous(ranges, 2_020);
    expect(counts).toMatchObject({ refused: 20, deadLettered: 20 });
    expect(counts.written + counts.deleted + counts.superseded).toBe(2_000);
    expect(new Set(ranges.map(({ configHash }) => configHash)).size).toBe(1);
    await job.remove();
  });
});
