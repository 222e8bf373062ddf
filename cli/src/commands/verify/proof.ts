import { InputError } from "../../errors.js";
import { readProof } from "../../core/proof/proof.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { VerifyProofInput } from "../../program/verify.js";

export interface VerifyProofResult extends CommandResult {
  readonly proofs: readonly (CheckedProof | UncheckedFile)[];
}

/** A file that cannot be read, or is no proof. */
export interface UncheckedFile {
  readonly file: string;
  readonly problem: string;
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

/** Holds the files against their own hashes. @throws InputError where a sole one cannot be read or is no proof */
export async function run(
  { file: files }: VerifyProofInput,
  context: CommandContext,
): Promise<VerifyProofResult> {
  const proofs: (CheckedProof | UncheckedFile)[] = [];
  for (const file of files) {
    try {
      proofs.push(await checked(file, context));
    } catch (error) {
      if (files.length === 1 || !(error instanceof InputError)) throw error;
      proofs.push({ file, problem: error.message });
    }
  }
  const isChanged = proofs.some((proof) => "isIntact" in proof && !proof.isIntact);
  const isUnchecked = proofs.some((proof) => "problem" in proof);
  return { outcome: isUnchecked ? "failed" : isChanged ? "findings" : "clean", proofs };
}

async function checked(file: string, { files, digests }: CommandContext): Promise<CheckedProof> {
  const { proof, isIntact } = readProof(await files.readText(file), file, (text) => digests.of(text));
  const { made, isRedacted, report } = proof;
  return {
    file,
    isIntact,
    made,
    isRedacted,
    verdict: report.outcome,
    tables: report.pipelines.flatMap(({ pipeline, tables }) =>
      tables.map(({ keyspace, table, verdict }) => ({ pipeline, table: `${keyspace}.${table}`, verdict })),
    ),
  };
}
