import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { StopReport } from "../../ports/stack.js";
import type { DownInput } from "../../program/stack.js";

export interface DownResult extends CommandResult, StopReport {
  readonly home: string;
}

/** Stops what `up` started and nothing else; with `purge` it deletes its data too. */
export async function run(input: DownInput, context: CommandContext): Promise<DownResult> {
  const { stack, progress } = context;
  const report = await stack.stop({ purge: input.purge === true, progress });
  return { outcome: "clean", home: stack.home, ...report };
}
