import { CassinkError } from "../errors.js";
import type { Terminal } from "../ports/context.js";
import { red } from "./text.js";

/** An error as a person reads it: what is wrong, where, what to do. */
export function errorText(error: unknown, terminal: Terminal, verbose: boolean): string {
  const label = red("error:", terminal);
  if (!(error instanceof CassinkError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${label} this is a defect of cassink; please report it with these lines\n${stack}\n`;
  }
  const lines = [`${label} ${error.message}`];
  if (error.where !== undefined) lines.push(`   at: ${error.where}`);
  lines.push(...error.lines.map((line) => `       ${line}`));
  if (error.hint !== undefined) lines.push(`   do: ${error.hint}`);
  if (verbose) lines.push(...causes(error));
  return `${lines.join("\n")}\n`;
}

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
