import { receiptsGroup } from "../../core/sinks/cassink/receipts.js";
import { sinkConfig } from "../../core/sinks/sink-config.js";
import { CassinkError, UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorDeleteInput } from "../../program/connector.js";
import { type TargetConnector, refuseNothing, selectInCluster } from "./cluster-selection.js";
import { changeStopped, until } from "./change-stopped.js";

interface DeletedConnector {
  /** Absent where the connector itself was named. */
  readonly pipeline?: string;
  readonly connector: string;
  readonly action: "deleted" | "absent" | "not deleted";
  readonly offsetsReset: boolean;
  /** Why it is not deleted. */
  readonly problem?: string;
}

export interface ConnectorDeleteResult extends CommandResult {
  readonly connectors: readonly DeletedConnector[];
}

/**
 * Deletes connectors. Tables and topics stay, and without `offsets` what is committed, too: how far the topics are
 * read and, in transactions, how far receipts are told. Of several, one that
 * cannot be deleted does not keep the others.
 * @throws UsageError where nothing is named, and where `yes` is missing for those that are not named one by one
 */
export async function run(
  input: ConnectorDeleteInput,
  context: CommandContext,
): Promise<ConnectorDeleteResult> {
  refuseNothing(input);
  const { name = [], file = [], regex, state } = input;
  const isNamed = name.length > 0 || file.length > 0;
  const { connectors: targets } = await selectInCluster(input, context);
  const isMeant = input.yes === true || input.dryRun === true;
  if ((!isNamed || regex !== undefined || state !== undefined) && targets.length > 0 && !isMeant) {
    throw new UsageError(`this deletes ${targets.map((target) => target.name).join(", ")}`, {
      hint: "say so with --yes",
    });
  }
  const connectors: DeletedConnector[] = [];
  for (const target of targets) {
    context.signal.throwIfAborted();
    try {
      connectors.push(await deleted(target, input.offsets === true, context));
    } catch (error) {
      if (targets.length === 1 || !(error instanceof CassinkError)) throw error;
      context.signal.throwIfAborted();
      connectors.push({
        connector: target.name,
        action: "not deleted",
        offsetsReset: false,
        problem: error.message,
      });
    }
  }
  const isDone = connectors.every(({ action }) => action !== "not deleted");
  return { outcome: isDone ? "clean" : "failed", connectors };
}

async function deleted(
  { name, pipeline, deployed }: TargetConnector,
  withOffsets: boolean,
  context: CommandContext,
): Promise<DeletedConnector> {
  const offsetsReset = deployed !== undefined && withOffsets;
  if (offsetsReset) {
    await context.connect.stop(name);
    const problem = `the offsets of connector ${name} could not be reset`;
    await changeStopped(name, () => context.connect.resetOffsets(name), problem, context);
    // With it, what is carried again would be told up to there already. It may be of a time before receipts.mode changed.
    const hasReceipts = sinkConfig(deployed.config)?.receipts !== undefined;
    if (hasReceipts) await context.kafka.deleteGroup(receiptsGroup(name));
  }
  const isDeleted = deployed !== undefined && (await context.connect.delete(name));
  if (isDeleted) {
    await until(context, `connector ${name} is deleted and still there`, async () => {
      return (await context.connect.status(name)) === undefined;
    });
  }
  return {
    ...(pipeline === undefined ? {} : { pipeline: pipeline.name }),
    connector: name,
    action: isDeleted ? "deleted" : "absent",
    offsetsReset,
  };
}
