import type { DeployedConnector } from "../../../core/connect/deployed-connector.js";
import { CassinkError, ServiceError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";
import { GoneOnError } from "../gone-on.js";
import { type ConnectorSteerResult, steering } from "../steer.js";

type Back = "pause" | "resume";

/** Milliseconds. */
const leastTimeout = 60_000;

/** What becomes of the connector afterwards. */
export interface Restored {
  readonly state: "running" | "paused" | "stopped" | "failed";
  /** The root cause line of what has failed. */
  readonly problem?: string;
}

/**
 * Stops a connector, lets `work` be done, and brings it back to the state that it had: after an error and after Ctrl-C,
 * too. Only a kill, or a third Ctrl-C, leaves it stopped.
 * @param timeout milliseconds for each step
 */
export async function whileStopped<Result>(
  { name, status }: DeployedConnector,
  timeout: number,
  work: () => Promise<Result>,
  context: CommandContext,
): Promise<Restored & { readonly result: Result }> {
  const before = status?.connector.state;
  const back = before === "STOPPED" ? undefined : before === "PAUSED" ? "pause" : "resume";
  const release =
    back === undefined
      ? () => undefined
      : context.keepAlive(
          `connector ${name} is being brought back; Ctrl-C once more leaves it stopped, and "cassink connector ${back} ${name}" lets it go on`,
        );
  try {
    return await stoppedMeanwhile({ name, back }, timeout, work, context);
  } finally {
    release();
  }
}

async function stoppedMeanwhile<Result>(
  { name, back }: { readonly name: string; readonly back: Back | undefined },
  timeout: number,
  work: () => Promise<Result>,
  context: CommandContext,
): Promise<Restored & { readonly result: Result }> {
  let result: Result;
  try {
    if (back !== undefined) {
      context.progress.report({ kind: "connector held", connector: name, isOver: false });
      await steering("stop")({ regex: [exactly(name)], timeout }, context);
    }
    result = await work();
  } catch (error) {
    // Whoever has let it go on may be about to change something themselves.
    if (error instanceof GoneOnError) throw error;
    if (back !== undefined) await bringBack(name, back, timeout, context, error);
    throw error;
  }
  if (back === undefined) return { result, state: "stopped" };
  return { result, ...(await bringBack(name, back, timeout, context)) };
}

/** @param cause why the work was not done */
async function bringBack(
  name: string,
  move: Back,
  timeout: number,
  context: CommandContext,
  cause?: unknown,
): Promise<Restored> {
  try {
    // What was begun is put back, however short the time is that was given for doing it.
    const restored = await steered(name, move, Math.max(timeout, leastTimeout), context);
    context.progress.report({ kind: "connector held", connector: name, isOver: true });
    return restored;
  } catch (error) {
    const reason = error instanceof CassinkError ? error.message : String(error);
    throw new ServiceError(
      "Kafka Connect",
      `connector ${name} was stopped, and does not run as before: ${reason}`,
      {
        where: context.connect.url,
        hint: `"cassink connector ${move} ${name}" lets it go on`,
        lines: cause instanceof CassinkError ? [cause.message, ...cause.lines] : [],
        cause: error,
      },
    );
  }
}

async function steered(
  name: string,
  move: Back,
  timeout: number,
  context: CommandContext,
): Promise<Restored> {
  const { connectors } = context.signal.aborted
    ? await steeredAnew(name, move, timeout, context)
    : await steeredAgain(name, move, timeout, context);
  const [{ action, problem } = { action: "not done", problem: "it is gone" }] = connectors;
  if (action === "not done") throw new ServiceError("Kafka Connect", problem ?? action);
  const state = action === "failed" ? action : move === "pause" ? "paused" : "running";
  return { state, ...(problem === undefined ? {} : { problem }) };
}

async function steeredAgain(
  name: string,
  move: Back,
  timeout: number,
  context: CommandContext,
): Promise<ConnectorSteerResult> {
  // It may have been told to stop, and not have done it yet: that it runs does not mean that it will.
  await context.connect[move](name);
  return steering(move)({ regex: [exactly(name)], timeout }, context);
}

/**
 * After Ctrl-C the ports of this command do nothing any more, so commands of their own do it. The first makes sure that a
 * stop which was just asked for does not come later.
 */
async function steeredAnew(
  name: string,
  move: Back,
  timeout: number,
  context: CommandContext,
): Promise<ConnectorSteerResult> {
  const { signal } = new AbortController();
  const words = ["--regex", literally(name), "--timeout", `${timeout}ms`];
  await context.invoke(["connector", "stop", ...words], signal);
  const { result } = await context.invoke(["connector", move, ...words], signal);
  return result as ConnectorSteerResult;
}

const exactly = (name: string): RegExp => new RegExp(`^${literally(name)}$`, "u");
const literally = (name: string): string => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
