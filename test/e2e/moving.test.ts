import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import kafkajs from "kafkajs";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { type CliRun, runCli, runJson } from "#test/support/cli.js";
import { FilledTable } from "#test/support/filled-table.js";
import { cassandraOf, endpointsOf } from "#test/support/servers/cassandra.js";
import { brokerOf } from "#test/support/servers/kafka.js";

/** What docs/moving.md says, with a connector that the DataStax sink runs. */
const home = inject("home");
const filled = new FilledTable("moved", home);
let cassandra: ClosableCassandra;

beforeAll(async () => {
  cassandra = await cassandraOf(home);
});
afterAll(async () => {
  await filled.remove(cassandra);
  await cassandra.close();
});

const run = (...words: readonly string[]): Promise<CliRun> => runCli([...words, "--home", home]);

async function wrongRows(file: string, exitCode: number): Promise<readonly string[]> {
  const words = ["verify", "table", "-f", file, "--home", home];
  const { pipelines } = await runJson<VerifyTableResult>(words, { exitCode });
  const [pipeline] = pipelines;
  if (pipeline === undefined || pipeline.outcome === "failed") throw new Error("nothing was verified");
  const { missing = [], different = [] } = pipeline.tables[0]?.findings.examples ?? {};
  return [...missing, ...different].map(({ key }) => key);
}

test("a connector of the DataStax sink becomes one of Cassink's, and a generation makes earlier rows right", async () => {
  await filled.deploy(
    "id text PRIMARY KEY, a int",
    { mapping: "id=key, a=value.a" },
    { "connector.class": "io.cassink.datastax.DataStaxSinkConnector" },
  );
  const client = new kafkajs.Kafka({ brokers: [await brokerOf(home)], logLevel: kafkajs.logLevel.NOTHING });
  const producer = client.producer();
  await producer.connect();
  const send = async (
    key: string,
    timestamp: number,
    ...values: readonly (number | null)[]
  ): Promise<void> => {
    const messages = values.map((a) => ({
      key,
      value: a === null ? null : JSON.stringify({ a }),
      timestamp: String(timestamp),
    }));
    await producer.send({ topic: filled.name, messages });
  };
  const before = Date.now() - 60_000;
  await send("kept", before, 1);
  await send("tied", before, 9, 1);
  expect(await wrongRows(filled.file, 3)).toEqual(["id='tied'"]);

  const { connectUrl } = await endpointsOf(home);
  const answer = await fetch(`${connectUrl}/connectors/${filled.name}`);
  const { name, config } = (await answer.json()) as { name: string; config: Record<string, string> };
  const file = join(filled.folder, "new.json");
  const write = (more: Readonly<Record<string, string>>): Promise<void> => {
    const moved = { ...config, "connector.class": "io.cassink.sink.CassandraSinkConnector", ...more };
    return writeFile(file, JSON.stringify({ name, config: moved }));
  };
  await write({});
  expect((await run("connector", "validate", "-f", file)).exitCode).toBe(0);
  const refused = await run("connector", "deploy", "-f", file);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain("--yes");
  expect(await run("connector", "deploy", "-f", file, "--yes")).toMatchObject({ exitCode: 0 });
  await send("kept", before + 1, 7, 3);
  expect(await wrongRows(file, 3)).toEqual(["id='tied'"]);

  expect(await run("connector", "delete", name, "--offsets")).toMatchObject({ exitCode: 0 });
  await write({ generation: "1" });
  expect(await run("connector", "deploy", "-f", file)).toMatchObject({ exitCode: 0 });
  expect(await wrongRows(file, 0)).toEqual([]);
  await producer.disconnect();
});
