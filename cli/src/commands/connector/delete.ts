import { InputError, ServiceError } from "../../errors.js";
import { ownConfig } from "../../core/pipeline/deployed-config.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorDeleteInput } from "../../program/connector.js";
import { selectConnectors } from "./selection.js";

interface DeletedConnector {
  readonly pipeline: string;
  readonly connector: string;
  readonly action: "deleted" | "absent";
  readonly offsetsReset: boolean;
}

export interface ConnectorDeleteResult extends CommandResult {
  readonly connectors: readonly DeletedConnector[];
}

const pollInterval = 200;
/** Milliseconds for Connect to do what it was asked to. */
const timeout = 30_000;

/** Deletes connectors. Tables and topics stay, and so do the committed offsets without `offsets`. */
export async function run(
  input: ConnectorDeleteInput,
  context: CommandContext,
): Promise<ConnectorDeleteResult> {
  const connectors: DeletedConnector[] = [];
  for (const { pipeline, name } of await selectConnectors(input, context, ownConfig)) {
    context.signal.throwIfAborted();
    const there = (await context.connect.config(name)) !== undefined;
    const offsetsReset = there && input.offsets === true;
    if (offsetsReset) await resetOffsets(name, context);
    const deleted = there && (await context.connect.delete(name));
    if (deleted)
      await until(context, `connector ${name} is deleted and still there`, async () => {
        return (await context.connect.status(name)) === undefined;
      });
    connectors.push({
      pipeline: pipeline.name,
      connector: name,
      action: deleted ? "deleted" : "absent",
      offsetsReset,
    });
  }
  return { outcome: "clean", connectors };
}

/** Connect resets the offsets of a stopped connector only, and only when its tasks have left their group. */
async function resetOffsets(name: string, context: CommandContext): Promise<void> {
  const { connect } = context;
  await connect.stop(name);
  let refusal: unknown;
  await until(
    context,
    `the offsets of connector ${name} could not be reset`,
    async () => {
      const status = await connect.status(name);
      if (status?.connector.state !== "STOPPED" || status.tasks.length > 0) return false;
      return connect.resetOffsets(name).then(
        () => true,
        (error: unknown) => {
          refusal = error;
          if (error instanceof ServiceError || error instanceof InputError) return false;
          throw error;
        },
      );
    },
    () => refusal,
  );
}

async function until(
  { clock, signal, connect }: CommandContext,
  problem: string,
  isDone: () => Promise<boolean>,
  cause: () => unknown = () => undefined,
): Promise<void> {
  const deadline = clock.now() + timeout;
  while (!(await isDone())) {
    if (clock.now() >= deadline) {
      const because = cause();
      throw new ServiceError("Kafka Connect", `${problem} after ${timeout / 1000} s`, {
        where: connect.url,
        hint: "look at the worker's log for the cause, then run the command again",
        cause: because,
        lines: because instanceof Error ? [because.message] : [],
      });
    }
    await clock.sleep(pollInterval, signal);
  }
}
