import { isRunName } from "../../../core/shared-run/topic-names.js";
import { InputError, UsageError } from "../../../errors.js";
import type { CommandContext, CommandResult } from "../../../ports/context.js";
import type { VerifyRunsCleanInput } from "../../../program/verify.js";
import { removeTopics } from "../shared/run-topics.js";
import { controlEnd } from "./look.js";

export interface VerifyRunsCleanResult extends CommandResult {
  /** The topics that were removed; none where there is no such run. */
  readonly runs: readonly { readonly run: string; readonly removed: readonly string[] }[];
}

/** Removes the topics of runs, unless members of one of them are at it. */
export async function run(
  { name: names, listen, yes, dryRun }: VerifyRunsCleanInput,
  context: CommandContext,
): Promise<VerifyRunsCleanResult> {
  const wrong = names.find((name) => !isRunName(name));
  if (wrong !== undefined)
    throw new UsageError(`"${wrong}" is no name of a run`, { hint: "see them: cassink verify runs list" });
  if (yes !== true && dryRun !== true)
    throw new UsageError(`this removes what the runs have found: ${names.join(", ")}`, {
      hint: "say so with --yes; to continue one, start a member with its name: verify table PIPELINE --run NAME",
    });
  await refuseBusy(names, listen, context);
  const runs = [];
  for (const each of names) runs.push({ run: each, removed: await removeTopics(each, context) });
  return { outcome: "clean", runs };
}

/** @throws InputError where members write while it is listened */
async function refuseBusy(names: readonly string[], listen: number, context: CommandContext): Promise<void> {
  const ends = (): Promise<readonly (number | undefined)[]> =>
    Promise.all(names.map((name) => controlEnd(name, context)));
  const before = await ends();
  if (before.every((end) => end === undefined)) return;
  await context.clock.sleep(listen, context.signal);
  const after = await ends();
  const busy = names.filter((_, index) => (after[index] ?? 0) > (before[index] ?? 0));
  if (busy.length === 0) return;
  throw new InputError("members are at it", {
    where: busy.map((name) => `run ${name}`).join(", "),
    hint: "end them first: the last one removes the topics",
  });
}
