import { type LoggerLevel, isWithin, levelOf, levelsNow, namesAbove } from "../../../core/connect/loggers.js";
import { nearest } from "../../../core/suggestion.js";
import { InputError, UsageError } from "../../../errors.js";
import type { CommandContext, CommandResult } from "../../../ports/context.js";
import type { ConnectorLoggersSetInput } from "../../../program/connector-loggers.js";
import { type RestoredLevels, heldElsewhere, restoreAbandoned, setLevels } from "./restore-levels.js";

export interface ConnectorLoggersSetResult extends CommandResult {
  readonly logger: string;
  readonly before: string;
  /** What was set. */
  readonly level: string;
  /** With --for: what was put back when the time was over. */
  readonly putBack?: readonly LoggerLevel[];
  /** No logger of this name, or below it, has logged anything yet. */
  readonly isUnknown?: true;
  /** One that is known, and has a name much like it. */
  readonly meant?: string;
  /** What commands had left that were killed. */
  readonly restored: readonly RestoredLevels[];
}

/** Sets the level of a logger and its children, for good or for a time. */
export async function run(
  input: ConnectorLoggersSetInput,
  context: CommandContext,
): Promise<ConnectorLoggersSetResult> {
  const { logger, level } = input;
  if (logger.trim() === "" || logger.includes("/")) {
    throw new UsageError(logger.includes("/") ? `no logger is called ${logger}` : "a logger has a name", {
      hint: "a class or a package, or root: io.cassink.sink",
    });
  }
  const restored = await restoreAbandoned(context);
  const held = await heldElsewhere(logger, context);
  if (held !== undefined) {
    throw new InputError(
      `process ${String(held.pid)} has set ${held.logger} for a time, and will put it back`,
      {
        where: context.connect.url,
        hint: "end that command with Ctrl-C first",
      },
    );
  }
  const loggers = await context.connect.loggers();
  const isKnown = loggers.some(({ name }) => isWithin(name, logger));
  const meant = isKnown ? undefined : nearest(logger, namesAbove(loggers));
  const before = levelsNow(logger, loggers);
  const result = {
    outcome: "clean" as const,
    logger,
    before: levelOf(logger, loggers),
    level,
    ...(isKnown ? {} : { isUnknown: true as const }),
    ...(meant === undefined ? {} : { meant }),
    restored,
  };
  if (input.dryRun === true) return result;
  if (input.for === undefined) {
    await setLevels([{ name: logger, level }], context);
    return result;
  }
  await holdLevel({ logger, level, before }, input.for, context);
  return { ...result, putBack: before };
}

/** The note comes first: a kill at any moment leaves word of what to put back. */
async function holdLevel(
  held: { readonly logger: string; readonly level: string; readonly before: readonly LoggerLevel[] },
  milliseconds: number,
  context: CommandContext,
): Promise<void> {
  const { connect, loggerNotes, clock, progress, signal } = context;
  const { logger, level, before } = held;
  const { kafkaClusterId: cluster } = await connect.worker();
  const id = await loggerNotes.keep({ url: connect.url, cluster, ...held });
  const was = before[0]?.level ?? "";
  try {
    await setLevels([{ name: logger, level }], context);
    progress.report({ kind: "logger held", logger, level, was, milliseconds });
    await clock.sleep(milliseconds, signal);
  } catch (error) {
    await putBackAnew(id, context);
    progress.report({ kind: "logger put back", logger, level: was });
    throw error;
  }
  await setLevels(before, context);
  await loggerNotes.forget(id);
}

/** After Ctrl-C the ports of this command do nothing any more: another one does what it does after a kill. */
async function putBackAnew(id: string, context: CommandContext): Promise<void> {
  await context.loggerNotes.abandon(id);
  await context.invoke(["connector", "loggers", "get"], new AbortController().signal);
}
