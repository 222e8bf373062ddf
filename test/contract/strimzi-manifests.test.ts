import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "#cli/commands/export/export.js";
import type { checkLeg } from "#cli/core/connections/check-leg.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { renderExport } from "#cli/reporters/export.js";
import { fakeConnections, fakeContext } from "#test/support/fakes/context.js";
import { projectFolder } from "#test/support/cli.js";

/** Java reads the file with Strimzi's own classes (connectors/strimzi-manifests). `vitest -u` writes it anew. */
const file = join(projectFolder, "schemas", "contract", "strimzi-manifests.yaml");

const pipeline = (name: string, config: Readonly<Record<string, string>>): Pipeline => ({
  name,
  description: "",
  file: `${name}.yaml`,
  topics: [],
  tables: [],
  connector: {
    name,
    config: {
      "connector.class": "io.cassink.sink.CassandraSinkConnector",
      "tasks.max": "4",
      topics: name,
      contactPoints: "cassandra",
      [`topic.${name}.shop.${name}.mapping`]: "id=key, amount=value.amount",
      ...config,
    },
  },
});

const pipelines = [
  pipeline("sales", { "auth.username": "sink", "auth.password": "${secrets:kafka/cassandra:password}" }),
  pipeline("weather", { "ssl.truststore.password": "${file:/opt/kafka/external/tls:password}" }),
];

async function exported(kafka: Parameters<typeof checkLeg.kafka>[0], image?: string): Promise<string> {
  const connections = fakeConnections({ kafka });
  const { context } = fakeContext({ connections, pipelines: { select: () => Promise.resolve(pipelines) } });
  const input = { strimzi: true, cluster: "connect", workers: 3, ...(image === undefined ? {} : { image }) };
  return renderExport(await run(input, context));
}

test("what export --strimzi writes is what Strimzi's classes are held to", async () => {
  const bootstrapServers = ["kafka-1:9093", "kafka-2:9093"];
  const texts = [
    await exported({ bootstrapServers }, "registry/connect:1"),
    await exported({
      bootstrapServers,
      ca: "ca.pem",
      sasl: "scram-sha-512",
      username: "connect",
      password: { kind: "env", name: "KAFKA_PASSWORD" },
    }),
    await exported({ bootstrapServers, ca: "ca.pem", certificate: "user.pem", key: "user-key.pem" }),
  ];
  await expect(texts.join("---\n")).toMatchFileSnapshot(file);
});
