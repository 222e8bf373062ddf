import { type ConnectorConfig, consumerGroup } from "../../core/connect/connector-config.js";
import { maskedConfig } from "../../core/connect/secret-keys.js";
import { CassinkError, ServiceError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorDeployInput } from "../../program/connector.js";
import { type Past, awaitRunning } from "./await-running.js";
import { type SelectedConnector, selectConnectors } from "./selection.js";
import { refuseProblems, validateConnector } from "./validation.js";

interface DeployedConnector {
  readonly pipeline: string;
  readonly connector: string;
  /** `unchanged`: Connect had this very config already, and it runs. */
  readonly action: "created" | "updated" | "unchanged" | "would create" | "would update" | "would keep";
  /** Running tasks; absent in a dry run. */
  readonly tasks?: number;
  /** The config as deployed, secrets masked; only in a dry run. */
  readonly config?: ConnectorConfig;
}

export interface ConnectorDeployResult extends CommandResult {
  readonly connectors: readonly DeployedConnector[];
}

/** Validates all selected connectors, then creates or updates them, and waits until each runs with its config. */
export async function run(
  input: ConnectorDeployInput,
  context: CommandContext,
): Promise<ConnectorDeployResult> {
  const selected = await selectConnectors(input, context);
  const reports = [];
  for (const connector of selected)
    reports.push(await validateConnector(connector, { offline: false, together: selected }, context));
  refuseProblems(reports, context);
  if (input.dryRun === true) {
    return {
      outcome: "clean",
      connectors: await Promise.all(selected.map((connector) => preview(connector, context))),
    };
  }
  const started = [];
  for (const connector of selected) started.push({ connector, ...(await put(connector, context)) });
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

/** Hands the config over. Tasks that failed before are started again: an unchanged config alone would not do it. */
async function put(
  { name, config }: SelectedConnector,
  { connect, kafka, progress }: CommandContext,
): Promise<{ readonly action: DeployedConnector["action"]; readonly past: Past }> {
  const [before, status] = await Promise.all([connect.config(name), connect.status(name)]);
  const same = before !== undefined && sameConfig(before, name, config);
  const parts = status === undefined ? [] : [status.connector, ...status.tasks];
  const hadFailed = parts.some((part) => part.state === "FAILED");
  const isUpdate = before !== undefined && !same;
  const endedMembers = isUpdate ? (await kafka.describeGroup(consumerGroup(name, config))).members : [];
  progress.report({ kind: "connector deploys", connector: name, unchanged: same });
  const action = same ? "unchanged" : await connect.putConfig(name, config);
  if (hadFailed) await connect.restart(name, { includeTasks: true, onlyFailed: true });
  return { action, past: { endedMembers, hadFailed } };
}

async function preview(
  connector: SelectedConnector,
  { connect }: CommandContext,
): Promise<DeployedConnector> {
  const { name, config, pipeline } = connector;
  const before = await connect.config(name);
  const kept = before !== undefined && sameConfig(before, name, config);
  const action = before === undefined ? "would create" : kept ? "would keep" : "would update";
  return { pipeline: pipeline.name, connector: name, action, config: maskedConfig(config) };
}

/** Connect adds the connector's name to a config that has none. */
function sameConfig(before: ConnectorConfig, name: string, config: ConnectorConfig): boolean {
  const text = (named: ConnectorConfig): string => JSON.stringify(Object.entries({ ...named, name }).sort());
  return text(before) === text(config);
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
