import type { UpResult } from "../../commands/stack/up.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

export function render(result: UpResult, terminal: Terminal): string {
  const table = textTable(
    ["process", "address", "pid", "state"],
    result.processes.map((process) => [
      process.name,
      process.address,
      String(process.pid),
      process.action === "found"
        ? "was running"
        : `${process.action}, answers after ${process.seconds.toFixed(1)} s`,
    ]),
    terminal,
  );
  return `${table}\n${summary(result)}\n`;
}

function summary(result: UpResult): string {
  const fresh = result.processes.filter((process) => process.action !== "found").length;
  if (fresh === 0) return `The stack under ${result.home} was running already; nothing was changed.`;
  return `The stack is up after ${result.seconds.toFixed(1)} s. \`cassink down\` stops it.`;
}
