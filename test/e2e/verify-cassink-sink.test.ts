import kafkajs from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import type { TableReport } from "#cli/commands/verify/report.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { runCli, runJson } from "#test/support/cli.js";
import { FilledTable } from "#test/support/filled-table.js";
import { brokerOf } from "#test/support/servers/kafka.js";
import { cassandraOf } from "#test/support/servers/cassandra.js";
import { copyPipeline, type PipelineCopy } from "#test/support/pipeline-copy.js";

const home = inject("home");
const on = (...args: string[]): string[] => [...args, "--home", home];
let cassandra: ClosableCassandra;

beforeAll(async () => {
  cassandra = await cassandraOf(home);
});
afterAll(() => cassandra.close());

async function ok(words: readonly string[], input?: string): Promise<void> {
  const run = await runCli(on(...words), input === undefined ? {} : { input });
  expect(run.exitCode, run.stderr).toBe(0);
}

async function deploy(file: string): Promise<void> {
  await ok(["topic", "create", "--file", file]);
  await ok(["table", "init", "--file", file]);
  await ok(["connector", "deploy", "--file", file]);
}

async function verified(file: string, exitCode: number): Promise<TableReport> {
  const result = await runJson<VerifyTableResult>(on("verify", "table", "--file", file), { exitCode });
  const report = result.pipelines[0]?.tables[0];
  if (report === undefined) throw new Error("nothing was verified");
  return report;
}

describe("weather, with paths into nested data", () => {
  let pipeline: PipelineCopy;
  beforeAll(async () => {
    pipeline = await copyPipeline("weather");
    await deploy(pipeline.file);
  });
  afterAll(() => pipeline.remove(home));

  test("is clean", async () => {
    await ok(["produce", "weather", "--file", pipeline.file, "--count", "500", "--interval", "0"]);
    const report = await verified(pipeline.file, 0);
    expect(report.records).toMatchObject({ read: 500, refused: 0 });
    expect(report.findings.found).toBeGreaterThan(0);
  });
});

describe("puts and deletes of one row", () => {
  const filled = new FilledTable("deletes", home);
  afterAll(() => filled.remove(cassandra));

  test("are in their order, also within one millisecond", async () => {
    await filled.deploy("id text PRIMARY KEY, a int, b text", {
      mapping: "id=value.id, a=value.a, b=value.b",
    });
    const ids = Array.from({ length: 50 }, (_, index) => `row-${index}`);
    await filled.send(
      ...ids.map((id) => `{"id":"${id}","a":9,"b":"first"}`),
      ...ids.map((id) => `{"id":"${id}","a":null,"b":null}`),
      ...ids.filter((_, index) => index % 2 === 0).map((id) => `{"id":"${id}","a":1}`),
    );
    const report = await verified(filled.file, 0);
    expect(report.findings).toMatchObject({ expected: 25, found: 25 });
    await cassandra.execute(`INSERT INTO ${filled.keyspace}.rows (id, a) VALUES ('row-1', 9)`);
    const back = await verified(filled.file, 3);
    expect(back.findings).toMatchObject({ unexpected: 1, missing: 0, different: 0 });
    expect(back.findings.examples.unexpected).toEqual([{ key: "id='row-1'" }]);
  });
});

describe("write times of records that the broker stamps with one time", () => {
  const filled = new FilledTable("ties", home);
  afterAll(() => filled.remove(cassandra));

  test("are the sink's to the microsecond, with static columns and records that are bad for one table", async () => {
    await filled.deploy(
      "id text, c int, s int static, a int, PRIMARY KEY (id, c)",
      { mapping: "id=value.id, c=value.c, s=value.s, a=value.a" },
      {},
      {
        beside: { numbers: { columns: "id text PRIMARY KEY, n int", mapping: "id=value.id, n=value.n" } },
        topicConfigs: { "message.timestamp.type": "LogAppendTime" },
      },
    );
    const record = (index: number): string => {
      const n = index % 5 === 3 ? "none" : 100 - index;
      return JSON.stringify({ id: `p${index % 2}`, c: index % 3, s: 100 - index, a: 100 - index, n });
    };
    await filled.send(...Array.from({ length: 60 }, (_, index) => record(index)));
    const result = await runJson<VerifyTableResult>(on("verify", "table", "--file", filled.file), {
      exitCode: 3,
    });
    const [rows, numbers] = result.pipelines[0]?.tables ?? [];
    expect(rows?.verdict).toBe("clean");
    expect(rows?.findings).toMatchObject({ found: 6, cells: { right: 6 }, restartedIndex: 0 });
    expect(rows?.statics).toMatchObject({ found: 2, cells: { right: 2 }, restartedIndex: 0 });
    // All that is found is that some records are no numbers.
    expect(numbers?.records.refused).toBe(12);
    expect(numbers?.findings).toMatchObject({ found: 2, cells: { right: 2 }, restartedIndex: 0 });
    const stored = await writeTimes("numbers", "n");
    expect(stored.filter((time) => time % 1000 > 10)).toHaveLength(2);
    const statics = await writeTimes("rows", "s");
    // The index of a row would be a third of that.
    expect(statics.filter((time) => time % 1000 > 25).length).toBeGreaterThan(0);
  });

  async function writeTimes(name: string, column: string): Promise<readonly number[]> {
    const table = await cassandra.describeTable(filled.keyspace, name);
    if (table === undefined) throw new Error(`there is no table ${name}`);
    const rows = await cassandra.firstRows(table, 10, { timed: [column] });
    return rows.map((row) => Number(row[table.columns.length]));
  }
});

