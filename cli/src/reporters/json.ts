import { invisible } from "../core/visible.js";

/** A result as one JSON document. 64-bit integers are written as strings, for readers that would round them. */
export function document(value: unknown): string {
  return `${text(value, 2)}\n`;
}

/** One document of a stream, as a line: NDJSON. */
export function streamed(value: unknown): string {
  return `${text(value)}\n`;
}

/** What a terminal would act on stands in strings only, and is escaped there. */
function text(value: unknown, indent?: number): string {
  const made = JSON.stringify(
    value,
    (_key, part: unknown) => (typeof part === "bigint" ? part.toString() : part),
    indent,
  );
  return escaped(made);
}

/** JSON whose invisible characters are escaped; its own line ends stay. */
export function escaped(json: string): string {
  return json.replaceAll(invisible, (character) =>
    character === "\n"
      ? character
      : [...Array(character.length).keys()]
          .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}
