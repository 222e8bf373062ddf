/** A schema as JsonConverter writes it beside its payload. */
export interface Schema {
  readonly type: string;
  readonly optional?: boolean;
  readonly default?: unknown;
  readonly name?: string;
  readonly version?: number;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly fields?: readonly (Schema & { readonly field: string })[];
  readonly items?: Schema;
  readonly keys?: Schema;
  readonly values?: Schema;
}

export const array = (items: Schema | string): Schema => ({ type: "array", items: schemaOf(items) });
export const map = (keys: Schema | string, values: Schema | string): Schema => ({
  type: "map",
  keys: schemaOf(keys),
  values: schemaOf(values),
});
export const structOf = (fields: Readonly<Record<string, Schema | string>>): Schema => ({
  type: "struct",
  optional: true,
  fields: Object.entries(fields).map(([field, schema]) => ({ ...schemaOf(schema), field })),
});
/** One of Connect's logical types: `Date`, `Time`, `Timestamp`, `Decimal`. */
export const logical = (type: string, name: string, parameters?: Record<string, string>): Schema => ({
  type,
  optional: true,
  name: `org.apache.kafka.connect.data.${name}`,
  version: 1,
  ...(parameters === undefined ? {} : { parameters }),
});

/** What JsonConverter with `schemas.enable=true` reads as a value of the schema. */
export function enveloped(schema: Schema | string, payload: unknown): string {
  return JSON.stringify({ schema: schemaOf(schema), payload });
}

/** The same of a Struct whose fields are given as schema and value. */
export function struct(fields: Readonly<Record<string, readonly [Schema | string, unknown]>>): string {
  return enveloped(
    structOf(Object.fromEntries(Object.entries(fields).map(([name, [schema]]) => [name, schema]))),
    Object.fromEntries(Object.entries(fields).map(([name, [, value]]) => [name, value])),
  );
}

function schemaOf(schema: Schema | string): Schema {
  return typeof schema === "string" ? { type: schema, optional: true } : { optional: true, ...schema };
}
