import { type LoggerLevel, isWithin } from "../../../core/connect/loggers.js";
import type { CommandContext } from "../../../ports/context.js";
import type { LevelNote } from "../../../ports/logger-notes.js";
import { until } from "../change-stopped.js";

/** Levels that a command had set for a time, and was killed before it put them back. */
export interface RestoredLevels {
  readonly logger: string;
  /** What it had set. */
  readonly level: string;
  readonly restored: readonly LoggerLevel[];
}

/** Puts back what commands have left that do not live any more, on this Connect cluster. */
export async function restoreAbandoned(context: CommandContext): Promise<readonly RestoredLevels[]> {
  const { loggerNotes } = context;
  const restored: RestoredLevels[] = [];
  for (const { id, url, pid, logger, level, before } of await loggerNotes.list()) {
    if (pid !== undefined || !isOurs(url, context)) continue;
    await setLevels(before, context);
    await loggerNotes.forget(id);
    restored.push({ logger, level, restored: before });
  }
  return restored;
}

/** The note of a living command that will put back a logger which this one is about, or is a part of. */
export async function heldElsewhere(
  name: string,
  context: CommandContext,
): Promise<(LevelNote & { readonly pid: number | undefined }) | undefined> {
  const notes = await context.loggerNotes.list();
  return notes.find(
    ({ url, logger, pid }) =>
      pid !== undefined && isOurs(url, context) && (isWithin(name, logger) || isWithin(logger, name)),
  );
}

const isOurs = (url: string, { connections }: CommandContext): boolean =>
  connections.connect().urls.includes(url);

/** Sets them on all workers, and waits until the one that is asked has them. */
export async function setLevels(levels: readonly LoggerLevel[], context: CommandContext): Promise<void> {
  const { connect } = context;
  for (const { name, level } of levels) await connect.setLogger(name, level);
  await until(context, "the level of the logger has not changed", async () => {
    const now = new Map((await connect.loggers()).map(({ name, level }) => [name, level]));
    return levels.every(({ name, level }) => now.get(name) === level);
  });
}
