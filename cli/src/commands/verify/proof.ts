import { readProof } from "../../core/proof/proof.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { VerifyProofInput } from "../../program/verify.js";

export interface VerifyProofResult extends CommandResult {
  readonly proofs: readonly CheckedProof[];
}

export interface CheckedProof {
  readonly file: string;
  /** Whether every byte is as it was when the proof was made. */
  readonly isIntact: boolean;
  /** When it was made; with all that follows, as the file says. */
  readonly made: string;
  readonly isRedacted: boolean;
  /** What was found then. */
  readonly verdict: string;
  readonly tables: readonly { readonly pipeline: string; readonly table: string; readonly verdict: string }[];
}

/** Holds the files against their own hashes. @throws InputError for one that cannot be read or is no proof */
export async function run(
  { file: files }: VerifyProofInput,
  { files: readable, digests }: CommandContext,
): Promise<VerifyProofResult> {
  const proofs: CheckedProof[] = [];
  for (const file of files) {
    const { proof, isIntact } = readProof(await readable.readText(file), file, (text) => digests.of(text));
    const { made, isRedacted, report } = proof;
    proofs.push({
      file,
      isIntact,
      made,
      isRedacted,
      verdict: report.outcome,
      tables: report.pipelines.flatMap(({ pipeline, tables }) =>
        tables.map(({ keyspace, table, verdict }) => ({ pipeline, table: `${keyspace}.${table}`, verdict })),
      ),
    });
  }
  return { outcome: proofs.every(({ isIntact }) => isIntact) ? "clean" : "findings", proofs };
}
