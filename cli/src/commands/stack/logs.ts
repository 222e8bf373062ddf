import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { LogExcerpt } from "../../ports/stack.js";
import type { LogsInput } from "../../program/stack.js";

export interface LogsResult extends CommandResult {
  /** With `follow` empty: the lines went out as they came. */
  readonly logs: readonly LogExcerpt[];
}

/** The last lines of the servers' logs, and with `follow` those that are added until Ctrl-C. */
export async function run(input: LogsInput, context: CommandContext): Promise<LogsResult> {
  const names = input.process === undefined ? [] : [input.process];
  const logs = await context.stack.lastLines(names, input.lines);
  if (input.follow !== true) return { outcome: "clean", logs };
  const several = logs.length > 1;
  const emit = (process: string, line: string): void => context.emit({ process, line }, several);
  for (const log of logs) for (const line of log.lines) emit(log.name, line);
  await context.stack.follow(names, ({ name, line }) => emit(name, line), context.signal);
  return { outcome: "clean", logs: [] };
}
