import kafkajs from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import { connectAt } from "#test/support/servers/plain.js";
import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import type { TableReport } from "#cli/commands/verify/report.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import type { ConnectApi } from "#cli/ports/connect-api.js";
import { runCli, runJson } from "#test/support/cli.js";
import { FilledTable } from "#test/support/filled-table.js";
import { cassandraOf, endpointsOf } from "#test/support/servers/cassandra.js";
import { brokerOf } from "#test/support/servers/kafka.js";

const home = inject("home");
let cassandra: ClosableCassandra;
let connect: ConnectApi;

beforeAll(async () => {
  cassandra = await cassandraOf(home);
  const { connectUrl } = await endpointsOf(home);
  connect = connectAt(connectUrl);
});
afterAll(() => cassandra.close());

async function verified(
  file: string,
  exitCode: number,
  ...more: readonly string[]
): Promise<PipelineReport & { readonly report: TableReport }> {
  const words = ["verify", "table", "--file", file, "--home", home, ...more];
  const result = await runJson<VerifyTableResult>(words, { exitCode });
  const [pipeline] = result.pipelines;
  if (pipeline === undefined || pipeline.outcome === "failed") throw new Error("nothing was verified");
  const [report] = pipeline.tables;
  if (report === undefined) throw new Error("no table was verified");
  return { ...pipeline, report };
}

describe("transactions", () => {
  const filled = new FilledTable("transactions", home);
  afterAll(() => filled.remove(cassandra));

  test("committed, aborted and open ones are what the sink reads, and a marker at the end holds nothing up", async () => {
    await filled.deploy("id text PRIMARY KEY, a int", { mapping: "id=value.id, a=value.a" });
    const client = new kafkajs.Kafka({ brokers: [await brokerOf(home)], logLevel: kafkajs.logLevel.NOTHING });
    const producer = client.producer({
      transactionalId: filled.name,
      maxInFlightRequests: 1,
      idempotent: true,
    });
    await producer.connect();
    const write = async (id: string, end: "commit" | "abort"): Promise<void> => {
      const transaction = await producer.transaction();
      const value = JSON.stringify({ id, a: 1 });
      await transaction.send({ topic: filled.name, messages: [{ key: id, value, partition: 0 }] });
      await transaction[end]();
    };
    await write("committed", "commit");
    await write("aborted", "abort");
    const { report, carried } = await verified(filled.file, 0);
    expect(carried.state).toBe("all");
    expect(report.records).toMatchObject({ read: 2, current: 2 });
    const status = await runCli(["connector", "status", "--file", filled.file, "--home", home]);
    expect(status.exitCode, status.stdout).toBe(0);
    const open = await producer.transaction();
    const value = JSON.stringify({ id: "open", a: 1 });
    await open.send({ topic: filled.name, messages: [{ key: "open", value, partition: 0 }] });
    expect((await verified(filled.file, 0)).report.findings).toMatchObject({ expected: 3, found: 3 });
    await open.abort();
    await producer.disconnect();
  });

  test("a sink with read_committed is judged by what it is given", async () => {
    await cassandra.execute(`TRUNCATE ${filled.keyspace}.rows`);
    const committed = new FilledTable("committed", home);
    await committed.deploy(
      "id text PRIMARY KEY, a int",
      { mapping: "id=value.id, a=value.a" },
      { "consumer.override.isolation.level": "read_committed" },
    );
    try {
      const client = new kafkajs.Kafka({
        brokers: [await brokerOf(home)],
        logLevel: kafkajs.logLevel.NOTHING,
      });
      const producer = client.producer({
        transactionalId: committed.name,
        maxInFlightRequests: 1,
        idempotent: true,
      });
      await producer.connect();
      for (const end of ["commit", "abort"] as const) {
        const transaction = await producer.transaction();
        const value = JSON.stringify({ id: end, a: 1 });
        await transaction.send({ topic: committed.name, messages: [{ key: end, value, partition: 0 }] });
        await transaction[end]();
      }
      const { report, carried } = await verified(committed.file, 0);
      expect(carried.state).toBe("all");
      expect(report.findings).toMatchObject({ expected: 1, found: 1 });

      const open = await producer.transaction();
      const value = JSON.stringify({ id: "behind", a: 1 });
      await open.send({ topic: committed.name, messages: [{ key: "open", value, partition: 0 }] });
      const plain = client.producer();
      await plain.connect();
      await plain.send({ topic: committed.name, messages: [{ key: "behind", value, partition: 0 }] });
      const { report: hidden } = await verified(committed.file, 4, "--wait", "2s");
      expect(hidden.unjudged).toEqual([{ reason: "transaction", rows: 0, cells: 0, records: 2 }]);
      await open.abort();
      const { report: ended } = await verified(committed.file, 0);
      expect(ended.findings).toMatchObject({ expected: 2, found: 2 });
      await Promise.all([producer.disconnect(), plain.disconnect()]);
    } finally {
      await committed.remove(cassandra);
    }
  });
});