describe("a millisecond that goes on after the sink was idle and has restarted", () => {
  const filled = new FilledTable("restarted", home);
  afterAll(() => filled.remove(cassandra));

  test("is counted anew, which is no finding", async () => {
    await filled.deploy(
      "id text PRIMARY KEY, a int, b int",
      { mapping: "id=value.id, a=value.a, b=value.b" },
      { "order.idleRelease": "1" },
    );
    const millisecond = String(Date.now() - 60_000);
    const send = (value: object): Promise<void> =>
      sent(filled.name, { partition: 0, timestamp: millisecond, value: JSON.stringify(value) });
    await send({ id: "x", a: 1 });
    // It ends once the sink has committed the record, which it does when the partition is idle.
    expect((await verified(filled.file, 0)).findings).toMatchObject({ found: 1, restartedIndex: 0 });
    await ok(["connector", "restart", filled.name]);
    await send({ id: "x", b: 2 });
    const { findings } = await verified(filled.file, 0);
    expect(findings).toMatchObject({ found: 1, cells: { right: 2, wrong: 0 }, restartedIndex: 1 });
    // In the same millisecond as the first, whose index it has, a record of the sink's is told from a foreign write.
    const foreign = `${millisecond}001`;
    await cassandra.execute(
      `INSERT INTO ${filled.keyspace}.rows (id, a) VALUES ('x', 1) USING TIMESTAMP ${foreign}`,
    );
    expect((await verified(filled.file, 3)).findings.faults).toMatchObject({ "write time": 1 });
  });
});

/** Sends a record with a time of its own. */
async function sent(topic: string, message: kafkajs.Message): Promise<void> {
  const client = new kafkajs.Kafka({ brokers: [await brokerOf(home)], logLevel: kafkajs.logLevel.NOTHING });
  const producer = client.producer();
  await producer.connect();
  await producer.send({ topic, messages: [message] });
  await producer.disconnect();
}

describe("a mapping that is left out", () => {
  const filled = new FilledTable("same_names", home);
  afterAll(() => filled.remove(cassandra));

  test("matches fields of the same name, of every kind", async () => {
    await filled.deploy(
      `id text PRIMARY KEY, short float, exact decimal, huge varint, yes boolean, words text, tags set<text>,
       counts map<text, int>, fixed frozen<list<int>>, pair tuple<int, text>, made timeuuid, bytes blob,
       address inet, took duration, seen_at timestamp, day date, clock time, never int`,
      { consistencyLevel: "LOCAL_ONE" },
    );
    const event = `"short":0.1,"yes":"Y","words":{"z":1.50,"a":[null,true]},"tags":["b","a"],"counts":{"two":2},
      "fixed":[],"pair":[7,"x"],"made":"2018-06-29T20:45:00.936Z","bytes":"","address":"2001:db8::1",
      "took":"1y3mo2h10m","seen_at":"2018-06-29 20:45:00.936+02:00","day":"2018-06-29","clock":"20:45:00.5"`;
    await filled.send(
      `{"id":"all","exact":12345678.90,"huge":18446744073709551621,${event.replaceAll(/\n */g, "")}}`,
      '{"id":"inexact","short":16777217,"unknown":1,"unknown":2}',
      '{"id":"bare"}',
      '{"id":"bad","yes":"perhaps"}',
      '{"id":"twice","yes":"y","yes":"n"}',
    );
    const report = await verified(filled.file, 3);
    expect(report.records).toMatchObject({ read: 5, refused: 2 });
    expect(report.findings).toMatchObject({ found: 3, missing: 0, different: 0, unexpected: 0 });
  });
});

describe("settings of write times", () => {
  const filled = new FilledTable("times", home);
  afterAll(() => filled.remove(cassandra));

  test("order=log, mapped time stamps and times to live are judged", async () => {
    await filled.deploy(
      "id text PRIMARY KEY, a int, b int",
      {
        mapping: "id=value.id, a=value.deep[1].a, b=value.b, __timestamp=value.at, __ttl=value.ttl",
        timestampTimeUnit: "MILLISECONDS",
        deletesEnabled: "false",
      },
      { order: "log", "order.epoch": "1700000000000000", generation: "1" },
    );
    await filled.send(
      '{"id":"late","deep":[0,{"a":2}],"at":1800000000002}',
      '{"id":"late","deep":[0,{"a":1}],"b":1,"at":1800000000001}',
      '{"id":"log","b":1}',
      '{"id":"log","b":2}',
      '{"id":"lives","b":3,"ttl":100000}',
    );
    const report = await verified(filled.file, 0);
    expect(report.findings).toMatchObject({ expected: 3, found: 3 });
  });
});
