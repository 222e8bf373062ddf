import { describe, expect, it } from "vitest";
import { checkLeg } from "#cli/core/connections/check-leg.js";
import type { CassandraSettings } from "#cli/core/connections/settings.js";
import { deployedConfig } from "#cli/core/pipeline/deployed-config.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";

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
const cassandra = (settings: CassandraSettings) => () => checkLeg.cassandra(settings);
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
    expect(deployedConfig(pipeline(file), unknown)).toMatchObject(file);
  });

  it("takes IPv6 addresses out of their brackets, and 9042 where no port is named", () => {
    const nodes = cassandra({ contactPoints: ["[::1]"] });
    expect(deployedConfig(pipeline({}), nodes)).toMatchObject({ contactPoints: "::1", port: "9042" });
  });

  it("refuses contact points with different ports", () => {
    const nodes = cassandra({ contactPoints: ["a:1", "b:2"] });
    expect(() => deployedConfig(pipeline({}), nodes)).toThrow("have different ports");
  });
});
