import type { DownResult } from "../commands/stack/down.js";
import type { LogsResult } from "../commands/stack/logs.js";
import type { StatusResult } from "../commands/stack/status.js";
import type { UpResult } from "../commands/stack/up.js";
import type { FollowedLine, Terminal } from "../ports/context.js";
import type { ProcessStatus } from "../ports/stack.js";
import { visible } from "../core/visible.js";
import { bold, durationText, megabytesText, secondsText, textTable } from "./text.js";

export function renderUp(result: UpResult, terminal: Terminal): string {
  const table = textTable(
    ["process", "address", "pid", "state"],
    result.processes.map(({ name, address, pid, action, seconds }) => [
      name,
      address,
      pid === undefined ? "-" : String(pid),
      actionText(action, result.dryRun === true ? undefined : seconds),
    ]),
    terminal,
  );
  const summary = result.processes.every(({ action }) => action === "found")
    ? `The stack under ${result.home} was running already; nothing was changed.`
    : `The stack is up after ${secondsText(result.seconds)}. \`cassink down\` stops it.`;
  if (result.dryRun === true) return table;
  return `${table}\n${summary}\n${contextLine(result.context, (name) => `\`cassink topic list --context ${name}\` and all other commands reach it from any folder.`)}`;
}

/** @param seconds absent in a dry run */
function actionText(action: UpResult["processes"][number]["action"], seconds: number | undefined): string {
  if (action === "found") return "was running";
  return seconds === undefined ? action : `${action}, answers after ${secondsText(seconds)}`;
}

export function renderDown(result: DownResult): string {
  const lines = result.stopped.map(
    ({ name, pid, by }) =>
      `${name} (pid ${pid}) ${by === "signal" ? "stopped" : "was killed: it did not end by itself"}`,
  );
  lines.push(...result.dead.map((name) => `${name} had ended already`));
  if (lines.length === 0) lines.push(`No stack is running under ${result.home}.`);
  if (result.purged) lines.push(`Data and logs under ${result.home} are deleted.`);
  return `${lines.join("\n")}\n${contextLine(result.context, (name) => `The context ${name} is removed.`)}`;
}

function contextLine(context: UpResult["context"], text: (name: string) => string): string {
  if (context === undefined) return "";
  return "name" in context ? `${text(context.name)}\n` : `The contexts are not changed: ${context.problem}\n`;
}

export function renderStatus({ home, processes }: StatusResult, terminal: Terminal): string {
  if (processes.length === 0) {
    return `No stack is running under ${home}. \`cassink up\` starts one.\n`;
  }
  const table = textTable(
    ["process", "state", "address", "pid", "up for", "memory"],
    processes.map(({ name, state, address, pid, uptime, memory }) => [
      name,
      state,
      address,
      String(pid),
      uptime === undefined ? "-" : durationText(uptime),
      memory === undefined ? "-" : megabytesText(memory),
    ]),
    terminal,
  );
  const total = processes.reduce((sum, { memory = 0 }) => sum + memory, 0);
  return `${table}\n${[`${megabytesText(total)} resident in all`, ...advice(processes)].join("\n")}\n`;
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

export function renderLogs({ logs }: LogsResult, terminal: Terminal): string {
  const several = logs.length > 1;
  return logs
    .map(({ file, lines }) => {
      const heading = several ? `${bold(`==> ${file}`, terminal)}\n` : "";
      return `${heading}${lines.map((line) => `${visibleLine(line)}\n`).join("")}`;
    })
    .join(several ? "\n" : "");
}

/** A line of a log may quote a record; the tabs of stack traces stay. */
const visibleLine = (line: string): string => line.split("\t").map(visible).join("\t");

/** @param several whether lines of several servers follow each other: each then needs its server's name */
export function renderFollowedLine({ process, line }: FollowedLine, several: boolean): string {
  return several ? `${process}: ${visibleLine(line)}\n` : `${visibleLine(line)}\n`;
}
