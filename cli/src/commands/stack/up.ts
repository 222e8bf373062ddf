import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { StartReport } from "../../ports/stack.js";

export interface UpInput {
  readonly portOffset?: number;
  readonly pluginPath?: readonly string[];
  /** Milliseconds. */
  readonly wait: number;
}

export interface UpResult extends CommandResult, StartReport {
  readonly home: string;
}

/** Starts what is not running of the local stack, and waits until all of it answers. */
export async function run(input: UpInput, context: CommandContext): Promise<UpResult> {
  const { stack, progress, signal } = context;
  const report = await stack.start({
    portOffset: input.portOffset,
    pluginPaths: input.pluginPath,
    deadline: input.wait,
    progress,
    signal,
  });
  return { outcome: "clean", home: stack.home, ...report };
}
