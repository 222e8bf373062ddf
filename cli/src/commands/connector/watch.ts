import { statesOf } from "../../core/connect/deployed-connector.js";
import { sinkTotals } from "../../core/connect/sink-measures.js";
import {
  type CountedAt,
  type WatchedConnector,
  type WatchedMoment,
  ratesOf,
} from "../../core/connect/watched.js";
import { CassinkError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorWatchInput } from "../../program/connector-watching.js";
import { selectInCluster } from "./cluster-selection.js";
import { lagOf } from "./lag-of.js";
import { measuresOf } from "./measures-of.js";
import { existingTopicsFor } from "./read-topics.js";

/** Looks at connectors again and again, until Ctrl-C. A look that fails, but for the first, does not end it. */
export async function run(input: ConnectorWatchInput, context: CommandContext): Promise<CommandResult> {
  const { clock, signal } = context;
  const counted = new Map<string, CountedAt>();
  let last: WatchedMoment | undefined;
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    try {
      last = await momentOf(input, counted, context);
      context.emit(last);
    } catch (error) {
      if (isOver()) break;
      if (last === undefined || !(error instanceof CassinkError)) throw error;
      const time = new Date(clock.now()).toISOString();
      context.emit({ time, connectors: last.connectors, problem: error.message });
    }
    await clock.sleep(input.interval, signal).catch((error: unknown) => {
      if (!isOver()) throw error;
    });
  }
  return { outcome: "clean" };
}

async function momentOf(
  input: ConnectorWatchInput,
  counted: Map<string, CountedAt>,
  context: CommandContext,
): Promise<WatchedMoment> {
  const { connectors: targets } = await selectInCluster(input, context);
  const existingTopics = await existingTopicsFor(targets, context.kafka);
  const [measures, lags] = await Promise.all([
    measuresOf(targets, context),
    Promise.all(targets.map((target) => lagOf(target, existingTopics, true, context))),
  ]);
  const at = context.clock.now();
  const connectors = targets.map(({ name, deployed }, index): WatchedConnector => {
    const { lag = 0, seconds } = lags[index] ?? {};
    const now = { at, totals: sinkTotals(name, measures) };
    const rates = ratesOf(now, counted.get(name));
    counted.set(name, now);
    const state = deployed === undefined ? undefined : (statesOf(deployed).state ?? "UNASSIGNED");
    return {
      connector: name,
      ...(state === undefined ? {} : { state }),
      tasks: (deployed?.status?.tasks ?? []).map((task) => ({ id: task.id, state: task.state })),
      lag,
      ...(seconds === undefined ? {} : { seconds }),
      ...rates,
    };
  });
  return { time: new Date(at).toISOString(), connectors };
}
