import {
  type ConfigDifference,
  configDifferences,
  isChange,
  isHidden,
} from "../../core/connect/config-differences.js";
import { type ConnectorConfig, consumerGroup } from "../../core/connect/connector-config.js";
import { maskedConfig } from "../../core/connect/secret-keys.js";
import { othersTraits } from "../../core/sinks/replaced-connector.js";
import { visible } from "../../core/visible.js";
import { CassinkError, InputError, ServiceError, UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorDeployInput } from "../../program/connector.js";
import { type Past, awaitRunning } from "./await-running.js";
import { readPlan, refuseMoved } from "./plan-file.js";
import { settingsOf } from "./planned-changes.js";
import { type SelectedConnector, selectConnectors } from "./selection.js";
import { refuseProblems, validateConnector } from "./validation.js";

interface DeployedConnector {
  readonly pipeline: string;
  readonly connector: string;
  /** `unchanged`: Connect had this very config already, and it runs. `replace`: of one that is not this pipeline's. */
  readonly action:
    "created" | "updated" | "unchanged" | "would create" | "would update" | "would replace" | "would keep";
  /** Running tasks; absent in a dry run. */
  readonly tasks?: number;
  /** The config as deployed, secrets masked; only in a dry run. */
  readonly config?: ConnectorConfig;
  /** What changes in the deployed config; only in a dry run. */
  readonly differences?: readonly ConfigDifference[];
  /** What tells that the deployed connector is another pipeline's; only in a dry run. */
  readonly replaces?: readonly string[];
}

export interface ConnectorDeployResult extends CommandResult {
  readonly connectors: readonly DeployedConnector[];
}

/** A connector and what Connect has under its name. */
interface Replacing {
  readonly connector: SelectedConnector;
  readonly before: ConnectorConfig | undefined;
  /** What differs; empty where Connect has none. */
  readonly differences: readonly ConfigDifference[];
  /** What tells that it is another pipeline's: core/sinks/replaced-connector.ts. */
  readonly traits: readonly string[];
}

/** Validates all selected connectors, then creates or updates them, and waits until each runs with its config. */
export async function run(
  input: ConnectorDeployInput,
  context: CommandContext,
): Promise<ConnectorDeployResult> {
  const selected = await selectToDeploy(input, context);
  const reports = [];
  for (const connector of selected)
    reports.push(await validateConnector(connector, { offline: false, together: selected }, context));
  refuseProblems(reports, context);
  const replacing = await Promise.all(selected.map((connector) => replacingOf(connector, context)));
  const others = input.yes === true ? [] : replacing.filter(({ traits }) => traits.length > 0);
  if (input.dryRun === true) {
    return { outcome: others.length === 0 ? "clean" : "findings", connectors: replacing.map(preview) };
  }
  if (others.length > 0 && !(await mayReplace(others, context))) throw othersConnector(others, context);
  const started = [];
  for (const each of replacing) started.push({ ...each, ...(await put(each, context)) });
  const settled = await Promise.allSettled(
    started.map(async ({ connector, action, past }): Promise<DeployedConnector> => {
      const tasks = await awaitRunning(connector, past, input.timeout, context);
      context.progress.report({ kind: "connector runs", connector: connector.name, action, tasks });
      return { pipeline: connector.pipeline.name, connector: connector.name, action, tasks };
    }),
  );
  context.signal.throwIfAborted();
  const failures = settled.flatMap((result) =>
    result.status === "rejected" ? [result.reason as unknown] : [],
  );
  if (failures.length > 0) throw joined(failures);
  return {
    outcome: "clean",
    connectors: settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])),
  };
}

/** @throws InputError where something has moved since the plan was made, UsageError where more is named than a plan */
async function selectToDeploy(
  input: ConnectorDeployInput,
  context: CommandContext,
): Promise<readonly SelectedConnector[]> {
  const { plan: file, name = [], file: files = [], replication } = input;
  if (file === undefined) return selectConnectors(input, context);
  if (name.length + files.length > 0 || replication !== undefined) {
    throw new UsageError("a plan says itself what is deployed", {
      hint: "name nothing beside --plan, or leave it out",
    });
  }
  const plan = await readPlan(file, context);
  const selection = { file: plan.pipelines.map((pipeline) => pipeline.file) };
  const copies = plan.replication === undefined ? {} : { replication: plan.replication };
  const selected = await selectConnectors({ ...selection, ...copies }, context);
  await refuseMoved(plan, file, selected, context);
  return selected;
}

