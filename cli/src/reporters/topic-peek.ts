import type { TopicPeekResult } from "../commands/topic/peek.js";
import { plainText } from "../core/cql/plain-value.js";
import type { ReadRecord } from "../core/peek/record-reading.js";
import type { Terminal } from "../ports/context.js";
import { bold, counted, dim, red, shown, singleSpaced, wrapped } from "./text.js";

/** One that has come while the topic is followed, and an empty line behind it. */
export function renderFollowedRecord(record: ReadRecord, terminal: Terminal): string {
  return `${recordText(record, terminal)}\n`;
}

/** A block for each record: its place and time, then key, headers and value, and what a converter says of it. */
export function renderPeek(result: TopicPeekResult, terminal: Terminal): string {
  const heading = [counted(result.records.length, "record"), ...readingText(result)].join("; ");
  const blocks = result.records.map((record) => `\n${recordText(record, terminal)}`);
  return `${wrapped(`${result.topic}: ${heading}`, terminal.width).join("\n  ")}\n${blocks.join("")}`;
}

export function readingText({
  readAs,
  receiptsOf,
  key,
  value,
}: Pick<TopicPeekResult, "readAs" | "receiptsOf" | "key" | "value">): readonly string[] {
  if (receiptsOf !== undefined) return [`receipts of pipeline ${receiptsOf}, in JSON`];
  if (readAs === undefined) {
    return [
      "no pipeline reads this topic: keys and values are guessed (--connector NAME reads as that one does)",
    ];
  }
  const sides = Object.entries({ key, value }).map(([side, { converter, guessedBecause = "" }]) =>
    converter === undefined ? `the ${side} is guessed, for ${guessedBecause}` : `${side} ${converter}`,
  );
  return [`read as ${readAs.kind} ${readAs.name}: ${sides.join(", ")}`];
}

function recordText(
  { at, time, key, value, decoded, headers, problems }: ReadRecord,
  terminal: Terminal,
): string {
  const text = (held: unknown, plain: ReadRecord["decoded"]["key"]): string =>
    held === null ? "none" : shown(singleSpaced(plainText(plain)));
  const lines = [
    ["key", text(key, decoded.key)],
    ...headers.map((header) => ["header", `${shown(header.key)}: ${headerText(header.value)}`]),
    ["value", value === null ? "none: a tombstone" : text(value, decoded.value)],
  ].map(([name = "", held = ""]) => field(dim(name.padEnd(nameWidth), terminal), held, terminal));
  const wrong = problems.map(({ side, cause }) =>
    field("!".padEnd(nameWidth), red(`${side}: ${cause}`, terminal), terminal),
  );
  return `${bold(at, terminal)}  ${time}\n${[...lines, ...wrong].join("")}`;
}

const nameWidth = 6;

function headerText(value: ReadRecord["headers"][number]["value"]): string {
  if (value === null) return "none";
  return shown(singleSpaced(typeof value === "string" ? value : `base64 ${value.base64}`));
}

function field(name: string, text: string, terminal: Terminal): string {
  const room = Math.max(20, terminal.width - nameWidth - 4);
  return `  ${name}  ${wrapped(text, room).join(`\n${" ".repeat(nameWidth + 4)}`)}\n`;
}
