import type { DoctorResult } from "../commands/doctor/doctor.js";
import type { Terminal } from "../ports/context.js";
import { green, red, wrapped } from "./text.js";

/** A line for each check, and under a finding what to do; long lines go on under their own column. */
export function renderDoctor({ checks }: DoctorResult, terminal: Terminal): string {
  const subjectWidth = Math.max(0, ...checks.map((check) => check.subject.length));
  const indent = " ".repeat(subjectWidth + 8);
  const room = Math.max(20, terminal.width - indent.length);
  const lines = checks.flatMap(({ subject, ok, seen, advice }) => {
    const mark = ok ? green("ok  ", terminal) : red("look", terminal);
    const [first = "", ...rest] = [
      ...wrapped(seen, room),
      ...(advice === undefined ? [] : wrapped(`do: ${advice}`, room)),
    ];
    return [`${mark}  ${subject.padEnd(subjectWidth)}  ${first}`, ...rest.map((line) => `${indent}${line}`)];
  });
  const findings = checks.filter((check) => !check.ok).length;
  const summary =
    findings === 0 ? "Everything is as it should be." : `${findings} of ${checks.length} checks want a look.`;
  return `${lines.join("\n")}\n\n${summary}\n`;
}
