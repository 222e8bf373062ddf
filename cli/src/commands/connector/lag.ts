import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorLagInput } from "../../program/connector-watching.js";
import { type TargetConnector, selectInCluster } from "./cluster-selection.js";
import { type ConnectorLag, lagOf } from "./lag-of.js";
import { existingTopicsFor } from "./read-topics.js";

export interface ConnectorLagResult extends CommandResult {
  /** Those that are furthest behind first. */
  readonly connectors: readonly ConnectorLag[];
  /** Records, all connectors together. */
  readonly lag: number;
  /** Of the connector that is most seconds behind; absent where there is nothing to carry. */
  readonly seconds?: number;
  /** Milliseconds for which was waited; absent without a wait. */
  readonly waited?: number;
}

const pollInterval = 1_000;

/** What connectors have still to carry, in records and in seconds. */
export async function run(input: ConnectorLagInput, context: CommandContext): Promise<ConnectorLagResult> {
  const { connectors: targets } = await selectInCluster(input, context);
  const existingTopics = await existingTopicsFor(targets, context.kafka);
  const began = context.clock.now();
  const isWaiting = input.waitForZero === true;
  const isZero = !isWaiting || (await awaitZero(targets, existingTopics, input.timeout, context));
  const waited = context.clock.now() - began;
  const measured = await Promise.all(targets.map((target) => lagOf(target, existingTopics, true, context)));
  const connectors = [...measured].sort((one, other) => other.lag - one.lag);
  const seconds = connectors.flatMap((each) => each.seconds ?? []);
  return {
    outcome: outcomeOf(connectors, isZero),
    connectors,
    lag: connectors.reduce((sum, { lag }) => sum + lag, 0),
    ...(seconds.length === 0 ? {} : { seconds: Math.max(...seconds) }),
    ...(isWaiting ? { waited } : {}),
  };
}

function outcomeOf(connectors: readonly ConnectorLag[], isZero: boolean): "clean" | "findings" | "unjudged" {
  if (!isZero || connectors.some(({ state }) => state === undefined)) return "findings";
  const isSeen = connectors.every(
    ({ leaderless, topicsUnknown }) => leaderless.length === 0 && topicsUnknown === undefined,
  );
  return isSeen ? "clean" : "unjudged";
}

/** False when something is left to carry at the deadline. */
async function awaitZero(
  targets: readonly TargetConnector[],
  existingTopics: readonly string[],
  timeout: number,
  context: CommandContext,
): Promise<boolean> {
  const { clock, progress, signal } = context;
  const deadline = clock.now() + timeout;
  const most = new Map<string, number>();
  for (;;) {
    const lags = await Promise.all(targets.map((target) => lagOf(target, existingTopics, false, context)));
    const behind = lags.filter(({ lag }) => lag > 0);
    if (behind.length === 0) return true;
    for (const { connector, lag } of behind) {
      const total = Math.max(lag, most.get(connector) ?? 0);
      most.set(connector, total);
      progress.report({ kind: "lag carried", connector, done: total - lag, total });
    }
    if (clock.now() >= deadline) return false;
    await clock.sleep(Math.min(pollInterval, Math.max(1, deadline - clock.now())), signal);
  }
}
