import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/export/export.js";
import { UsageError } from "#cli/errors.js";
import { renderExport } from "#cli/reporters/export.js";
import { fakeConnections, fakeContext } from "#test/support/fakes/context.js";

const pipeline = {
  name: "sales",
  description: "",
  file: "sales.yaml",
  topics: [],
  tables: [],
  connector: { name: "sales", config: { "connector.class": "C", topics: "t" } },
};
const input = { strimzi: true, cluster: "c", workers: 1 };

describe("export --strimzi", () => {
  it("says what is to be done before the manifests are applied", async () => {
    const { context } = fakeContext({ pipelines: { select: () => Promise.resolve([pipeline]) } });
    const text = renderExport(await run(input, context));
    expect(text).toContain("# - another address than localhost:9092, which is the worker's own container\n");
    expect(text).toContain("# - spec.image or spec.build of the KafkaConnect");
    const connections = fakeConnections({
      kafka: { bootstrapServers: ["kafka:9093"], ca: "ca.pem" },
      cassandra: { contactPoints: ["cassandra"], localDatacenter: "dc1" },
    });
    const there = fakeContext({ connections, pipelines: { select: () => Promise.resolve([pipeline]) } });
    const wants = renderExport(await run({ ...input, image: "i" }, there.context)).split("apiVersion")[0];
    expect(wants).toBe("# Wants:\n# - the Secret c-kafka-ca with ca.crt: the brokers' authority\n");
  });

  it("wants to know for which system", async () => {
    await expect(run({ cluster: "c", workers: 1 }, fakeContext().context)).rejects.toThrow(UsageError);
  });
});
