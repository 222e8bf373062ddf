import type { CqlType } from "#cli/core/cql/type.js";
import type { Random } from "#cli/core/generate/random.js";
import type { Schema } from "./envelope.js";
import { oddValue } from "./odd-values.js";
import { object, rightValue } from "./right-values.js";
import { oddTyped, rightTyped } from "./typed-values.js";

/** A value as JSON, and its schema where values have one. */
export interface Given {
  readonly json: string;
  readonly schema?: Schema;
}

export type Fields = readonly (readonly [name: string, value: Given])[];

/** How records hold their values. */
export interface Form {
  /** A value that both sinks take for the type, and take alike. */
  right(type: CqlType, random: Random): Given;
  /** A value that the type may or may not take. */
  odd(type: CqlType, random: Random): Given;
  readonly nothing: Given;
  long(value: number): Given;
  string(value: string): Given;
  /** A key or value with fields. */
  document(fields: Fields): string;
  /** A header's value. */
  header(value: Given): string;
  /** A key that is one text. */
  text(value: string): string;
}

/** Values without schemas: JSON. */
export const plain: Form = {
  right: (type, random) => ({ json: rightValue(type, random) }),
  odd: (type, random) => ({ json: oddValue(type, random) }),
  nothing: { json: "null" },
  long: (value) => ({ json: String(value) }),
  string: (value) => ({ json: JSON.stringify(value) }),
  document: payload,
  header: ({ json }) => json,
  text: (value) => value,
};

/** Connect's own types: each value with its schema, as JsonConverter reads it. */
export const typed: Form = {
  right: rightTyped,
  odd: oddTyped,
  nothing: { json: "null", schema: { type: "string", optional: true } },
  long: (value) => ({ json: String(value), schema: { type: "int64", optional: true } }),
  string: (value) => ({ json: JSON.stringify(value), schema: { type: "string" } }),
  document: (fields) => {
    const schemas = fields.map(([field, { schema }]) => ({ ...schema, field }));
    return envelope({ type: "struct", fields: schemas, optional: true }, payload(fields));
  },
  header: ({ schema = {}, json }) => envelope(schema, json),
  text: (value) => envelope({ type: "string" }, JSON.stringify(value)),
};

/** Not by JSON.stringify, which would round large numbers. */
const envelope = (schema: object, json: string): string =>
  `{"schema":${JSON.stringify(schema)},"payload":${json}}`;

function payload(fields: Fields): string {
  return object(fields.map(([name, { json }]) => [name, json]));
}
