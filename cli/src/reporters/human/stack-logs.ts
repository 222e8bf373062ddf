import type { LogsResult } from "../../commands/stack/logs.js";
import type { Terminal } from "../../ports/context.js";

export function render(result: LogsResult, terminal: Terminal): string {
  const bold = (text: string): string => (terminal.color ? `\u001b[1m${text}\u001b[22m` : text);
  const several = result.logs.length > 1;
  return result.logs
    .map(({ file, lines }) => {
      const heading = several ? `${bold(`==> ${file}`)}\n` : "";
      return `${heading}${lines.map((line) => `${line}\n`).join("")}`;
    })
    .join(several ? "\n" : "");
}
