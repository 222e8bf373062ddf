import { causeKey, rootCause } from "../connect/root-cause.js";

/** Why a record became a dead letter. */
export interface LetterCause {
  /** The root cause in a line, without the record's position and the exception's class. */
  readonly text: string;
  /** The same without what differs from record to record: positions, numbers and quoted values. Letters with equal ones are of one cause. */
  readonly group: string;
  /** The columns that the text names, in its order; empty where it names none. */
  readonly columns: readonly string[];
}

/** Characters of a cause that groups are told apart by. */
const longestGroup = 300;

/**
 * @param message the exception's message, as Connect writes it into a letter
 * @param trace its stack trace; Connect's own messages say less than the causes in it
 */
export function letterCause(message: string | undefined, trace: string | undefined): LetterCause {
  const isTold = message !== undefined && position.test(message);
  const root = isTold || trace === undefined ? (message ?? "") : rootCause(trace);
  const text = root.replace(exceptionClass, "").replace(position, "").trim() || "the letter does not say why";
  const columns = [...text.matchAll(/\bcolumn "?(\w+)"?(?=[,: ]|$)/g)].map(([, name = ""]) => name);
  return { text, group: groupOf(text), columns: [...new Set(columns)] };
}

/** Each exception of a trace in a line, the first one first: what `Caused by:` leads to. */
export function causeChain(trace: string): readonly string[] {
  return trace
    .split(/\r?\n/)
    .filter((line, index) => index === 0 || line.startsWith("Caused by: "))
    .map((line) => line.replace(/^Caused by: /, "").trim());
}

/** `item_sales-3@1187: ` before a message of Cassink's sink. */
const position = /^[\w.-]+-\d+@\d+: /;
const exceptionClass = /^(?:[a-zA-Z_$][\w$]*\.)+[\w$]*(?:Exception|Error): /;

function groupOf(text: string): string {
  return causeKey(text)
    .replaceAll(/[\w.-]+-\d+@\d+/g, "#")
    .replaceAll(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, "#")
    .replaceAll(/@[0-9a-f]{5,}\b/g, "@#")
    .replaceAll(/"[^"]*"/g, '"…"')
    .replaceAll(/'[^']*'/g, "'…'")
    .replaceAll(/(?<!\w)[-+]?\d[\dTZ.,:+-]*(?:[eE][-+]?\d+)?/g, "#")
    .slice(0, longestGroup);
}
