import { healthOf, statesOf } from "../../core/connect/deployed-connector.js";
import { rootCause } from "../../core/connect/root-cause.js";
import { withoutSecrets } from "../../core/connect/secret-keys.js";
import type { ConnectorStatus } from "../../core/connect/status.js";
import { type Move, arrival, isThereAlready } from "../../core/connect/steering.js";
import { CassinkError, InputError, ServiceError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorRestartInput, ConnectorSteerInput } from "../../program/connector.js";
import { type TargetConnector, refuseNothing, selectInCluster } from "./cluster-selection.js";
import { GoneOnError } from "./gone-on.js";
import { refuseAbsent } from "./refuse-absent.js";

export interface SteeredConnector {
  /** Absent where the connector itself was named. */
  readonly pipeline?: string;
  readonly connector: string;
  /** `failed`: it was told to, and does not run. `not done`: it could not be told to, or did not do it in time. */
  readonly action: "paused" | "resumed" | "stopped" | "restarted" | "unchanged" | "failed" | "not done";
  /** Root cause line of what has failed, or why it is not done. */
  readonly problem?: string;
}

export interface ConnectorSteerResult extends CommandResult {
  readonly connectors: readonly SteeredConnector[];
}

const actions = { pause: "paused", resume: "resumed", stop: "stopped", restart: "restarted" } as const;

const pollInterval = 250;
/** Milliseconds for which a state must not change before it is believed. */
const settling = { there: 1_000, failed: 6_000 } as const;

/**
 * Tells connectors to pause, to resume, to stop or to restart, and waits until each has. Of several, one that does not
 * keep the others.
 * @throws UsageError where nothing is named
 */
export const steering =
  (move: Move) =>
  async (
    input: ConnectorSteerInput & Pick<ConnectorRestartInput, "failed">,
    context: CommandContext,
  ): Promise<ConnectorSteerResult> => {
    refuseNothing(input);
    const { connectors: targets } = await selectInCluster(input, context);
    const connectors: SteeredConnector[] = [];
    for (const target of targets) {
      context.signal.throwIfAborted();
      try {
        connectors.push(await steered(target, move, input, context));
      } catch (error) {
        if (targets.length === 1 || !(error instanceof CassinkError)) throw error;
        context.signal.throwIfAborted();
        connectors.push({ ...nameOf(target), action: "not done", problem: error.message });
      }
    }
    const has = (action: SteeredConnector["action"]): boolean =>
      connectors.some((connector) => connector.action === action);
    return { outcome: has("not done") ? "failed" : has("failed") ? "findings" : "clean", connectors };
  };

const nameOf = ({ name, pipeline }: TargetConnector) => ({
  ...(pipeline === undefined ? {} : { pipeline: pipeline.name }),
  connector: name,
});

async function steered(
  target: TargetConnector,
  move: Move,
  { timeout, failed: onlyFailed = false }: Pick<ConnectorRestartInput, "timeout" | "failed">,
  context: CommandContext,
): Promise<SteeredConnector> {
  const { name } = target;
  const deployed = refuseAbsent(target, context);
  const states = statesOf(deployed);
  if (move === "restart" && !isThereAlready("resume", states)) {
    throw new InputError(`connector ${name} is ${states.state === "PAUSED" ? "paused" : "stopped"}`, {
      where: context.connect.url,
      hint: `"cassink connector resume ${name}" lets it go on`,
    });
  }
  const isDone =
    move === "restart" ? onlyFailed && healthOf(states) !== "failed" : isThereAlready(move, states);
  if (isDone) return { ...nameOf(target), action: "unchanged" };
  if (move === "restart") await context.connect.restart(name, { includeTasks: true, onlyFailed });
  else await context.connect[move](name);
  const cause = await awaitArrival(name, move, timeout, context);
  if (cause === undefined) return { ...nameOf(target), action: actions[move] };
  return { ...nameOf(target), action: "failed", problem: withoutSecrets(cause, deployed.config) };
}

/** Why it has failed, or undefined where it has done what it was told. @throws ServiceError after the timeout */
async function awaitArrival(
  name: string,
  move: Move,
  timeout: number,
  { connect, clock, signal }: CommandContext,
): Promise<string | undefined> {
  const deadline = clock.now() + timeout;
  let since = clock.now();
  let before: string | undefined;
  let hasStood = false;
  for (;;) {
    const [status, taskConfigs] = await Promise.all([connect.status(name), connect.taskConfigs(name)]);
    if (status === undefined)
      throw new ServiceError("Kafka Connect", `connector ${name} is gone`, { where: connect.url });
    const states = { state: status.connector.state, tasks: status.tasks };
    if (hasStood && states.state === "RUNNING") throw new GoneOnError(name, connect.url);
    hasStood ||= (move === "stop" || move === "pause") && isThereAlready(move, { ...states, tasks: [] });
    const key = JSON.stringify(states);
    if (key !== before) since = clock.now();
    before = key;
    const arrived = arrival(move, states, taskConfigs.length);
    if (arrived !== undefined && clock.now() - since >= settling[arrived]) {
      return arrived === "there" ? undefined : causeOf(status);
    }
    if (clock.now() >= deadline) {
      throw new ServiceError(
        "Kafka Connect",
        `connector ${name} was told to ${move}, and after ${timeout / 1000} s it is ${statesText(status)}`,
        { where: connect.url, hint: 'look at "cassink logs connect", or give it longer with --timeout' },
      );
    }
    await clock.sleep(pollInterval, signal);
  }
}

function causeOf({ connector, tasks }: ConnectorStatus): string {
  const part = [connector, ...tasks].find(({ state }) => state === "FAILED");
  return part?.trace === undefined ? "Connect does not say why" : rootCause(part.trace);
}

const statesText = ({ connector, tasks }: ConnectorStatus): string =>
  [connector.state, ...tasks.map(({ id, state }) => `task ${id} ${state}`)].join(", ");
