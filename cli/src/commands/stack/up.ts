import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { StartReport } from "../../ports/stack.js";
import type { UpInput } from "../../program/stack.js";

export interface UpResult extends CommandResult, StartReport {
  readonly home: string;
}

/** Starts what is not running of the local stack, and waits until all of it answers. */
export async function run(input: UpInput, context: CommandContext): Promise<UpResult> {
  const { stack, progress, signal } = context;
  const report = await stack.start({ ...input, progress, signal });
  return { outcome: "clean", home: stack.home, ...report };
}