describe("a column that is added", () => {
  const filled = new FilledTable("added", home);
  afterAll(() => filled.remove(cassandra));

  test("excuses what records of before may have done, and nothing of a later one", async () => {
    await filled.deploy("id text PRIMARY KEY, a int", {
      mapping: "id=key, a=value.a",
      deletesEnabled: "true",
    });
    const client = new kafkajs.Kafka({ brokers: [await brokerOf(home)], logLevel: kafkajs.logLevel.NOTHING });
    const producer = client.producer();
    await producer.connect();
    /** A row, and a record of nulls behind it. */
    const send = (key: string, timestamp: number): Promise<unknown> => {
      const values = [JSON.stringify({ a: 1 }), null];
      const messages = values.map((value, index) => ({ key, value, timestamp: String(timestamp + index) }));
      return producer.send({ topic: filled.name, messages });
    };
    await send("deleted", Date.now());
    await verified(filled.file, 0);
    await cassandra.execute(`ALTER TABLE ${filled.keyspace}.rows ADD b int`);
    const { report } = await verified(filled.file, 4);
    expect(report.findings).toMatchObject({ expected: 1, found: 0, missing: 0 });
    expect(report.unjudged).toMatchObject([{ reason: "schema", rows: 1 }]);

    const later = Date.now() + 120_000;
    await send("lost", later);
    await producer.disconnect();
    // It is a row now, once the sink has seen the column; and gone for whatever reason, it is missing.
    const lost = `DELETE FROM ${filled.keyspace}.rows USING TIMESTAMP ${(later + 60_000) * 1000} WHERE id = 'lost'`;
    await cassandra.execute(lost);
    const { report: after } = await verified(filled.file, 3);
    expect(after.findings).toMatchObject({ missing: 1, examples: { missing: [{ key: "id='lost'" }] } });
    expect(after.unjudged).toMatchObject([{ reason: "schema", rows: 1 }]);
  });
});

describe("dead letters", () => {
  const filled = new FilledTable("letters", home);
  afterAll(() => filled.remove(cassandra));

  test("account for the records that the sink and the converters refuse", async () => {
    await filled.deploy(
      "id text PRIMARY KEY, a int",
      { mapping: "id=value.id, a=value.a" },
      {
        "errors.tolerance": "all",
        "errors.deadletterqueue.topic.name": `${filled.name}-dead`,
        "errors.deadletterqueue.topic.replication.factor": "1",
        "errors.deadletterqueue.context.headers.enable": "true",
      },
    );
    await filled.send('{"id":"good","a":1}', '{"id":"bad","a":"many"}', '{"id":"worse","a":[]}');
    const { report, letters, outcome } = await verified(filled.file, 0);
    expect(outcome).toBe("clean");
    expect(report.records).toMatchObject({ read: 3, current: 1, refused: 0, deadLettered: 2 });
    expect(letters).toMatchObject({ origins: 2, unexplained: 0 });
  });
});

describe("harm that leaves the values as they are", () => {
  const filled = new FilledTable("harm", home);
  afterAll(() => filled.remove(cassandra));
  const table = (): string => `${filled.keyspace}.rows`;

  test("is found by write times and times to live", async () => {
    await filled.deploy("id text PRIMARY KEY, a int, b text", {
      mapping: "id=value.id, a=value.a, b=value.b",
    });
    await filled.send('{"id":"k1","a":1,"b":"x"}', '{"id":"k2","a":1,"b":"x"}', '{"id":"k3","a":1,"b":"x"}');
    expect((await verified(filled.file, 0)).report.findings.cells).toEqual({
      right: 6,
      wrong: 0,
      unjudged: 0,
    });
    await cassandra.execute(
      `INSERT INTO ${table()} (id, a) VALUES ('k1', 1) USING TIMESTAMP 4000000000000000`,
    );
    const past = Date.now() * 1000;
    await cassandra.execute(
      `UPDATE ${table()} USING TIMESTAMP ${past} AND TTL 5000 SET b = 'x' WHERE id = 'k2'`,
    );
    const { report } = await verified(filled.file, 3);
    const named = report.findings.examples.different.map(({ key, columns }) => [
      key,
      ...columns.map(({ column, fault }) => `${column} ${fault}`),
    ]);
    expect(named.sort()).toEqual([
      ["id='k1'", "a write time"],
      ["id='k2'", expect.stringMatching(/^b (time to live|write time)$/)],
    ]);
  });

  test("a stopped connector, an empty table and keys that are rewritten: every row is missing", async () => {
    await connect.stop(filled.name);
    await cassandra.execute(`TRUNCATE ${table()}`);
    const writing = filled.send(...["k1", "k2", "k3"].map((id) => `{"id":"${id}","a":2,"b":"y"}`));
    const { report } = await verified(filled.file, 3, "--wait", "5s");
    await writing;
    expect(report.findings.missing).toBe(3);
    expect(report.findings.rows.unjudged).toBe(0);
  });

  test("a deployed config that makes other rows is named key by key", async () => {
    const config = await connect.config(filled.name);
    const key = `topic.${filled.name}.${filled.keyspace}.rows.nullToUnset`;
    await connect.putConfig(filled.name, { ...config, [key]: "false", "tasks.max": "1" });
    const { configDifferences } = await verified(filled.file, 3, "--wait", "1s");
    expect(configDifferences).toEqual([{ key, deployed: "false" }]);
  });
});
