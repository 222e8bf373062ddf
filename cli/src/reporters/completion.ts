import type { CompleteResult } from "../commands/completion/complete.js";
import type { CompletionResult } from "../commands/completion/script.js";

export const renderScript = ({ lines }: CompletionResult): string =>
  lines.map((line) => `${line}\n`).join("");

/** As the scripts of core/completion/shell-scripts.ts read it. */
export function renderCandidates({ candidates, files }: CompleteResult): string {
  const lines = candidates.map(({ value, description }) => `${value}\t${description}`);
  return [...lines, ...(files ? [":files"] : [])].map((line) => `${line}\n`).join("");
}
