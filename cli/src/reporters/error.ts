import { CassinkError } from "../errors.js";
import type { Terminal } from "../ports/context.js";
import { red, visible } from "./text.js";

/** An error as a person reads it: what is wrong, where, what to do. */
export function errorText(error: unknown, terminal: Terminal, verbose: boolean): string {
  const label = red("error:", terminal);
  if (!(error instanceof CassinkError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${label} this is a defect of cassink; please report it with these lines\n${stack}\n`;
  }
  const lines = [`${label} ${within(error.message)}`];
  if (error.where !== undefined) lines.push(`   at: ${within(error.where)}`);
  lines.push(...error.lines.map((line) => `       ${within(line)}`));
  if (error.hint !== undefined) lines.push(`   do: ${within(error.hint)}`);
  if (verbose) lines.push(...causes(error));
  return `${lines.join("\n")}\n`;
}

/** A text that may quote a record or a server: its further lines are indented, so that none passes for one of ours. */
const within = (text: string): string => text.split("\n").map(visible).join("\n       ");

/** An error as `--output json` prints it. */
export function errorJson(error: unknown): object {
  if (!(error instanceof CassinkError)) {
    return { error: { type: "Defect", message: error instanceof Error ? error.message : String(error) } };
  }
  return {
    error: {
      type: error.name,
      message: error.message,
      where: error.where,
      hint: error.hint,
      lines: error.lines.length === 0 ? undefined : error.lines,
    },
  };
}

function causes(error: Error): string[] {
  const lines: string[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    lines.push(...(cause.stack ?? cause.message).split("\n").map((line) => `       ${line}`));
  }
  return lines;
}
