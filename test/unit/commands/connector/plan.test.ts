import { fakeConnections } from "#test/support/fakes/context.js";
import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/connector/plan.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { TableDescription } from "#cli/core/cql/table.js";
import { deployedConfig } from "#cli/core/pipeline/deployed-config.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { renderPlan } from "#cli/reporters/connector-plan.js";
import { failureOf, fakeWorker, pipeline, type WorkerScript } from "./fake-worker.js";

const cql = `CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};
CREATE TABLE shop.sales (id text PRIMARY KEY, amount text);`;

const whole = (config: Record<string, string> = {}): Pipeline => ({
  ...pipeline({ "errors.deadletterqueue.topic.name": "letters", ...config }),
  tables: [{ keyspace: "shop", name: "sales", cql: "/sales.cql" }],
});
const deployed = deployedConfig(whole(), fakeConnections());

const column = (name: string, kind: "partition_key" | "regular"): TableDescription["columns"][number] => ({
  name,
  kind,
  position: kind === "regular" ? -1 : 0,
  typeText: "text",
  type: parseCqlType("text"),
  clusteringOrder: "none",
});
const live: TableDescription = {
  keyspace: "shop",
  name: "sales",
  columns: [column("id", "partition_key"), column("amount", "regular")],
};

interface There {
  readonly topics?: readonly string[];
  readonly topicConfigs?: Readonly<Record<string, string>>;
  readonly hasKeyspace?: boolean;
  readonly table?: TableDescription | undefined;
}

function cluster(script: WorkerScript, there: There) {
  const { topics = [], topicConfigs = {}, hasKeyspace = false, table } = there;
  const replication = { class: "org.apache.cassandra.locator.SimpleStrategy", replication_factor: "1" };
  return fakeWorker({
    pipelines: [whole()],
    files: { "/sales.cql": cql },
    ...script,
    ports: {
      kafka: {
        describeTopic: (name) =>
          Promise.resolve(
            topics.includes(name)
              ? { name, partitions: 4, replication: 1, configs: topicConfigs }
              : undefined,
          ),
      },
      cassandra: {
        keyspaceReplication: () => Promise.resolve(hasKeyspace ? replication : undefined),
        describeTable: () => Promise.resolve(table),
      },
    },
  });
}

const complete: There = {
  topics: ["sales", "letters", "letters.resolutions"],
  hasKeyspace: true,
  table: live,
};
const wide = { width: 80, color: false };

describe("connector plan", () => {
  it("of an empty cluster makes everything, and names the commands", async () => {
    const { context, calls } = cluster({}, {});
    const result = await run({}, context);
    expect(result.outcome).toBe("findings");
    expect(result.changes.map(({ kind, name, action }) => `${kind} ${name} ${action}`)).toEqual([
      "topic sales create",
      "topic letters create",
      "topic letters.resolutions create",
      "table shop.sales create",
      "connector sales create",
    ]);
    const text = renderPlan(result, wide);
    expect(text).toContain("topic sales: to create\n  + partitions=4\n  + replication=1\n");
    expect(text).toContain(
      "+ keyspace shop: {class: SimpleStrategy, replication_factor: 1}\n  + column id: text\n",
    );
    expect(text).toContain("do: cassink table init sales\n");
    expect(text).toContain("+ auth.password=********\n");
    expect(text).toMatch(/5 changes\n$/);
    expect(JSON.stringify(result)).not.toContain("hunter22");
    expect(calls).toEqual([]);
  });

  it("is empty where all is as the file says, whatever the cluster masks and adds", async () => {
    const before = { ...deployed, name: "sales", "auth.password": "****", jmx: "true", "__internal.id": "1" };
    const { context } = cluster({ before }, complete);
    const result = await run({}, context);
    expect(result.outcome).toBe("clean");
    expect(result.changes.map(({ action }) => action)).toEqual(["none", "none", "none", "none", "none"]);
    const text = renderPlan(result, wide);
    expect(text).toContain(
      "connector sales: as it is to be\n  ? auth.password: cannot be seen, the cluster shows",
    );
    expect(text).not.toContain("jmx");
    expect(text).toMatch(/nothing to change\n$/);
  });

  it("shows a changed key of the file, and of a secret only that it changes", async () => {
    const before = { ...deployed, "auth.password": "hunter23", "tasks.max": "1" };
    const { context } = cluster({ before }, complete);
    const result = await run({}, context);
    const connector = result.changes.at(-1);
    expect(connector).toMatchObject({ action: "change", command: "cassink connector deploy sales" });
    expect(connector?.differences).toEqual([
      { what: "auth.password", before: "********", after: "********" },
      { what: "tasks.max", before: "1", after: "2" },
    ]);
    expect(renderPlan(result, wide)).toContain("(another secret)");
  });

  it("names what no deployment changes: a topic's config, a table's column, another's connector", async () => {
    const table = { ...live, columns: live.columns.slice(0, 1) };
    const before = { ...deployed, topics: "sales,logs" };
    const changed = { ...complete, table, topicConfigs: { "retention.ms": "1000" } };
    const { context } = cluster({ before }, changed);
    const result = await run({}, context);
    expect(result.outcome).toBe("findings");
    expect(result.changes.map(({ action }) => action)).toEqual([
      "cannot",
      "none",
      "none",
      "cannot",
      "cannot",
    ]);
    const text = renderPlan(result, wide);
    expect(text).toContain("  - retention.ms=1000\n      do: add retention.ms to the file's configs\n");
    expect(text).toContain("! column amount text is missing in the table;");
    expect(text).toContain("! the deployed connector reads topic logs\n      do: --yes replaces it\n");
    expect(text).toMatch(/3 that no deployment makes\n$/);
  });

  it("of a plain Connect config is that of its connector", async () => {
    const plain = { ...pipeline(), name: "own", file: "own.json", topics: [], tables: [] };
    const { context } = cluster({ pipelines: [plain] }, {});
    const result = await run({ replication: 3 }, context);
    expect(result.changes).toMatchObject([
      {
        kind: "connector",
        action: "create",
        command: "cassink connector deploy -f own.json --replication 3",
      },
    ]);
  });

  it("refuses a table that its CQL file does not create", async () => {
    const { context } = cluster(
      { files: { "/sales.cql": "CREATE TABLE shop.other (id text PRIMARY KEY);" } },
      {},
    );
    const error = await failureOf(run({}, context));
    expect(error.message).toBe("/sales.cql does not create the table shop.sales");
  });
});
