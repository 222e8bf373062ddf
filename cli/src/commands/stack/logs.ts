import { timeOf } from "../../core/moment.js";
import { isEntryHead, LogFilter, type LogWish } from "../../core/stack/log-filter.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { LogExcerpt } from "../../ports/stack.js";
import type { LogsInput } from "../../program/stack.js";

export interface LogsResult extends CommandResult {
  /** With `follow` empty: the lines went out as they came. */
  readonly logs: readonly LogExcerpt[];
}

const usualCount = 50;

/** The last lines of the servers' logs, or the entries that are asked for, and with `follow` those that are added. */
export async function run(input: LogsInput, context: CommandContext): Promise<LogsResult> {
  const { stack, signal } = context;
  const names = input.process === undefined ? [] : [input.process];
  const wish = wishOf(input, context);
  const filters = new Map<string, LogFilter>();
  const logs =
    wish === undefined
      ? await stack.lastLines(names, input.lines ?? usualCount)
      : await chosenLines(names, input.lines, wish, filters, context);
  if (input.follow !== true) return { outcome: "clean", logs };
  const several = logs.length > 1;
  const emit = (process: string, line: string): void => context.emit({ process, line }, several);
  for (const log of logs) for (const line of log.lines) emit(log.name, line);
  await stack.follow(
    names,
    ({ name, line }) => {
      for (const shown of filters.get(name)?.take(line) ?? [line]) emit(name, shown);
    },
    signal,
  );
  return { outcome: "clean", logs: [] };
}

/** Undefined where all lines are wanted. */
function wishOf({ level, since, grep }: LogsInput, { clock }: CommandContext): LogWish | undefined {
  if (level === undefined && since === undefined && grep === undefined) return undefined;
  const from = since === undefined ? undefined : timeOf(since, clock.now());
  return {
    ...(level === undefined ? {} : { level }),
    ...(from === undefined ? {} : { since: from }),
    ...(grep === undefined ? {} : { pattern: grep }),
  };
}

/**
 * The entries that each log's filter lets through, all or the last `count`. What a process has printed instead of logging,
 * as one that could not start, has no times and levels, and is shown.
 * @param filters get the filter of each log, which goes on with the lines that follow
 */
async function chosenLines(
  names: readonly string[],
  count: number | undefined,
  wish: LogWish,
  filters: Map<string, LogFilter>,
  { stack }: CommandContext,
): Promise<readonly LogExcerpt[]> {
  const ends = await stack.lastLines(names, count ?? usualCount);
  const chosen = new Map(ends.map(({ name }) => [name, [] as string[][]]));
  for (const { name } of ends) filters.set(name, new LogFilter(wish));
  await stack.readLogs(names, ({ name, line }) => {
    const entries = chosen.get(name) ?? [];
    for (const shown of filters.get(name)?.take(line) ?? []) {
      const entry = entries.at(-1);
      if (entry === undefined || isEntryHead(shown)) entries.push([shown]);
      else entry.push(shown);
    }
    if (count !== undefined && entries.length > 2 * count) entries.splice(0, entries.length - count);
  });
  return ends.map(({ name, file, lines: printed }) => {
    if (filters.get(name)?.hasEntries !== true) {
      return { name, file, lines: printed.filter((line) => wish.pattern?.test(line) !== false) };
    }
    const entries = chosen.get(name) ?? [];
    return { name, file, lines: entries.slice(Math.max(0, entries.length - (count ?? Infinity))).flat() };
  });
}
