import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { fakeConnections } from "#test/support/fakes/context.js";
import { describe, expect, it } from "vitest";
import { run as deploy } from "#cli/commands/connector/deploy.js";
import { run as plan } from "#cli/commands/connector/plan.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import { deployedConfig } from "#cli/core/pipeline/deployed-config.js";
import type { PlanFile } from "#cli/core/pipeline/plan-file.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { failureOf, fakeWorker, pipeline } from "./fake-worker.js";

const deployed = deployedConfig(pipeline(), fakeConnections());
const timeout = 60_000;

/** What stands behind the fake servers, which a test changes between plan and deployment. */
interface Scene {
  pipelines: readonly Pipeline[];
  before: ConnectorConfig | undefined;
  topicConfigs: Readonly<Record<string, string>>;
  hasTopic: boolean;
  cluster: string;
  topicId: string | undefined;
  tableId: string;
}

/** With a table that its CQL file makes. */
const withTable = (config: Readonly<Record<string, string>>): Pipeline => ({
  ...pipeline(config),
  tables: [{ keyspace: "shop", name: "sales", cql: "sales.cql" }],
});
const cql = `CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};
CREATE TABLE shop.sales (id text PRIMARY KEY, amount text);`;

function planned(scene: Partial<Scene> = {}) {
  const now: Scene = {
    pipelines: [withTable({ "tasks.max": "3" })],
    before: deployed,
    topicConfigs: {},
    hasTopic: true,
    cluster: "cluster-1",
    topicId: "first",
    tableId: "1-1",
    ...scene,
  };
  const worker = fakeWorker({
    get pipelines() {
      return now.pipelines;
    },
    before: deployed,
    files: { "sales.cql": cql },
    ports: {
      connect: {
        config: () => Promise.resolve(now.before),
        worker: () => Promise.resolve({ version: "4.3.0", kafkaClusterId: now.cluster }),
      },
      cassandra: {
        keyspaceReplication: () => Promise.resolve({ class: "SimpleStrategy", replication_factor: "1" }),
        tableOptions: () => Promise.resolve({ id: now.tableId }),
      },
      kafka: {
        topicId: () => Promise.resolve(now.topicId),
        describeTopic: (name) =>
          Promise.resolve(
            now.hasTopic ? { name, partitions: 4, replication: 1, configs: now.topicConfigs } : undefined,
          ),
      },
    },
  });
  return { ...worker, now };
}

