import type { OutgoingRecord, RecordHeader } from "../kafka/record.js";
import { type ConnectValue, entriesOf, isList, isMap } from "../records/connect-value.js";
import { JsonProblem, type JsonSyntax, parseJson } from "../records/json.js";
import { jsonText } from "../records/json-text.js";
import { whatIsKnown } from "../suggestion.js";

/** What is wrong with a document that shall become a record. */
export class DocumentProblem extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = "DocumentProblem";
    this.hint = hint;
  }
}

/** Every number with all of its digits. */
const withDigits: JsonSyntax = { integers: "exact", fractions: "decimal", failOnTrailingTokens: true };

/** Fields that say what the record is; the others of `topic peek -o json` say where it was. */
const fields = ["key", "value", "headers", "timestamp", "time", "partition"];
const known = [...fields, "at", "topic", "offset", "decoded", "problems"];

/**
 * The record of a JSON document `{key, value, headers, timestamp, partition}`, as `topic peek -o json` prints it. A text
 * is sent as UTF-8, `{"base64": "…"}` as its bytes, null as null (a value of null is a tombstone), and any other JSON as
 * its text.
 * @param now the record's time where it has none, in milliseconds since the Unix epoch
 * @throws DocumentProblem
 */
export function outgoingRecord(text: string, now: number): OutgoingRecord {
  const document = parsed(text);
  if (!isMap(document)) throw new DocumentProblem("it is no JSON object");
  const unknown = Object.keys(document).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new DocumentProblem(`a record has no "${unknown}"`, whatIsKnown(unknown, fields));
  }
  const { key = null, value, headers = [], timestamp, time, partition } = document;
  if (value === undefined) {
    throw new DocumentProblem(
      'it has no "value"',
      'a tombstone has the value null: {"key": "k", "value": null}',
    );
  }
  const at = timestamp ?? time;
  return {
    key: bytesOf(key, "key"),
    value: bytesOf(value, "value"),
    timestamp: at === undefined || at === null ? now : timeOf(at),
    headers: headersOf(headers),
    ...(partition === undefined || partition === null ? {} : { partition: partitionOf(partition) }),
  };
}

function parsed(text: string): ConnectValue | undefined {
  try {
    return parseJson(text, withDigits);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw new DocumentProblem(`it is no JSON: ${error.message}`);
  }
}

function bytesOf(value: ConnectValue, where: string): string | Uint8Array | null {
  if (value === null) return value;
  if (typeof value === "string") {
    if (!/\p{Surrogate}/u.test(value)) return value;
    throw new DocumentProblem(
      `the ${where} has half of a character (a lone surrogate), which no UTF-8 has`,
      'write bytes that are no text as {"base64": "AP8="}',
    );
  }
  if (!isMap(value)) return jsonText(value);
  const [name, ...others] = Object.keys(value);
  const { base64 } = value;
  if (name !== "base64" || others.length > 0 || typeof base64 !== "string") return jsonText(value);
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64").replace(/=+$/, "") !== base64.replace(/=+$/, "")) {
    throw new DocumentProblem(`the ${where} is no base64: ${base64}`);
  }
  return bytes;
}

/** A list of `{key, value}`, in which a name may stand several times, or an object of names and values. */
function headersOf(value: ConnectValue): readonly RecordHeader[] {
  if (isMap(value)) {
    return Object.entries(entriesOf(value)).map(([key, held]) => ({ key, value: headerValue(held, key) }));
  }
  if (!isList(value)) throw new DocumentProblem("its headers are neither a list nor an object");
  return value.map((each) => {
    const { key, value: held = null } = isMap(each) ? each : {};
    if (typeof key !== "string") {
      throw new DocumentProblem("a header has no key", 'a header is {"key": "trace", "value": "7"}');
    }
    return { key, value: headerValue(held, key) };
  });
}

function headerValue(value: ConnectValue, key: string): Uint8Array | null {
  const bytes = bytesOf(value, `header ${key}`);
  return typeof bytes === "string" ? Buffer.from(bytes, "utf8") : bytes;
}

function timeOf(value: ConnectValue): number {
  const time = typeof value === "string" ? Date.parse(value) : value;
  if (typeof time === "number" && Number.isSafeInteger(time) && time >= 0) return time;
  throw new DocumentProblem(
    `${jsonText(value)} is no time of a record`,
    'write milliseconds since 1970, or "2026-01-31T08:15:00Z"',
  );
}

function partitionOf(value: ConnectValue): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw new DocumentProblem(`${jsonText(value)} is no partition`);
}
