import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import { isClearSecret, maskedConfig } from "../../core/connect/secret-keys.js";
import { schemaChecker } from "../../core/documents/schema-check.js";
import { movedSince, parsePlan, type PlanFile, type PlanNow } from "../../core/pipeline/plan-file.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import { plannedChanges, type SeenChange } from "./planned-changes.js";
import type { SelectedConnector } from "./selection.js";

/** @throws UsageError for a pipeline of standard input, which is not there any more when the plan is deployed */
export async function writePlan(
  file: string,
  planned: {
    readonly selected: readonly SelectedConnector[];
    readonly changes: readonly SeenChange[];
    readonly replication: number | undefined;
  },
  context: CommandContext,
): Promise<void> {
  const { selected, changes, replication } = planned;
  if (selected.some(({ pipeline }) => pipeline.file === "standard input")) {
    throw new UsageError("a plan of standard input cannot be kept", { hint: "name the pipeline's file" });
  }
  const salt = context.digests.salt();
  const now = await planNow(selected, changes, salt, context);
  const plan: PlanFile = {
    format: "cassink plan",
    formatVersion: 1,
    made: new Date(context.clock.now()).toISOString(),
    ...(replication === undefined ? {} : { replication }),
    salt,
    ...now,
    // So that the plan can be moved together with the files that it names.
    pipelines: now.pipelines.map((each) => ({ ...each, file: context.files.relative(file, each.file) })),
  };
  await context.files.writeText(file, `${JSON.stringify(plan, undefined, 2)}\n`);
}

/** The plan, with the paths of its pipelines as they are found from where the plan lies. */
export async function readPlan(file: string, { files, pipelines }: CommandContext): Promise<PlanFile> {
  const plan = parsePlan(await files.readText(file), file, schemaChecker(await pipelines.planSchema()));
  return {
    ...plan,
    pipelines: plan.pipelines.map((each) => ({ ...each, file: files.resolve(file, each.file) })),
  };
}

/** @throws InputError that names all that has moved since the plan was made */
export async function refuseMoved(
  plan: PlanFile,
  file: string,
  selected: readonly SelectedConnector[],
  context: CommandContext,
): Promise<void> {
  const changes = await plannedChanges(selected, context);
  const moved = movedSince(plan, await planNow(selected, changes, plan.salt, context));
  if (moved.length === 0) return;
  throw new InputError("nothing is deployed: what the plan was made of has moved since", {
    where: file,
    lines: moved,
    hint: "make the plan anew, with connector plan --out, and look at it",
  });
}

async function planNow(
  selected: readonly SelectedConnector[],
  changes: readonly SeenChange[],
  salt: string,
  context: CommandContext,
): Promise<PlanNow> {
  const { connect, files } = context;
  const pipelines = [];
  for (const { pipeline, config } of selected) {
    const { name, file, connector, replication } = pipeline;
    const cql = await Promise.all(pipeline.tables.map((table) => files.readText(table.cql)));
    // Paths are of the machine, and neither key nor event schema is of a deployment.
    const topics = pipeline.topics.map((topic) => ({ ...topic, key: undefined, schema: undefined }));
    const tables = pipeline.tables.map(({ keyspace, name: table }) => [keyspace, table]);
    const said = { connector: connector.name, replication, topics, tables, cql };
    pipelines.push({
      name,
      file,
      digest: await digestOf(said, connector.config, salt, context),
      config: await digestOf({}, config, salt, context),
    });
  }
  const kept = changes.map(async ({ change, seen, id }) => {
    const digest =
      change.kind === "connector" && seen !== undefined
        ? digestOf({}, seen as ConnectorConfig, salt, context)
        : context.digests.of(canonical(seen));
    return { ...change, seen: await digest, ...(id === undefined ? {} : { id }) };
  });
  return {
    cluster: (await connect.worker()).kafkaClusterId,
    pipelines,
    changes: await Promise.all(kept),
  };
}

/** Of a config with what stands beside it; secrets are not among what can be computed fast. */
async function digestOf(
  said: object,
  config: ConnectorConfig,
  salt: string,
  { digests }: Pick<CommandContext, "digests">,
): Promise<string> {
  const open = digests.of(canonical([said, maskedConfig(config)]));
  const secrets = Object.entries(config).filter(([key, value]) => isClearSecret(key, value));
  if (secrets.length === 0) return open;
  return `${open}-${await digests.ofSecrets(canonical(Object.fromEntries(secrets)), salt)}`;
}

/** JSON with the keys of each object in order; undefined is null. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, held: unknown) =>
    typeof held === "object" && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([one], [other]) => (one < other ? -1 : 1)))
      : held,
  );
}
