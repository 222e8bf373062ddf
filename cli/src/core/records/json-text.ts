import { fieldOf, isList, isMap, type ConnectMap, type ConnectValue } from "./connect-value.js";

/** JsonNode.asText of Jackson: the text of a scalar, and the empty text for a list or a map. */
export function asText(value: ConnectValue): string {
  return isContainer(value) ? "" : String(value);
}

/** JsonNode.isContainerNode of Jackson. */
export function isContainer(value: ConnectValue): value is ConnectMap | readonly ConnectValue[] {
  return isList(value) || isMap(value);
}

/** Null or the empty text, which is a null in columns of all types but text. */
export function isNullOrEmpty(value: ConnectValue): boolean {
  return value === null || value === "";
}

/** JSON as Jackson's ObjectMapper writes it; numbers keep the texts of their Java types (`1E+2`). */
export function jsonText(value: ConnectValue): string {
  return written(value, Object.keys);
}

/** One text for all JSON of the same meaning: as {@link jsonText}, with the names of each object sorted. */
export function canonicalJson(value: ConnectValue): string {
  return written(value, (map) => Object.keys(map).sort());
}

/** Escapes of Jackson; other control characters are written with their code. */
const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
};

/**
 * A string of JSON as Jackson writes it. JSON.stringify differs in two: it has small letters in `\u001B`, and escapes
 * halves of characters, which Jackson leaves as they are.
 */
export function jsonString(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are to be escaped
  const escaped = text.replace(/[\u0000-\u001f"\\]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return escapes[character] ?? `\\u${code}`;
  });
  return `"${escaped}"`;
}

function written(value: ConnectValue, namesOf: (map: ConnectMap) => readonly string[]): string {
  if (isList(value)) return `[${value.map((item) => written(item, namesOf)).join(",")}]`;
  if (!isMap(value)) return typeof value === "string" ? jsonString(value) : String(value);
  const fields = namesOf(value).map(
    (name) => `${jsonString(name)}:${written(fieldOf(value, name) ?? null, namesOf)}`,
  );
  return `{${fields.join(",")}}`;
}
