import type { CommandContext, CommandResult } from "../../../ports/context.js";
import type { VerifyRunsListInput } from "../../../program/verify.js";
import { findRuns, type FoundRun } from "./look.js";

export interface VerifyRunsListResult extends CommandResult {
  readonly runs: readonly FoundRun[];
}

/** The runs that several processes share, or shared. */
export async function run(
  _input: VerifyRunsListInput,
  context: CommandContext,
): Promise<VerifyRunsListResult> {
  return { outcome: "clean", runs: await findRuns(context) };
}
