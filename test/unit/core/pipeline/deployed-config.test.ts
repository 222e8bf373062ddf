import { describe, expect, it } from "vitest";
import type { CassandraSettings, KafkaSettings } from "#cli/core/connections/settings.js";
import { deployedConfig } from "#cli/core/pipeline/deployed-config.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { fakeConnections } from "#test/support/fakes/context.js";

const topic = (name: string): Pipeline["topics"][number] => ({
  name,
  partitions: 1,
  replication: 1,
  configs: {},
});
const pipeline = (config: Record<string, string>): Pipeline => ({
  name: "sales",
  description: "",
  file: "sales.yaml",
  topics: [topic("sales"), topic("returns")],
  tables: [],
  connector: {
    name: "sales",
    config: { "connector.class": "io.cassink.datastax.DataStaxSinkConnector", ...config },
  },
});

const usual = ["127.0.0.1:9042"];
const cassandra = (settings: CassandraSettings) => fakeConnections({ cassandra: settings });
const atHome = cassandra({ contactPoints: usual });

describe("deployedConfig", () => {
  it("fills in topics and where Cassandra answers", () => {
    const nodes = cassandra({ contactPoints: ["10.0.0.1:9142", "10.0.0.2:9142"] });
    expect(deployedConfig(pipeline({}), nodes)).toEqual({
      "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
      topics: "sales,returns",
      contactPoints: "10.0.0.1,10.0.0.2",
      port: "9142",
      "loadBalancing.localDc": "datacenter1",
    });
  });

  it("changes nothing that the file says itself", () => {
    const config = { topics: "a", contactPoints: "db", "loadBalancing.localDc": "dc9" };
    const deployed = deployedConfig(pipeline(config), atHome);
    expect(deployed).toMatchObject(config);
    expect(deployed).not.toHaveProperty("port");
  });

  it("adds no contact points beside a secure connect bundle, nor to another sink", () => {
    expect(deployedConfig(pipeline({ "cloud.secureConnectBundle": "/b.zip" }), atHome)).not.toHaveProperty(
      "contactPoints",
    );
    const file = { "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector" };
    expect(deployedConfig(pipeline(file), atHome)).toEqual({ ...file, topics: "sales,returns" });
  });

  it("adds what the context says for connectors, in the place of its own addresses where it names others", () => {
    const connector = {
      "auth.username": "sink",
      "auth.password": "${file:/run/secrets/db:password}",
      "ssl.provider": "JDK",
    };
    const nodes = { contactPoints: ["10.0.0.1:9142"], localDatacenter: "dc1" };
    expect(
      deployedConfig(pipeline({ "ssl.provider": "OpenSSL" }), cassandra({ ...nodes, connector })),
    ).toEqual({
      ...connector,
      "ssl.provider": "OpenSSL",
      "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
      topics: "sales,returns",
      contactPoints: "10.0.0.1",
      port: "9142",
      "loadBalancing.localDc": "dc1",
    });
    const elsewhere = { ...connector, contactPoints: "inside", port: "9043" };
    expect(deployedConfig(pipeline({}), cassandra({ ...nodes, connector: elsewhere }))).toMatchObject({
      contactPoints: "inside",
      port: "9043",
    });
  });

  it("sends the context's login to no nodes that the file names", () => {
    const nodes = cassandra({ contactPoints: ["a"], connector: { "auth.username": "sink" } });
    for (const file of [{ contactPoints: "other" }, { "cloud.secureConnectBundle": "/b.zip" }]) {
      expect(deployedConfig(pipeline(file), nodes)).not.toHaveProperty("auth.username");
    }
  });

  it("asks for the sink's own bundle where Cassandra is reached by one", () => {
    expect(() => deployedConfig(pipeline({}), cassandra({ bundle: "/here.zip" }))).toThrow(
      "the connector has none",
    );
    const connector = { "cloud.secureConnectBundle": "/there.zip" };
    expect(deployedConfig(pipeline({}), cassandra({ bundle: "/here.zip", connector }))).toMatchObject(
      connector,
    );
  });

  it("does not ask how Cassandra is reached for another sink", () => {
    const file = { "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector" };
    const unknown = () => {
      throw new Error("there is none");
    };
    expect(deployedConfig(pipeline(file), { kafka: unknown, cassandra: unknown })).toMatchObject(file);
  });

  it("takes IPv6 addresses out of their brackets, and 9042 where no port is named", () => {
    const nodes = cassandra({ contactPoints: ["[::1]"] });
    expect(deployedConfig(pipeline({}), nodes)).toMatchObject({ contactPoints: "::1", port: "9042" });
  });

  it("refuses contact points with different ports", () => {
    const nodes = cassandra({ contactPoints: ["a:1", "b:2"] });
    expect(() => deployedConfig(pipeline({}), nodes)).toThrow("have different ports");
  });

  describe("of a sink that tells of its rows", () => {
    const brokers = (kafka: KafkaSettings) => fakeConnections({ kafka });
    const telling = (config: Record<string, string> = {}) =>
      pipeline({
        "connector.class": "io.cassink.sink.CassandraSinkConnector",
        "receipts.topic": "returns",
        ...config,
      });
    const connector = {
      "receipts.producer.security.protocol": "SASL_SSL",
      "receipts.producer.sasl.jaas.config": "${file:/run/secrets/kafka:login}",
    };

    it("does not have the sink read the topic that takes its receipts", () => {
      expect(deployedConfig(telling(), fakeConnections())["topics"]).toBe("sales");
      // A mistake, which must be seen as the loop that it is.
      const loop = telling({ "topic.returns.shop.returns.mapping": "id=value.id" });
      expect(deployedConfig(loop, fakeConnections())["topics"]).toBe("sales,returns");
    });

    it("fills in the brokers that take them, and what the context says for connectors", () => {
      const kafka = brokers({ bootstrapServers: ["k1:9093", "k2:9093"], connector });
      expect(deployedConfig(telling(), kafka)).toMatchObject({
        "receipts.bootstrap.servers": "k1:9093,k2:9093",
        ...connector,
      });
      const inside = { "receipts.bootstrap.servers": "inside:9093" };
      const elsewhere = brokers({ bootstrapServers: ["k1:9093"], connector: { ...connector, ...inside } });
      expect(deployedConfig(telling(), elsewhere)).toMatchObject(inside);
    });

    it("sends the context's login to no brokers that the file names", () => {
      const kafka = brokers({ bootstrapServers: ["k1:9093"], connector });
      const file = { "receipts.bootstrap.servers": "other:9092" };
      const deployed = deployedConfig(telling(file), kafka);
      expect(deployed).toMatchObject(file);
      expect(deployed).not.toHaveProperty("receipts.producer.sasl.jaas.config");
    });

    it("asks nothing of Kafka where there are none, nor of a sink that tells nothing", () => {
      const unknown = () => {
        throw new Error("there is none");
      };
      const connections = { ...fakeConnections(), kafka: unknown };
      for (const file of [
        telling({ "receipts.topic": "" }),
        telling({ "connector.class": "io.cassink.datastax.DataStaxSinkConnector" }),
      ]) {
        expect(deployedConfig(file, connections)).not.toHaveProperty("receipts.bootstrap.servers");
      }
    });
  });
});
