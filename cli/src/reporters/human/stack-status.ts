import type { StatusResult } from "../../commands/stack/status.js";
import type { Terminal } from "../../ports/context.js";
import type { ProcessStatus } from "../../ports/stack.js";
import { textTable } from "../text-table.js";

export function render(result: StatusResult, terminal: Terminal): string {
  const { processes } = result;
  if (processes.length === 0) {
    return `No stack is running under ${result.home}. \`cassink up\` starts one.\n`;
  }
  const table = textTable(
    ["process", "state", "address", "pid", "up for", "memory"],
    processes.map((process) => [
      process.name,
      process.state,
      process.address,
      String(process.pid),
      process.uptime === undefined ? "-" : duration(process.uptime),
      process.memory === undefined ? "-" : megabytes(process.memory),
    ]),
    terminal,
  );
  const total = processes.reduce((sum, process) => sum + (process.memory ?? 0), 0);
  return `${table}\n${[`${megabytes(total)} resident in all`, ...advice(processes)].join("\n")}\n`;
}

function advice(processes: readonly ProcessStatus[]): readonly string[] {
  const named = (state: ProcessStatus["state"]): string =>
    processes
      .filter((process) => process.state === state)
      .map((process) => process.name)
      .join(", ");
  return [
    ...(named("dead") === "" ? [] : [`dead: ${named("dead")}; \`cassink up\` starts it again`]),
    ...(named("silent") === ""
      ? []
      : [`alive but not answering: ${named("silent")}; \`cassink logs\` may tell why`]),
  ];
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString("en-US")} MB`;
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
