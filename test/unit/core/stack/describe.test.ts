import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { stackConnections } from "#cli/core/stack/connections.js";
import { describeStack, stopOrder } from "#cli/core/stack/describe.js";
import type { StackPlan } from "#cli/core/stack/plan.js";
import type { ProcessDescription } from "#cli/core/stack/process.js";

const plan: StackPlan = {
  brokers: 1,
  workers: 1,
  nodes: 1,
  commitLogSync: "periodic",
  portOffset: 1000,
  home: "/home/me/.cassink",
  pluginPaths: ["/opt/vendor"],
  clusterId: "AAAAAAAAAAAAAAAAAAAAAA",
  secure: false,
};
const sources = { workerProperties: "group.id=shared\n", pluginFolders: ["/project/plugin"] };

function processOf(name: string, of: StackPlan = plan): ProcessDescription {
  const found = describeStack(of, sources).find((process) => process.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

function fileOf(process: ProcessDescription, ending: string): string {
  return process.files.find(({ path }) => path.endsWith(ending))?.text ?? "";
}

function propertiesOf(process: ProcessDescription, ending: string): Record<string, string> {
  const lines = fileOf(process, ending)
    .split("\n")
    .filter((line) => line.includes("="));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const),
  );
}

describe("a stack of one of each", () => {
  test("is three processes on this machine only, every port moved", () => {
    expect(
      describeStack(plan, sources).map(({ name, host, ports }) => [name, host, ports.map((p) => p.port)]),
    ).toEqual([
      ["kafka", "127.0.0.1", [10092, 10093]],
      ["connect", "127.0.0.1", [9083]],
      ["cassandra", "127.0.0.1", [10042, 8000]],
    ]);
  });

  test("tells clients where it is", () => {
    expect(stackConnections(plan, ["kafka", "connect", "cassandra"])).toEqual({
      kafka: { bootstrapServers: ["127.0.0.1:10092"] },
      connect: { urls: ["http://127.0.0.1:9083"] },
      cassandra: { contactPoints: ["127.0.0.1:10042"], localDatacenter: "datacenter1" },
    });
  });

  test("the worker has the shared settings, and of its own addresses and plugin folders only", () => {
    expect(propertiesOf(processOf("connect"), "worker.properties")).toEqual({
      "group.id": "shared",
      "bootstrap.servers": "127.0.0.1:10092",
      listeners: "http://127.0.0.1:9083",
      "rest.advertised.host.name": "127.0.0.1",
      "rest.advertised.port": "9083",
      "rest.extension.classes": "io.cassink.worker.MetricsExtension",
      "plugin.path": "/project/plugin,/opt/vendor",
    });
  });

  test("a worker without plugins has no plugin.path: an empty one would end it", () => {
    const [, worker] = describeStack({ ...plan, pluginPaths: [] }, { ...sources, pluginFolders: [] });
    expect(worker?.name).toBe("connect");
    expect(fileOf(worker as ProcessDescription, "worker.properties")).not.toContain("plugin.path");
  });

  test("a typed-wrong topic is not made by the broker", () => {
    expect(propertiesOf(processOf("kafka"), "server.properties")).toMatchObject({
      "auto.create.topics.enable": "false",
      "offsets.topic.replication.factor": "1",
      "controller.quorum.voters": "1@127.0.0.1:10093",
    });
  });

  test("the node keeps all of its files under the home", () => {
    const settings = parse(fileOf(processOf("cassandra"), "cassandra.yaml")) as Record<string, unknown>;
    const folders = Object.entries(settings).filter(([key]) => /director/.test(key));
    expect(folders).toHaveLength(5);
    for (const [, folder] of folders)
      expect(String(folder)).toMatch(/^\/home\/me\/\.cassink\/cassandra\/data\//);
    expect(fileOf(processOf("cassandra"), "rackdc.properties")).toContain("dc=datacenter1\n");
  });

  test.each([
    ["periodic", "10000ms"],
    ["batch", undefined],
  ] as const)("the node's commit log is synced as asked: %s", (commitLogSync, period) => {
    const settings = parse(fileOf(processOf("cassandra", { ...plan, commitLogSync }), "cassandra.yaml")) as {
      commitlog_sync: string;
      commitlog_sync_period?: string;
    };
    expect(settings.commitlog_sync).toBe(commitLogSync);
    // Cassandra refuses to start with a period that its way of syncing does not have.
    expect(settings.commitlog_sync_period).toBe(period);
  });

  test("a node alone does not wait for gossip", () => {
    expect(processOf("cassandra").run.jvmArguments).toContain("-Dcassandra.skip_wait_for_gossip_to_settle=0");
    expect(processOf("cassandra", { ...plan, nodes: 3 }).run.jvmArguments).not.toContain(
      "-Dcassandra.skip_wait_for_gossip_to_settle=0",
    );
  });
});

describe("a stack of three of each", () => {
  const large = { ...plan, brokers: 3, workers: 3, nodes: 3 };

  test("is the same list, longer: an address of its own for each place, the same ports", () => {
    const processes = describeStack(large, sources);
    expect(processes.map(({ name }) => name)).toEqual([
      "kafka",
      "kafka-2",
      "kafka-3",
      "connect",
      "connect-2",
      "connect-3",
      "cassandra",
      "cassandra-2",
      "cassandra-3",
    ]);
    expect(
      new Set(processes.flatMap(({ host, ports }) => ports.map(({ port }) => `${host}:${port}`))).size,
    ).toBe(13);
    expect(processOf("kafka-3", large).host).toBe("127.0.0.3");
    expect(new Set(processes.flatMap(({ folder, log, output }) => [folder, log, output])).size).toBe(27);
  });

  test("its brokers have the first one as their controller and keep three copies", () => {
    const properties = propertiesOf(processOf("kafka-2", large), "server.properties");
    expect(properties).toMatchObject({
      "node.id": "2",
      "process.roles": "broker",
      "controller.quorum.voters": "1@127.0.0.1:10093",
      listeners: "PLAINTEXT://127.0.0.2:10092",
      "offsets.topic.replication.factor": "3",
    });
  });

  test("its workers find all brokers and keep their own topics three times", () => {
    expect(propertiesOf(processOf("connect-2", large), "worker.properties")).toMatchObject({
      "group.id": "shared",
      "bootstrap.servers": "127.0.0.1:10092,127.0.0.2:10092,127.0.0.3:10092",
      "rest.advertised.host.name": "127.0.0.2",
      "config.storage.replication.factor": "3",
      "offset.storage.replication.factor": "3",
      "status.storage.replication.factor": "3",
    });
  });

  test("clients are sent to the workers that run", () => {
    expect(stackConnections(large, ["kafka", "connect-2", "connect-3"]).connect?.urls).toEqual([
      "http://127.0.0.2:9083",
      "http://127.0.0.3:9083",
    ]);
    expect(stackConnections(large, ["kafka"]).connect?.urls).toEqual(["http://127.0.0.1:9083"]);
  });

  test("its nodes are all seeds with tokens of their own, so that none has to join the others", () => {
    const settings = parse(fileOf(processOf("cassandra-3", large), "cassandra.yaml")) as {
      listen_address: string;
      seed_provider: { parameters: { seeds: string }[] }[];
    };
    expect(settings.listen_address).toBe("127.0.0.3");
    expect(settings.seed_provider[0]?.parameters[0]?.seeds).toBe(
      "127.0.0.1:8000,127.0.0.2:8000,127.0.0.3:8000",
    );
  });

  test("its nodes share the ring equally", () => {
    const tokens = ["cassandra", "cassandra-2", "cassandra-3"].map((name) => {
      const settings = parse(fileOf(processOf(name, large), "cassandra.yaml")) as {
        initial_token: string;
        num_tokens: number;
      };
      const own = settings.initial_token.split(",").map(BigInt);
      expect(own).toHaveLength(settings.num_tokens);
      return own;
    });
    const ring = tokens.flatMap((own, node) => own.map((token) => ({ token, node })));
    ring.sort((a, b) => (a.token < b.token ? -1 : 1));
    expect(ring.map(({ node }) => node)).toEqual(ring.map((_, index) => index % 3));
    const widths = ring.slice(1).map(({ token }, index) => token - (ring[index]?.token ?? 0n));
    expect(new Set(widths).size).toBe(1);
    expect(ring[0]?.token).toBeGreaterThan(-(2n ** 63n));
    expect(ring.at(-1)?.token).toBeLessThan(2n ** 63n);
  });

  test("its workers are stopped before its brokers, and the controller last", () => {
    const waves = stopOrder(describeStack(large, sources)).map((wave) => wave.map(({ name }) => name));
    expect(waves).toEqual([
      ["connect", "connect-2", "connect-3", "cassandra", "cassandra-2", "cassandra-3"],
      ["kafka-2", "kafka-3"],
      ["kafka"],
    ]);
  });
});

test("processes that depend on each other in a circle are stopped together", () => {
  const circle = [
    { name: "a", dependsOn: ["b"] },
    { name: "b", dependsOn: ["a"] },
  ];
  expect(stopOrder(circle)).toEqual([circle]);
});
