import { readFileSync } from "node:fs";
import { systemDigests } from "#cli/adapters/system/digests.js";
import { systemFiles } from "#cli/adapters/system/files.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { CassinkError } from "#cli/errors.js";
import type { Cassandra } from "#cli/ports/cassandra.js";
import type { ConnectApi } from "#cli/ports/connect-api.js";
import type { CommandContext } from "#cli/ports/context.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { type FakeContext, fakeContext } from "#test/support/fakes/context.js";
import type { TableDescription } from "#cli/core/cql/table.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import type { ConnectorStatus } from "#cli/core/connect/status.js";

export const sinkClass = "io.cassink.datastax.DataStaxSinkConnector";

export const pipeline = (config: Record<string, string> = {}): Pipeline => ({
  name: "sales",
  description: "",
  file: "sales.yaml",
  topics: [{ name: "sales", partitions: 4, replication: 1, configs: {} }],
  tables: [],
  connector: {
    name: "sales",
    config: {
      "connector.class": sinkClass,
      "tasks.max": "2",
      "auth.username": "writer",
      "auth.password": "hunter22",
      "topic.sales.shop.sales.mapping": "id=key, amount=value.amount",
      ...config,
    },
  },
});

const table: TableDescription = {
  keyspace: "shop",
  name: "sales",
  columns: [
    { name: "id", kind: "partition_key", position: 0 },
    { name: "amount", kind: "regular", position: -1 },
  ].map((column) => ({
    ...column,
    kind: column.kind as "partition_key" | "regular",
    typeText: "text",
    type: parseCqlType("text"),
    clusteringOrder: "none",
  })),
};

type Status = Pick<ConnectorStatus, "connector" | "tasks">;
export const running: Status = {
  connector: { state: "RUNNING", workerId: "w:1" },
  tasks: [0, 1].map((id) => ({ id, state: "RUNNING", workerId: "w:1" })),
};
export const failing: Status = {
  ...running,
  tasks: [
    {
      id: 0,
      state: "FAILED",
      workerId: "w:1",
      trace:
        "ConnectException: Exiting\n\tat A.b(A.java:1)\nCaused by: AuthError: hunter22 is wrong\n\tat A.c(A.java:2)",
    },
  ],
};

export interface WorkerScript {
  readonly pipelines?: readonly Pipeline[];
  /** Of connectors/pipelines; `sales` where they are left out. */
  readonly names?: readonly string[];
  /** The connector's config before the command; none means that it is not there. */
  readonly before?: ConnectorConfig;
  /** The statuses that are seen one after another, the last for ever. */
  readonly statuses?: readonly (Status | undefined)[];
  /** Text of each file that is there, by its path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly ports?: {
    readonly connect?: Partial<ConnectApi>;
    readonly kafka?: Partial<Kafka>;
    readonly cassandra?: Partial<Cassandra>;
    readonly confirm?: CommandContext["confirm"];
    readonly connections?: CommandContext["connections"];
  };
}

/** A worker with one connector, `sales`, a topic and a table of that name; `calls` is what it was asked to change. */
export function fakeWorker(script: WorkerScript = {}): FakeContext & {
  readonly calls: string[];
  /** Which pipelines it was asked for. */
  readonly selections: object[];
} {
  const calls: string[] = [];
  const selections: object[] = [];
  const statuses = [...(script.statuses ?? [running])];
  let config = script.before;
  const nextStatus = (): ConnectorStatus | undefined => {
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    return config === undefined || status === undefined
      ? undefined
      : { name: "sales", type: "sink", ...status };
  };
  const texts = script.files ?? {};
  const written: Record<string, string> = {};
  const files: Partial<CommandContext["files"]> = {
    resolve: (base, path) => systemFiles.resolve(base, path),
    relative: (base, path) => systemFiles.relative(base, path),
    exists: (file) => Promise.resolve(file in texts),
    readText: (file) => Promise.resolve(written[file] ?? texts[file] ?? ""),
    writeText: (file, text) => {
      written[file] = text;
      return Promise.resolve();
    },
  };
  const shared = (file: string): Promise<object> =>
    Promise.resolve(JSON.parse(readFileSync(`schemas/connectors/${file}`, "utf8")) as object);
  const fake = fakeContext({
    files,
    digests: systemDigests,
    ...(script.ports?.confirm === undefined ? {} : { confirm: script.ports.confirm }),
    ...(script.ports?.connections === undefined ? {} : { connections: script.ports.connections }),
    pipelines: {
      names: () => Promise.resolve(script.names ?? ["sales"]),
      select: (selection) => {
        selections.push(selection);
        return Promise.resolve(script.pipelines ?? [pipeline()]);
      },
      settingsSchema: shared,
      connectCatalogue: () => shared("connect.catalogue.json"),
      planSchema: () =>
        Promise.resolve(JSON.parse(readFileSync("schemas/plan.schema.json", "utf8")) as object),
    },
    connect: {
      worker: () => Promise.resolve({ version: "4.3.0", kafkaClusterId: "cluster-1" }),
      url: "http://worker:8083",
      plugins: () => Promise.resolve([{ class: sinkClass, type: "sink", version: "1" }]),
      pluginSettings: () =>
        Promise.resolve([
          { name: "tasks.max", type: "INT", default: "1" },
          { name: "jmx", type: "BOOLEAN", default: "true" },
          { name: "auth.password", type: "PASSWORD", default: "[hidden]" },
        ]),
      validate: () => Promise.resolve([]),
      configs: () => Promise.resolve(new Map(config === undefined ? [] : [["sales", config]])),
      sinkMeasures: () => Promise.resolve(undefined),
      config: () => Promise.resolve(config),
      status: () => Promise.resolve(nextStatus()),
      connectors: () =>
        Promise.resolve(config === undefined ? [] : [{ name: "sales", config, status: nextStatus() }]),
      taskConfigs: () => Promise.resolve(config === undefined ? [] : [config, config]),
      putConfig: (name, given) => {
        calls.push(`put ${name}`);
        const action = config === undefined ? "created" : "updated";
        config = given;
        return Promise.resolve(action);
      },
      restart: (name, { onlyFailed }) => {
        calls.push(`restart ${name}${onlyFailed ? " failed only" : ""}`);
        return Promise.resolve();
      },
      ...Object.fromEntries(
        (["pause", "resume", "stop"] as const).map((move) => [
          move,
          (name: string) => {
            calls.push(`${move} ${name}`);
            return Promise.resolve();
          },
        ]),
      ),
      delete: (name) => {
        calls.push(`delete ${name}`);
        config = undefined;
        return Promise.resolve(true);
      },
      ...script.ports?.connect,
    },
    kafka: {
      describeGroup: () => Promise.resolve({ members: ["task-0", "task-1"], isRebalancing: false }),
      topicNames: () => Promise.resolve(["sales"]),
      topicId: () => Promise.resolve("an-id"),
      describeTopic: (name) =>
        Promise.resolve(name === "sales" ? { name, partitions: 4, replication: 1, configs: {} } : undefined),
      ...script.ports?.kafka,
    },
    cassandra: {
      describeTable: () => Promise.resolve(table),
      tableNames: () => Promise.resolve(["sales"]),
      tableOptions: () => Promise.resolve({ id: "a-table-id" }),
      ...script.ports?.cassandra,
    },
  });
  return { ...fake, calls, selections };
}

export async function failureOf(promise: Promise<unknown>): Promise<CassinkError> {
  const error: unknown = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof CassinkError) return error;
  throw error instanceof Error ? error : new Error("it did not fail");
}
