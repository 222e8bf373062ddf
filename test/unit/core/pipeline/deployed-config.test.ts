import { describe, expect, it } from "vitest";
import { defaultEndpoints } from "#cli/core/endpoints.js";
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

describe("deployedConfig", () => {
  it("fills in topics and where Cassandra answers", () => {
    const endpoints = { ...defaultEndpoints, contactPoints: ["10.0.0.1:9142", "10.0.0.2:9142"] };
    expect(deployedConfig(pipeline({}), endpoints)).toEqual({
      "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
      topics: "sales,returns",
      contactPoints: "10.0.0.1,10.0.0.2",
      port: "9142",
      "loadBalancing.localDc": "datacenter1",
    });
  });

  it("changes nothing that the file says itself", () => {
    const config = { topics: "a", contactPoints: "db", "loadBalancing.localDc": "dc9" };
    const deployed = deployedConfig(pipeline(config), defaultEndpoints);
    expect(deployed).toMatchObject(config);
    expect(deployed).not.toHaveProperty("port");
  });

  it("adds no contact points beside a secure connect bundle, nor to another sink", () => {
    expect(
      deployedConfig(pipeline({ "cloud.secureConnectBundle": "/b.zip" }), defaultEndpoints),
    ).not.toHaveProperty("contactPoints");
    const file = { "connector.class": "org.apache.kafka.connect.file.FileStreamSinkConnector" };
    expect(deployedConfig(pipeline(file), defaultEndpoints)).toEqual({ ...file, topics: "sales,returns" });
  });

  it("takes IPv6 addresses out of their brackets, and 9042 where no port is named", () => {
    const endpoints = { ...defaultEndpoints, contactPoints: ["[::1]"] };
    expect(deployedConfig(pipeline({}), endpoints)).toMatchObject({ contactPoints: "::1", port: "9042" });
  });

  it("refuses contact points with different ports", () => {
    const endpoints = { ...defaultEndpoints, contactPoints: ["a:1", "b:2"] };
    expect(() => deployedConfig(pipeline({}), endpoints)).toThrow("have different ports");
  });
});