async function replacingOf(connector: SelectedConnector, context: CommandContext): Promise<Replacing> {
  const { name, config } = connector;
  const before = await context.connect.config(name);
  if (before === undefined) return { connector, before, differences: [], traits: [] };
  const settings = await settingsOf(config, before, context);
  const differences = configDifferences(name, before, config, settings);
  return { connector, before, differences, traits: othersTraits(before, config) };
}

/** Whether somebody at a terminal says so. */
async function mayReplace(others: readonly Replacing[], context: CommandContext): Promise<boolean> {
  const lines = others.flatMap(({ connector, traits }) =>
    traits.map((trait) => visible(`connector ${connector.name} ${trait}`)),
  );
  const which = others.length === 1 ? "it" : "them";
  return (await context.confirm(`${lines.join("\n")}\nreplace ${which}?`)) === true;
}

function othersConnector(others: readonly Replacing[], { connect }: CommandContext): InputError {
  const [first] = others;
  const what =
    others.length === 1
      ? `connector ${first?.connector.name ?? ""} is there already, and is another one than this pipeline's`
      : `${others.length} connectors are there already, and are others than these pipelines'`;
  return new InputError(`nothing is deployed: ${what}`, {
    where: connect.url,
    lines: others.flatMap(({ connector, traits }) => traits.map((trait) => `${connector.name} ${trait}`)),
    hint: "give the pipeline's connector another name, look at the difference with --dry-run, or replace the other one with --yes",
  });
}

/** Hands the config over. Tasks that failed before are started again: an unchanged config alone would not do it. */
async function put(
  { connector: { name, config }, before, differences }: Replacing,
  { connect, kafka, progress }: CommandContext,
): Promise<{ readonly action: DeployedConnector["action"]; readonly past: Past }> {
  const status = await connect.status(name);
  const same = before !== undefined && !differences.some(isHandedOver);
  const parts = status === undefined ? [] : [status.connector, ...status.tasks];
  const hadFailed = parts.some((part) => part.state === "FAILED");
  const isUpdate = before !== undefined && !same;
  const endedMembers = isUpdate ? (await kafka.describeGroup(consumerGroup(name, config))).members : [];
  progress.report({ kind: "connector deploys", connector: name, unchanged: same });
  for (const difference of differences.filter(isHandedOver))
    progress.report({ kind: "config changes", connector: name, difference });
  const action = same ? "unchanged" : await connect.putConfig(name, config);
  if (hadFailed) await connect.restart(name, { includeTasks: true, onlyFailed: true });
  return { action, past: { endedMembers, hadFailed, ...(same ? { config: before } : {}) } };
}

/** What cannot be seen may differ, so it is handed over once more. */
const isHandedOver = (difference: ConfigDifference): boolean => isChange(difference) || isHidden(difference);

function preview({ connector, before, differences, traits }: Replacing): DeployedConnector {
  const { name, config, pipeline } = connector;
  const known = { pipeline: pipeline.name, connector: name, config: maskedConfig(config) };
  if (before === undefined) return { ...known, action: "would create" };
  if (traits.length > 0) return { ...known, action: "would replace", differences, replaces: traits };
  return { ...known, action: differences.some(isHandedOver) ? "would update" : "would keep", differences };
}

/** The first failure, with the others under it. */
function joined(failures: readonly unknown[]): unknown {
  const [first, ...others] = failures;
  if (others.length === 0) return first;
  const lines = failures.flatMap((failure) => [
    failure instanceof Error ? failure.message : String(failure),
    ...(failure instanceof CassinkError ? failure.lines : []),
  ]);
  return new ServiceError("Kafka Connect", `${failures.length} connectors do not run`, {
    lines,
    hint: "correct what the lines say and deploy again",
  });
}
