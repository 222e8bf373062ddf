import { type Logger, isWithin, levelOf } from "../../../core/connect/loggers.js";
import type { CommandContext, CommandResult } from "../../../ports/context.js";
import type { ConnectorLoggersGetInput } from "../../../program/connector-loggers.js";
import { type RestoredLevels, restoreAbandoned } from "./restore-levels.js";

export interface ConnectorLoggersGetResult extends CommandResult {
  /** Sorted by their names. With --logger, the logger and its children. */
  readonly loggers: readonly Logger[];
  /** The level that counts for the logger of --logger, whether or not it is listed. */
  readonly asked?: { readonly name: string; readonly level: string };
  /** What commands had left that were killed. */
  readonly restored: readonly RestoredLevels[];
}

/** The loggers of the worker, and what counts for one of them. */
export async function run(
  { logger }: ConnectorLoggersGetInput,
  context: CommandContext,
): Promise<ConnectorLoggersGetResult> {
  const restored = await restoreAbandoned(context);
  const all = await context.connect.loggers();
  return {
    outcome: "clean",
    loggers: logger === undefined ? all : all.filter(({ name }) => isWithin(name, logger)),
    ...(logger === undefined ? {} : { asked: { name: logger, level: levelOf(logger, all) } }),
    restored,
  };
}
