import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { StartReport } from "../../ports/stack.js";
import { type OwnContext, keepOwnContext } from "./own-context.js";
import type { UpInput } from "../../program/stack.js";

export interface UpResult extends CommandResult, StartReport {
  readonly home: string;
  /** Of a secure stack. */
  readonly context?: OwnContext;
}

/** Starts what is not running of the local stack, and waits until all of it answers. */
export async function run(input: UpInput, context: CommandContext): Promise<UpResult> {
  const { stack, contexts, progress, signal } = context;
  const report = await stack.start({ ...input, progress, signal });
  const { connections } = report;
  const own = connections.kafka?.ca === undefined ? undefined : await keepOwnContext(contexts, connections);
  return {
    outcome: "clean",
    home: stack.home,
    ...report,
    ...(own === undefined ? {} : { context: own }),
  };
}
