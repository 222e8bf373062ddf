import type { DoctorResult } from "../commands/doctor/doctor.js";
import type { Check, CheckState } from "../core/doctor/check.js";
import type { Terminal } from "../ports/context.js";
import { bold, counted, green, red, wrapped, yellow } from "./text.js";

const marks: Readonly<Record<CheckState, readonly [text: string, paint: typeof green]>> = {
  ok: ["ok", green],
  warning: ["warning", yellow],
  problem: ["problem", red],
  unjudged: ["unjudged", yellow],
};
const markWidth = Math.max(...Object.values(marks).map(([text]) => text.length));

/** Columns for what is said of a check. */
const leastRoom = 26;

/** A line for each check, and under a finding what to do; long lines go on under their own column. */
export function renderDoctor({ checks, pipelines }: DoctorResult, terminal: Terminal): string {
  const all = [...checks, ...pipelines.flatMap((pipeline) => pipeline.checks)];
  const parts = [
    linesOf(checks, all, terminal),
    ...pipelines.map(
      ({ pipeline, checks: its }) => `${bold(pipeline, terminal)}\n${linesOf(its, all, terminal)}`,
    ),
  ];
  return `${parts.join("\n")}\n${wrapped(summaryOf(all), terminal.width).join("\n")}\n`;
}

/** @param all whose subjects and marks give the columns their widths */
function linesOf(checks: readonly Check[], all: readonly Check[], terminal: Terminal): string {
  const longest = Math.max(0, ...all.map(({ subject }) => subject.length));
  // A long name must leave room for what is said of it.
  const isNarrow = markWidth + longest + 4 + leastRoom > terminal.width;
  const indent = " ".repeat(isNarrow ? markWidth + 2 : markWidth + longest + 4);
  const room = Math.max(leastRoom, terminal.width - indent.length);
  return checks
    .flatMap(({ subject, state, seen, where, advice }) => {
      const [text, paint] = marks[state];
      const mark = `${paint(text, terminal)}${" ".repeat(markWidth - text.length)}`;
      const place = where === undefined || seen.includes(where) ? "" : `${where}: `;
      const lines = [
        ...wrapped(`${place}${seen}`, room),
        ...(advice === undefined || state === "ok" ? [] : wrapped(`do: ${advice}`, room)),
      ];
      if (isNarrow) return [`${mark}  ${subject}`, ...lines.map((line) => `${indent}${line}`)];
      const [first = "", ...rest] = lines;
      return [`${mark}  ${subject.padEnd(longest)}  ${first}`, ...rest.map((line) => `${indent}${line}`)];
    })
    .map((line) => `${line}\n`)
    .join("");
}

function summaryOf(checks: readonly Check[]): string {
  const of = (state: CheckState): number => checks.filter((check) => check.state === state).length;
  if (of("ok") === checks.length) return "Everything is as it should be.";
  const parts = [
    ...(of("problem") === 0 ? [] : [counted(of("problem"), "problem")]),
    ...(of("warning") === 0 ? [] : [counted(of("warning"), "warning")]),
    ...(of("unjudged") === 0 ? [] : [`${of("unjudged")} could not be judged`]),
  ];
  return `${counted(checks.length, "check")}: ${parts.join(", ")}.`;
}
