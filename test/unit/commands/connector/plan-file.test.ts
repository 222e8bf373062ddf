import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { run as deploy } from "#cli/commands/connector/deploy.js";
import { run as plan } from "#cli/commands/connector/plan.js";
import { checkLeg } from "#cli/core/connections/check-leg.js";
import { defaultSettings } from "#cli/core/connections/choose-leg.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import { deployedConfig } from "#cli/core/pipeline/deployed-config.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { failureOf, fakeWorker, pipeline } from "./fake-worker.js";

const deployed = deployedConfig(pipeline(), () => checkLeg.cassandra(defaultSettings.cassandra));
const timeout = 60_000;

/** What stands behind the fake servers, which a test changes between plan and deployment. */
interface Scene {
  pipelines: readonly Pipeline[];
  before: ConnectorConfig | undefined;
  topicConfigs: Readonly<Record<string, string>>;
  hasTopic: boolean;
  cluster: string;
}

function planned(scene: Partial<Scene> = {}) {
  const now: Scene = {
    pipelines: [pipeline({ "tasks.max": "3" })],
    before: deployed,
    topicConfigs: {},
    hasTopic: true,
    cluster: "cluster-1",
    ...scene,
  };
  const worker = fakeWorker({
    get pipelines() {
      return now.pipelines;
    },
    before: deployed,
    ports: {
      connect: {
        config: () => Promise.resolve(now.before),
        worker: () => Promise.resolve({ version: "4.3.0", kafkaClusterId: now.cluster }),
      },
      kafka: {
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
      { pipelines: [pipeline({ "tasks.max": "4" })] },
      "pipeline sales: sales.yaml or a CQL file of it says something else",
    ],
    [
      "a secret of the file",
      { pipelines: [pipeline({ "tasks.max": "3", "auth.password": "hunter23" })] },
      "pipeline sales: sales.yaml or a CQL file of it says something else",
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

  it("go on where somebody has made what the plan makes", async () => {
    const { context, now } = planned({ hasTopic: false });
    await plan({ out: "plan.json" }, context);
    Object.assign(now, { hasTopic: true, before: { ...deployed, "tasks.max": "3" } });
    const result = await deploy({ timeout, plan: "plan.json" }, context).catch((error: unknown) => error);
    expect(String(result)).not.toContain("moved");
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
