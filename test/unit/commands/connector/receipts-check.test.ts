import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/connector/validate.js";
import type { ConnectionSettings } from "#cli/core/connections/settings.js";
import type { TopicDescription } from "#cli/core/kafka/topic.js";
import { ServiceError } from "#cli/errors.js";
import { fakeConnections } from "#test/support/fakes/context.js";
import { type WorkerScript, fakeWorker, pipeline } from "./fake-worker.js";

const telling = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  "topic.sales.shop.sales.deletesEnabled": "false",
  "receipts.topic": "sales_written",
};
const written: TopicDescription = { name: "sales_written", partitions: 4, replication: 1, configs: {} };

interface Case {
  readonly config?: Record<string, string>;
  readonly topic?: TopicDescription | undefined;
  readonly connections?: ConnectionSettings;
  readonly script?: WorkerScript["ports"];
}

/** What validate finds of receipts with this topic on the cluster. */
async function findings({ config = {}, topic, connections = {}, script = {} }: Case) {
  const sales: TopicDescription = { name: "sales", partitions: 4, replication: 1, configs: {} };
  const { context } = fakeWorker({
    pipelines: [pipeline({ ...telling, ...config })],
    ports: {
      connections: fakeConnections(connections),
      connect: {
        plugins: () =>
          Promise.resolve([{ class: "io.cassink.sink.CassandraSinkConnector", type: "sink", version: "1" }]),
      },
      kafka: {
        topicNames: () => Promise.resolve(["sales", ...(topic === undefined ? [] : [topic.name])]),
        describeTopic: (name: string) => Promise.resolve(name === "sales" ? sales : topic),
      },
      ...script,
    },
  });
  const [report] = (await run({}, context)).connectors;
  const found = report?.findings ?? [];
  return { report, found: found.filter(({ key }) => key.startsWith("receipts.")) };
}

describe("the topic of receipts on the cluster", () => {
  it("is right as it is", async () => {
    expect((await findings({ topic: written })).found).toEqual([]);
  });

  it("is missing: the sink makes none", async () => {
    const { found } = await findings({ topic: { ...written, name: "sales_writen" } });
    expect(found).toMatchObject([
      { severity: "error", key: "receipts.topic", message: 'there is no topic "sales_written"' },
    ]);
    expect(found[0]?.hint).toContain('did you mean "sales_writen"?');
  });

  it("takes no receipt with fewer replicas than must have it", async () => {
    const topic = { ...written, configs: { "min.insync.replicas": "2" } };
    expect((await findings({ topic })).found).toMatchObject([
      { severity: "error", key: "receipts.topic", message: expect.stringContaining("acks=all") as string },
    ]);
  });

  it("is compacted, and the table is updated in parts", async () => {
    const topic = { ...written, configs: { "cleanup.policy": "compact" } };
    const { found } = await findings({ topic });
    expect(found).toMatchObject([
      { severity: "error", message: expect.stringContaining("nullToUnset is true") as string },
    ]);
  });

  it("is not looked for on other brokers than those that the file names", async () => {
    const { found } = await findings({ config: { "receipts.bootstrap.servers": "other:9092" } });
    expect(found).toMatchObject([{ severity: "warning", key: "receipts.bootstrap.servers" }]);
  });

  it("is told of once where Kafka does not answer", async () => {
    const down = new ServiceError("Kafka", "Kafka does not answer on localhost:9092");
    const rejects = (): Promise<never> => Promise.reject(down);
    const { report } = await findings({
      script: { kafka: { topicNames: rejects, describeTopic: rejects }, connect: { plugins: rejects } },
    });
    expect(report?.levels[2]).toMatchObject({ checked: false, reason: down.message });
  });
});

describe("brokers with TLS and logins", () => {
  const kafka = {
    bootstrapServers: ["kafka:9093"],
    sasl: "scram-sha-512",
    username: "me",
    password: { kind: "env", name: "SECRET" },
    tls: true,
  } as const;

  it("are not told without", async () => {
    const { found } = await findings({ topic: written, connections: { kafka } });
    expect(found).toMatchObject([
      {
        severity: "error",
        key: "receipts.producer.security.protocol",
        message: expect.stringContaining("TLS and a login") as string,
      },
    ]);
  });

  it("are told as the context says for connectors", async () => {
    const connector = { "receipts.producer.security.protocol": "SASL_SSL" };
    const connections = { kafka: { ...kafka, connector } };
    expect((await findings({ topic: written, connections })).found).toEqual([]);
  });
});
