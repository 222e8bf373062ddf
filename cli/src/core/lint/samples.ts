import type { ConnectValue } from "../records/connect-value.js";
import { schemalessJson } from "../records/converters.js";
import { parseJson } from "../records/json.js";
import { type JsonSchema, jsonType } from "./event-fields.js";

/** Texts of each kind, by the `format` of a JSON Schema. */
const texts: Readonly<Record<string, string>> = {
  "date-time": "2026-03-02T08:15:30.120Z",
  date: "2026-03-02",
  time: "08:15:30Z",
  uuid: "0c7b3f1e-5f52-4c53-9d0e-1d0a3f1f0001",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  email: "a@example.org",
  uri: "https://example.org/",
};

/** JSON values that the schema of a field allows, as far as these can be told; empty where they cannot. */
export function samplesOf(schema: JsonSchema | undefined): readonly unknown[] {
  if (schema === undefined) return [];
  if (schema.const !== undefined) return [schema.const];
  if (schema.enum !== undefined) return schema.enum;
  if (schema.examples !== undefined && schema.examples.length > 0) return schema.examples;
  switch (jsonType(schema)) {
    case "number":
      return schema.type === "integer" ? [1] : [1.5, 1];
    case "boolean":
      return [true];
    case "string": {
      const text = texts[typeof schema.format === "string" ? schema.format : ""];
      return text === undefined ? [] : [text];
    }
    case "array": {
      const [item] = samplesOf(schema.items);
      return item === undefined ? [] : [[item]];
    }
    case "object": {
      const parts = Object.entries(schema.properties ?? {}).map(([name, part]) => [name, samplesOf(part)[0]]);
      return parts.length === 0 || parts.some(([, value]) => value === undefined)
        ? []
        : [Object.fromEntries(parts) as unknown];
    }
    default:
      return [];
  }
}

/** The value as JsonConverter makes it without schemas. */
export function asConnectValue(json: unknown): ConnectValue {
  return parseJson(JSON.stringify(json), schemalessJson) ?? null;
}
