import { secureFolder } from "../../core/stack/secure-folder.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { StopReport } from "../../ports/stack.js";
import { type OwnContext, dropOwnContext } from "./own-context.js";
import type { DownInput } from "../../program/stack.js";

export interface DownResult extends CommandResult, StopReport {
  readonly home: string;
  /** The context that was removed with the keys of a secure stack. */
  readonly context?: OwnContext;
}

/** Stops what `up` started and nothing else; with `purge` it deletes its data too. */
export async function run(input: DownInput, context: CommandContext): Promise<DownResult> {
  const { stack, contexts, progress } = context;
  if (input.purge === true && input.yes !== true && input.dryRun !== true) {
    throw new UsageError(`this deletes topics, tables, logs and keys under ${stack.home}`, {
      hint: "say so with --yes",
    });
  }
  const report = await stack.stop({ purge: input.purge === true, progress });
  const dropped = report.purged
    ? await dropOwnContext(contexts, secureFolder(stack.home).authority)
    : undefined;
  return {
    outcome: "clean",
    home: stack.home,
    ...report,
    ...(dropped === undefined ? {} : { context: dropped }),
  };
}
