import { parseJson, type JsonSyntax } from "../../core/records/json.js";
import { InputError } from "../../errors.js";
import type { OutgoingRecord } from "../../core/kafka/record.js";

export interface EventLinesOptions {
  /** What messages call the lines' source: a path, or `standard input`. */
  readonly source: string;
  /** Field of the event that becomes the key; undefined leaves records without one. */
  readonly key: string | undefined;
  /** What is wrong with an event, empty when nothing is; undefined checks only that it is JSON. */
  readonly check: ((event: unknown) => readonly string[]) | undefined;
  /** Sends every line as it is, also what is no JSON or lacks its key: bad records on purpose. */
  readonly raw: boolean;
}

/** Turns a line of text into a record; throws InputError that names the line. Undefined for an empty line. */
export function recordOfLine(
  line: string,
  lineNumber: number,
  timestamp: number,
  options: EventLinesOptions,
): OutgoingRecord | undefined {
  const value = lineNumber === 1 ? line.replace(/^\ufeff/, "") : line;
  if (value.trim() === "") return undefined;
  const where = `${options.source}:${lineNumber}`;
  let event: unknown;
  try {
    event = JSON.parse(value);
  } catch (cause) {
    if (options.raw) return { key: null, value, timestamp };
    throw new InputError(`the line is no JSON: ${(cause as Error).message}`, {
      where,
      hint: "write one JSON object per line - or send it as it is with --raw",
      cause,
    });
  }
  const key = keyOf(event, value, options.key);
  if (options.raw) return { key: key ?? null, value, timestamp };
  if (options.key !== undefined && key === undefined) {
    throw new InputError(`the event has no ${options.key}, which is its record's key`, {
      where,
      hint: "add the field, as text or a number - or send the line without a key by --raw",
    });
  }
  const wrong = options.check?.(event) ?? [];
  if (wrong.length > 0) {
    throw new InputError("the event is not what the topic's schema asks for", {
      where,
      lines: wrong,
      hint: "mend it - or send it unchecked with --no-schema",
    });
  }
  return { key: key ?? null, value, timestamp };
}

/** Numbers with all the digits that the text has. */
const withDigits: JsonSyntax = { integers: "exact", fractions: "as written" };

/** The key as the event writes it: a number keeps all its digits, also beyond 2^53. */
function keyOf(event: unknown, text: string, field: string | undefined): string | undefined {
  if (field === undefined) return undefined;
  const key = fieldOf(event, field);
  if (typeof key === "string") return key;
  if (typeof key !== "number") return undefined;
  if (Number.isSafeInteger(key)) return String(key);
  return String(fieldOf(parseJson(text, withDigits), field));
}

function fieldOf(event: unknown, field: string): unknown {
  return typeof event === "object" && event !== null && !Array.isArray(event)
    ? (event as Readonly<Record<string, unknown>>)[field]
    : undefined;
}
