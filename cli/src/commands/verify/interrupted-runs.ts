import { UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";

/**
 * Of several pipelines, those that a run was at when it was interrupted can be continued; others begin anew.
 * @returns the names of those whose runs can be continued
 * @throws UsageError where none can
 */
export async function interruptedRuns(
  pipelines: readonly { readonly name: string }[],
  { spills, stack }: Pick<CommandContext, "spills" | "stack">,
): Promise<ReadonlySet<string>> {
  const names = pipelines.map(({ name }) => name);
  const left = (await spills.left()).filter(({ name }) => names.includes(name));
  const free = left.filter(({ heldBy }) => heldBy === undefined);
  if (free.length > 0) return new Set(free.map(({ name }) => name));
  const [held] = left;
  if (held?.heldBy !== undefined) {
    throw new UsageError(`process ${held.heldBy} is verifying ${held.name}`, {
      hint: "wait until it has ended, or end it",
    });
  }
  throw new UsageError(`there is no interrupted run of ${names.join(", ")} to continue`, {
    where: `--home ${stack.home}`,
    hint: "run the command without --resume; a run of less than a few seconds is not kept",
  });
}
