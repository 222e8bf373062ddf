import { CassinkError } from "../errors.js";
import type { Terminal } from "../ports/context.js";
import { visible } from "../core/visible.js";
import { red } from "./text.js";

/** An error as a person reads it: what is wrong, where, what to do. */
export function errorText(error: unknown, terminal: Terminal, verbose: boolean): string {
  const label = red("error:", terminal);
  if (!(error instanceof CassinkError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const lines = stack.split("\n").map(visible).join("\n");
    return `${label} this is a defect of cassink; please report it with these lines\n${lines}\n`;
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

/** What a command prints in place of its result when it fails. */
export interface Failure {
  readonly error: {
    /**
     * What must be corrected: the command line (UsageError), a file (InputError), a server or tool (ServiceError,
     * UnfinishedStartError), nothing (InterruptedError), or Cassink (Defect).
     */
    readonly type:
      "UsageError" | "InputError" | "ServiceError" | "UnfinishedStartError" | "InterruptedError" | "Defect";
    readonly message: string;
    /** `file:line:column`, a config key, `topic-partition@offset`, or an address. */
    readonly where?: string | undefined;
    /** What can be done. */
    readonly hint?: string | undefined;
    /** The last lines of a log, or a list of findings. */
    readonly lines?: readonly string[] | undefined;
  };
}

/** An error as data. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof CassinkError)) {
    return { error: { type: "Defect", message: error instanceof Error ? error.message : String(error) } };
  }
  const { message, where, hint, lines } = error;
  const type = error.name as Failure["error"]["type"];
  return { error: { type, message, where, hint, lines: lines.length === 0 ? undefined : lines } };
}

function causes(error: Error): string[] {
  const lines: string[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    lines.push(`       ${within(cause.stack ?? cause.message)}`);
  }
  return lines;
}
