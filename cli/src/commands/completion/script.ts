import { type Shell, shellScript } from "../../core/completion/shell-scripts.js";
import type { CommandResult } from "../../ports/context.js";
import type { CompletionInput } from "../../program/completion.js";

export interface CompletionResult extends CommandResult {
  readonly shell: Shell;
  /** Of the script. */
  readonly lines: readonly string[];
}

/** @param name of the program */
export function run({ shell }: CompletionInput, name: string): Promise<CompletionResult> {
  const lines = shellScript(shell, name).trimEnd().split("\n");
  return Promise.resolve({ outcome: "clean", shell, lines });
}
