import { fieldOf, isList, isMap, type ConnectValue } from "./connect-value.js";

/** Jackson's asText: a scalar's own text, and nothing for a list or a map. */
export function asText(value: ConnectValue): string {
  if (typeof value === "string") return value;
  if (isList(value) || isMap(value)) return "";
  return String(value);
}

export function isContainer(value: ConnectValue): boolean {
  return isList(value) || isMap(value);
}

/** Null, or a scalar whose text is empty: for every type but text, that is null. */
export function isNullOrEmpty(value: ConnectValue): boolean {
  return value === null || value === "";
}

/** JSON as Jackson writes it; numbers keep the texts of their Java types (`1E+2`). */
export function jsonText(value: ConnectValue): string {
  if (isList(value)) return `[${value.map(jsonText).join(",")}]`;
  if (isMap(value)) {
    return `{${Object.keys(value)
      .map((name) => `${JSON.stringify(name)}:${jsonText(fieldOf(value, name) ?? null)}`)
      .join(",")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** The same for every JSON text of the same meaning: names sorted, numbers by their value. */
export function canonicalJson(value: ConnectValue): string {
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (isMap(value)) {
    return `{${Object.keys(value)
      .sort()
      .map((name) => `${JSON.stringify(name)}:${canonicalJson(fieldOf(value, name) ?? null)}`)
      .join(",")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
