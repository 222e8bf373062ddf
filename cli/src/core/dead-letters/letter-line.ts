import { type SchemaProblem, schemaChecker } from "../documents/schema-check.js";
import { type KeyPath, readSource } from "../documents/source-document.js";
import { type TopicPosition, parsePosition } from "../kafka/position.js";
import type { KafkaRecord } from "../kafka/record.js";
import { JsonProblem, parseJson } from "../records/json.js";
import type { ExportedLetter } from "./exported.js";
import { letterFacts, originText } from "./letter.js";

/** A letter that was read from a line of `dlq export`. */
export interface LetterOfLine {
  /** With the place that it has, or had, in its topic. */
  readonly letter: KafkaRecord;
  readonly topic: string;
}

/** What is wrong with a line, and from which column on, which is counted from 1. */
export class LetterLineProblem extends Error {
  readonly column: number;
  readonly hint: string;

  constructor(message: string, column: number, hint: string) {
    super(message);
    this.name = "LetterLineProblem";
    this.column = column;
    this.hint = hint;
  }
}

/** What a person or a program has made of a line: what stands twice in it may stand once. */
interface EditedBytes {
  readonly base64?: string;
  readonly text?: string;
}
type EditedLetter = Partial<Omit<ExportedLetter, "key" | "value" | "headers">> &
  Pick<ExportedLetter, "letter" | "timestamp"> & {
    readonly key: EditedBytes | null;
    readonly value: EditedBytes | null;
    readonly headers?: readonly { readonly name: string; readonly value: EditedBytes | null }[];
  };

const text = { type: "string" };
const whole = { type: "integer" };
const bytes = {
  type: ["object", "null"],
  minProperties: 1,
  additionalProperties: false,
  properties: { base64: text, text },
};
const problemsOf = schemaChecker({
  type: "object",
  required: ["letter", "timestamp", "key", "value"],
  additionalProperties: false,
  properties: {
    ...{ letter: text, origin: text, topic: text, partition: whole, offset: whole, connector: text },
    ...{ timestamp: whole, state: text, replays: whole, cause: text, key: bytes, value: bytes },
    columns: { type: "array", items: text },
    headers: {
      type: "array",
      items: {
        type: "object",
        required: ["name", "value"],
        additionalProperties: false,
        properties: { name: text, value: bytes },
      },
    },
  },
});

/**
 * The letter of a line as `dlq export` writes it (docs/dead-letters.md). Key, value, headers and time are its own; what
 * the line says besides of the record must be what the headers say, which Connect has written.
 * @throws LetterLineProblem
 */
export function letterOfLine(line: string): LetterOfLine {
  const said = parsed(line);
  const fail = (path: KeyPath, message: string, hint: string): never => {
    throw new LetterLineProblem(message, columnOf(line, path), hint);
  };
  const [wrong] = problemsOf(said);
  if (wrong !== undefined) return fail(wrong.path, messageOf(wrong), wrong.hint ?? form);
  const edited = said as EditedLetter;
  const at =
    parsePosition(edited.letter) ?? fail(["letter"], `"${edited.letter}" is no place of a letter`, form);
  const held = (of: EditedBytes | null, path: KeyPath): Uint8Array | null => {
    if (of === null) return null;
    const found = bytesOf(of);
    return typeof found === "string" ? fail(path, `${nameOf(path)} ${found}`, onlyOne) : found;
  };
  const letter: KafkaRecord = {
    ...placeOf(at),
    timestamp: edited.timestamp,
    key: held(edited.key, ["key"]),
    value: held(edited.value, ["value"]),
    headers: (edited.headers ?? []).map(({ name, value }, index) => ({
      key: name,
      value: held(value, ["headers", index, "value"]),
    })),
  };
  for (const [field, headersSay] of Object.entries(repeated(letter))) {
    const lineSays = edited[field as keyof EditedLetter];
    if (lineSays === undefined || lineSays === headersSay) continue;
    fail(
      [field],
      `${field} is ${JSON.stringify(lineSays)}, and the headers of the letter say ${JSON.stringify(headersSay ?? null)}`,
      "leave as it was which record it is: what may be edited is its key, value and headers of its own",
    );
  }
  return { letter, topic: at.topic };
}

const form = "write lines as `dlq export` writes them: docs/dead-letters.md";
const onlyOne = "where bytes are edited, leave out the form that is not meant: base64, or text";

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    const { message } = error as Error;
    const [, column = "1", reason = message] = /at character (\d+): (.*)/s.exec(placedProblem(line)) ?? [];
    const hint = "write one letter a line, as `dlq export` does - jq -c keeps it so";
    throw new LetterLineProblem(`the line is no JSON: ${reason}`, Number(column), hint);
  }
}

/** Node does not always say where a text is no JSON. */
function placedProblem(line: string): string {
  try {
    parseJson(line, { integers: "exact", fractions: "double", failOnTrailingTokens: true });
  } catch (error) {
    if (error instanceof JsonProblem) return error.message;
    throw error;
  }
  return "";
}

/** The column of a key, or of what it would stand in. */
function columnOf(line: string, path: KeyPath): number {
  return Number(readSource(line, "line").where(path).split(":").at(-1));
}

const messageOf = ({ message }: SchemaProblem): string => message.replace("the file", "the line");

const nameOf = (path: KeyPath): string =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .slice(1);

const placeOf = ({ partition, offset }: TopicPosition) => ({ partition, offset });

/** The bytes, or what is wrong with them. */
function bytesOf({ base64, text: plain }: EditedBytes): Uint8Array | string {
  if (plain !== undefined && /\p{Surrogate}/u.test(plain))
    return "has half of a character, which no UTF-8 has";
  if (base64 === undefined) return Buffer.from(plain ?? "", "utf8");
  const decoded = Buffer.from(base64, "base64");
  if (decoded.toString("base64").replace(/=+$/, "") !== base64.replace(/=+$/, "")) return "is no base64";
  if (plain !== undefined && !decoded.equals(Buffer.from(plain, "utf8"))) {
    return "is one thing as base64 and another as text";
  }
  return decoded;
}

/** What a line says of the record for people and programs, and the headers say as well. */
function repeated(letter: KafkaRecord): Readonly<Record<string, string | number | undefined>> {
  const { origin, replays } = letterFacts(letter);
  const { topic, partition, offset, connector } = origin ?? {};
  const place = origin === undefined ? undefined : originText(origin);
  return { origin: place, topic, partition, offset, connector, replays };
}
