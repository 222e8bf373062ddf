import type { CommandContext } from "../../ports/context.js";
import type { VerifyTableInput } from "../../program/verify.js";
import { isSharedWithUnknown, type UnknownWriter } from "./other-writers.js";
import type { PlannedTable } from "./plan.js";
import type { JudgeOptions } from "./table-judge.js";

interface Judging extends Pick<VerifyTableInput, "examples" | "consistency"> {
  readonly proof: VerifyTableInput["proof"];
  readonly unknown: readonly UnknownWriter[];
}

/** How a table is judged; of its parts there are digests where a proof is made. */
export function judgeOptions(
  { examples, consistency, proof, unknown }: Judging,
  table: PlannedTable,
  { digests }: CommandContext,
): Omit<JudgeOptions, "parallelism"> {
  return {
    examples,
    consistency,
    hasUnknownWriter: isSharedWithUnknown(table, unknown),
    digest: proof === undefined ? undefined : (text) => digests.of(text),
  };
}