describe("connector plan --out and connector deploy --plan", () => {
  it("keep what is to be deployed, without a secret or what leads to one", async () => {
    const { context, calls } = planned();
    const result = await plan({ out: "plan.json" }, context);
    expect(result).toMatchObject({ outcome: "findings", out: "plan.json" });
    const text = await context.files.readText("plan.json");
    expect(text).not.toContain("hunter22");
    for (const secret of ["hunter22", JSON.stringify({ "auth.password": "hunter22" })]) {
      expect(text).not.toContain(createHash("sha256").update(secret).digest("hex"));
    }
    expect(JSON.parse(text)).toMatchObject({ pipelines: [{ name: "sales", file: "sales.yaml" }] });
    await deploy({ timeout: 1, plan: "plan.json" }, context).catch(() => undefined);
    expect(calls).toEqual(["put sales"]);
  });

  it.each<[string, Partial<Scene>, string]>([
    [
      "the pipeline's file",
      { pipelines: [withTable({ "tasks.max": "4" })] },
      `pipeline sales: ${resolve("sales.yaml")} or a CQL file of it says something else`,
    ],
    [
      "a secret of the file",
      { pipelines: [withTable({ "tasks.max": "3", "auth.password": "hunter23" })] },
      `pipeline sales: ${resolve("sales.yaml")} or a CQL file of it says something else`,
    ],
    [
      "the deployed config",
      { before: { ...deployed, "errors.tolerance": "all" } },
      "connector sales: has been changed on the cluster (now another: errors.tolerance, tasks.max)",
    ],
    [
      "a deployed secret",
      { before: { ...deployed, "auth.password": "hunter23" } },
      "connector sales: has been changed on the cluster (now another: auth.password, tasks.max)",
    ],
    ["the connector, which is gone", { before: undefined }, "connector sales: was there, and is gone"],
    [
      "a topic's config",
      { topicConfigs: { "retention.ms": "1" } },
      "topic sales: has been changed on the cluster (now another: retention.ms)",
    ],
    ["the topic, which is gone", { hasTopic: false }, "topic sales: was there, and is gone"],
    [
      "the topic, made again alike",
      { topicId: "second" },
      "topic sales: was dropped and made again: its id was first, and is second",
    ],
    [
      "the table, made again alike",
      { tableId: "2-2" },
      "table shop.sales: was dropped and made again: its id was 1-1, and is 2-2",
    ],
    ["the servers", { cluster: "cluster-2" }, "the servers: the plan was made for another cluster"],
  ])("deploy nothing when it moved: %s", async (_, moved, line) => {
    const { context, calls, now } = planned();
    await plan({ out: "plan.json" }, context);
    Object.assign(now, moved);
    const error = await failureOf(deploy({ timeout, plan: "plan.json" }, context));
    expect(error.message).toBe("nothing is deployed: what the plan was made of has moved since");
    expect(error.lines).toEqual([line]);
    expect(error.exitCode).toBe(1);
    expect(calls).toEqual([]);
  });

  it("go on where no id was told, and none is", async () => {
    const { context, calls } = planned({ topicId: undefined });
    await plan({ out: "plan.json" }, context);
    await deploy({ timeout: 1, plan: "plan.json" }, context).catch(() => undefined);
    expect(calls).toEqual(["put sales"]);
  });

  it("go on where somebody has made what the plan makes", async () => {
    const { context, now } = planned({ hasTopic: false });
    await plan({ out: "plan.json" }, context);
    Object.assign(now, { hasTopic: true, before: { ...deployed, "tasks.max": "3" } });
    const result = await deploy({ timeout, plan: "plan.json" }, context).catch((error: unknown) => error);
    expect(String(result)).not.toContain("moved");
  });

  it.each<[string, (plan: PlanFile) => object, readonly string[]]>([
    [
      "changes that are left out",
      () => ({ changes: [] }),
      ["topic", "table"]
        .map(
          (kind) => `${kind} ${kind === "table" ? "shop." : ""}sales: is not in the plan, which was edited`,
        )
        .concat("connector sales: is not in the plan, which was edited"),
    ],
    [
      "a change that is played down",
      ({ changes }) => ({
        changes: changes.map((each) => ({ ...each, action: "none", differences: [] })),
      }),
      ["connector sales: the plan says another change than deploying makes"],
    ],
    [
      "a change of something else",
      ({ changes }) => ({ changes: [...changes, { ...changes[0], name: "other" }] }),
      ["topic other: is of none of the plan's pipelines"],
    ],
    [
      "a change that stands there twice",
      ({ changes }) => ({ changes: [...changes, { ...changes[0], action: "none" }] }),
      ["topic sales: is more than once in the plan, which was edited"],
    ],
    [
      "ids that are left out",
      ({ changes }) => ({ changes: changes.map((each) => ({ ...each, id: undefined })) }),
      ["topic sales", "table shop.sales"].map(
        (what) => `${what}: has no id in the plan, which was edited, or made before the server told ids`,
      ),
    ],
  ])("deploy nothing where the plan was edited: %s", async (_, edit, lines) => {
    const { context, calls } = planned();
    await plan({ out: "plan.json" }, context);
    const kept = JSON.parse(await context.files.readText("plan.json")) as PlanFile;
    await context.files.writeText("plan.json", JSON.stringify({ ...kept, ...edit(kept) }));
    const error = await failureOf(deploy({ timeout, plan: "plan.json" }, context));
    expect(error.lines).toEqual(lines);
    expect(calls).toEqual([]);
  });

  it("never take a plan without pipelines for one of all pipelines", async () => {
    const { context, calls } = planned();
    await plan({ out: "plan.json" }, context);
    const kept = JSON.parse(await context.files.readText("plan.json")) as PlanFile;
    await context.files.writeText("plan.json", JSON.stringify({ ...kept, pipelines: [], changes: [] }));
    const error = await failureOf(deploy({ timeout, plan: "plan.json" }, context));
    expect(error.message).toBe("plan.json is no plan of this version");
    expect(calls).toEqual([]);
  });

  it("say where a file is as it is found from the plan, wherever the command runs", async () => {
    const { context, selections } = planned();
    await plan({ out: "kept/plan.json" }, context);
    expect(JSON.parse(await context.files.readText("kept/plan.json"))).toMatchObject({
      pipelines: [{ file: "../sales.yaml" }],
    });
    await deploy({ timeout: 1, plan: "kept/plan.json" }, context).catch(() => undefined);
    expect(selections).toContainEqual(expect.objectContaining({ file: [resolve("sales.yaml")] }));
  });

  it("take no other names, and nothing that is no plan", async () => {
    const { context } = planned();
    const beside = await failureOf(deploy({ timeout, plan: "plan.json", name: ["sales"] }, context));
    expect(beside.exitCode).toBe(2);
    const empty = await failureOf(deploy({ timeout, plan: "other.json" }, context));
    expect(empty.message).toBe("other.json is no plan of this version");
    await context.files.writeText("later.json", '{"format":"cassink plan","formatVersion":2}');
    const later = await failureOf(deploy({ timeout, plan: "later.json" }, context));
    expect(later.lines.join()).toContain("formatVersion");
  });

  it("keep no plan of standard input", async () => {
    const { context } = planned({ pipelines: [{ ...pipeline(), file: "standard input" }] });
    expect((await failureOf(plan({ out: "plan.json" }, context))).exitCode).toBe(2);
  });
});
