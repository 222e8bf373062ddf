import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kafkaAt } from "#test/support/servers/plain.js";
import { Random } from "#cli/core/generate/random.js";
import type { ProduceResult } from "#cli/commands/produce/send.js";
import type { UpResult } from "#cli/commands/stack/up.js";
import type { Kafka } from "#cli/ports/kafka.js";
import type { ConnectorDeployResult } from "#cli/commands/connector/deploy.js";
import type { StatusResult } from "#cli/commands/stack/status.js";
import { runCli, runJson } from "#test/support/cli.js";
import { faultRounds } from "#test/support/faults/rounds.js";
import { recordsIn } from "#test/support/servers/kafka.js";
import { type OwnStack, ownStack } from "#test/support/servers/own-stack.js";
import { waitFor } from "#test/support/wait-for.js";

const records = 200_000;
const partitions = 6;

let stack: OwnStack;
let kafka: Kafka & { close(): Promise<void> };

/** Eight servers take a while: only with `npm run faults`, ten rounds. */
const rounds = "CASSINK_FAULT_ROUNDS" in process.env ? faultRounds.slice(0, 10) : [];

const size = ["--brokers", "3", "--workers", "2", "--nodes", "3"];

describe.skipIf(rounds.length === 0)("a stack of three brokers, two workers and three nodes", () => {
  beforeAll(async () => {
    stack = await ownStack(...size);
    const { processes } = await stack.up();
    kafka = kafkaAt(brokersOf(processes));
  });
  afterAll(async () => {
    await kafka.close();
    await stack.remove();
  });

  it("has the demo write three copies of everything, and verifies them", async () => {
    const { processes } = await runJson<StatusResult>(["status", "--home", stack.home]);
    expect(processes.map(({ state }) => state)).toEqual(Array(8).fill("answering"));
    const few = ["--records", "2000", "--readings", "100"];
    const demo = await runCli(["demo", ...size, ...few, ...stack.flags], { deadline: 300_000 });
    expect(demo.exitCode, demo.stdout + demo.stderr).toBe(0);
    for (const topic of ["item_sales", "weather_info"]) {
      const described = await kafka.describeTopic(topic);
      expect(described).toMatchObject({ replication: 3, configs: { "min.insync.replicas": "2" } });
    }
    const deploy = ["connector", "deploy", "--dry-run", "--replication", "3", "--home", stack.home];
    const { connectors } = await runJson<ConnectorDeployResult>(deploy);
    for (const { action, config = {} } of connectors) {
      expect(action).toBe("would keep");
      const levels = Object.entries(config).filter(([key]) => key.endsWith(".consistencyLevel"));
      expect(levels.map(([, level]) => level)).toEqual(["LOCAL_QUORUM"]);
    }
  });

  // kafka, the first broker, is the cluster's only controller: without it no leader is elected.
  it.for(rounds)(
    "acknowledges what the topic holds while a leader is killed: round and seed %i",
    async (seed, { task }) => {
      const fault = "leader killed under topic produce";
      task.meta.faultRound = { fault, rowsChecked: 0, wrongRows: 0 };
      const random = new Random(seed, 1);
      const topic = `leader_dies_${seed}`;
      const file = await pipelineFile(stack.home, topic);
      await kafka.createTopic({
        name: topic,
        partitions,
        replication: 3,
        configs: { "min.insync.replicas": "2" },
      });
      const sent = Array.from({ length: records }, (_, index) => `{"id":"${seed}-${index}"}`);
      const producing = runJson<ProduceResult>(["topic", "produce", file, "--home", stack.home], {
        input: sent.join("\n"),
        deadline: 240_000,
      });
      // Awaited below; when the test fails before that, its end is of no interest.
      producing.catch(() => undefined);
      const killAt = 1 + random.below(records / 2);
      const victim = random.below(2) === 0 ? "kafka-2" : "kafka-3";
      await waitFor({ what: `${killAt} records in ${topic}`, deadline: 60_000, every: 20 }, async (seen) => {
        const held = await countOf(topic);
        seen(held);
        return held >= killAt ? true : undefined;
      });
      stack.signal(victim, "SIGKILL");
      const { acknowledged } = await producing;
      await stack.up();
      const held = (await recordsIn(kafka, topic)).map(({ value }) => Buffer.from(value ?? []).toString());
      const wrong = wrongOf(sent, held);
      task.meta.faultRound = { fault, rowsChecked: held.length, wrongRows: wrong.length };
      expect(wrong.slice(0, 10)).toEqual([]);
      expect({ acknowledged, held: held.length }).toEqual({ acknowledged: records, held: records });
      await kafka.deleteTopic(topic);
    },
  );
});

function brokersOf(processes: UpResult["processes"]): readonly string[] {
  return processes.filter(({ kind }) => kind === "kafka").map(({ address }) => address);
}

async function countOf(topic: string): Promise<number> {
  const { partitions: offsets } = await kafka.availableOffsets(topic);
  return offsets.reduce((sum, { low, high }) => sum + high - low, 0);
}

/** What the topic lacks, and what it holds more than once. */
function wrongOf(sent: readonly string[], held: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of held) counts.set(value, (counts.get(value) ?? 0) + 1);
  const missing = sent.filter((value) => !counts.has(value)).map((value) => `missing: ${value}`);
  const twice = [...counts]
    .filter(([, count]) => count > 1)
    .map(([value, count]) => `${count} times: ${value}`);
  return [...missing, ...twice];
}

async function pipelineFile(home: string, topic: string): Promise<string> {
  const file = join(home, `${topic}.yaml`);
  const config = {
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    [`topic.${topic}.ks.t.mapping`]: "id=value.id",
  };
  const pipeline = {
    name: topic.replaceAll("_", "-"),
    topics: [{ name: topic, key: "id", partitions, replication: 3 }],
    tables: [{ keyspace: "ks", name: "t", cql: "t.cql" }],
    connector: { config },
  };
  await writeFile(file, JSON.stringify(pipeline));
  return file;
}
