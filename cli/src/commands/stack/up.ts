import type { CommitLogSync } from "../../core/stack/plan.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { StartReport } from "../../ports/stack.js";

export interface UpInput {
  readonly brokers?: number;
  readonly workers?: number;
  readonly nodes?: number;
  readonly commitlogSync?: CommitLogSync;
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
    brokers: input.brokers,
    workers: input.workers,
    nodes: input.nodes,
    commitLogSync: input.commitlogSync,
    portOffset: input.portOffset,
    pluginPaths: input.pluginPath,
    deadline: input.wait,
    progress,
    signal,
  });
  return { outcome: "clean", home: stack.home, ...report };
}
