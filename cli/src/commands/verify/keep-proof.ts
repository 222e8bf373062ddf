import { proofText } from "../../core/proof/proof.js";
import { redacted } from "../../core/proof/redacted.js";
import { UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { VerifyTableInput } from "../../program/verify.js";
import type { PipelineReport } from "./pipeline-report.js";

/** Digits of a text's digest in a proof that is redacted: enough that no two of its texts have the same. */
const shownDigits = 16;

/** @throws UsageError where the options want to redact a proof that is not made */
export function refuseRedactAlone({ proof, redact }: VerifyTableInput): void {
  if (redact !== true || proof !== undefined) return;
  throw new UsageError("--redact is about the file of a proof", { hint: "name the file: --proof FILE" });
}

interface KeptReport {
  readonly pipelines: readonly (PipelineReport | { readonly outcome: "failed" })[];
}

/** Writes the report into a file that tells whether it was changed. */
export async function keepProof(
  file: string,
  report: KeptReport,
  isRedacted: boolean,
  { files, digests, clock }: Pick<CommandContext, "files" | "digests" | "clock">,
): Promise<void> {
  // Nobody has the salt after that, so that no text can be guessed.
  const salt = digests.salt() + digests.salt();
  const hide = (text: string): string => `sha256:${digests.of(`${salt}${text}`).slice(0, shownDigits)}`;
  const kept = isRedacted
    ? {
        ...report,
        pipelines: report.pipelines.map((pipeline) =>
          pipeline.outcome === "failed"
            ? pipeline
            : { ...pipeline, tables: pipeline.tables.map((table) => redacted(table, hide)) },
        ),
      }
    : report;
  const made = new Date(clock.now()).toISOString();
  const proof = { format: "cassink proof", formatVersion: 1, made, isRedacted, report: kept } as const;
  await files.writeText(
    file,
    proofText(proof, (text) => digests.of(text)),
  );
}
