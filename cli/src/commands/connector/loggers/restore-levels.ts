import { type LoggerLevel, isWithin, levelOf } from "../../../core/connect/loggers.js";
import type { CommandContext } from "../../../ports/context.js";
import type { KeptNote } from "../../../ports/logger-notes.js";
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
  const abandoned = (await loggerNotes.list()).filter(({ pid }) => pid === undefined);
  const restored: RestoredLevels[] = [];
  for (const { id, logger, level, before } of await ofThisCluster(abandoned, context)) {
    await setLevels(before, context);
    await loggerNotes.forget(id);
    restored.push({ logger, level, restored: before });
  }
  return restored;
}

/** The note of a living command that will put back a logger which this one is about, or is a part of. */
export async function heldElsewhere(name: string, context: CommandContext): Promise<KeptNote | undefined> {
  const living = (await context.loggerNotes.list()).filter(
    ({ logger, pid }) => pid !== undefined && (isWithin(name, logger) || isWithin(logger, name)),
  );
  return (await ofThisCluster(living, context))[0];
}

/**
 * The notes that were made at this Connect cluster: at one of the addresses by which it is asked, or at another, of the
 * same Kafka cluster. As two Connect clusters may share one Kafka, the logger must stand at what the note has set, too.
 */
async function ofThisCluster(
  notes: readonly KeptNote[],
  { connections, connect }: CommandContext,
): Promise<readonly KeptNote[]> {
  const { urls } = connections.connect();
  const isElsewhere = ({ url }: KeptNote): boolean => !urls.includes(url);
  if (!notes.some((note) => isElsewhere(note) && note.cluster !== undefined))
    return notes.filter((note) => !isElsewhere(note));
  const [{ kafkaClusterId }, loggers] = await Promise.all([connect.worker(), connect.loggers()]);
  return notes.filter(
    (note) =>
      !isElsewhere(note) || (note.cluster === kafkaClusterId && levelOf(note.logger, loggers) === note.level),
  );
}

/** Sets them on all workers, and waits until the one that is asked has them. */
export async function setLevels(levels: readonly LoggerLevel[], context: CommandContext): Promise<void> {
  const { connect } = context;
  for (const { name, level } of levels) await connect.setLogger(name, level);
  await until(context, "the level of the logger has not changed", async () => {
    const now = new Map((await connect.loggers()).map(({ name, level }) => [name, level]));
    return levels.every(({ name, level }) => now.get(name) === level);
  });
}
