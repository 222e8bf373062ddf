/** The parts of a JSON Schema that are read here. */
interface Schema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly maximum?: number;
}

/** Texts of each kind, by the `format` of a JSON Schema. */
const texts: Readonly<Record<string, string>> = {
  "date-time": "2026-03-02T08:15:30.120Z",
  date: "2026-03-02",
  uuid: "0c7b3f1e-5f52-4c53-9d0e-1d0a3f1f0001",
};

/** What the schema leaves open has values of several kinds. */
const open: readonly unknown[] = ["a text", 1, { a: 1 }];

/**
 * Objects that the schema of an object allows, so that every kind of value of each field is in one of them; the last has
 * the required fields alone.
 */
export function schemaSamples(schema: object): readonly unknown[] {
  return objects(schema);
}

function objects({ properties = {}, required = [] }: Schema): readonly unknown[] {
  const fields = Object.entries(properties).map(([name, part]) => [name, valuesOf(part)] as const);
  const count = Math.max(1, ...fields.map(([, values]) => values.length));
  const whole = Array.from({ length: count }, (_, index) =>
    Object.fromEntries(fields.map(([name, values]) => [name, values[index % values.length]])),
  );
  const least = Object.fromEntries(
    fields.filter(([name]) => required.includes(name)).map(([name, values]) => [name, values[0]]),
  );
  return [...whole, least];
}

function valuesOf(schema: Schema): readonly unknown[] {
  if (schema.const !== undefined) return [schema.const];
  if (schema.enum !== undefined && schema.enum.length > 0) return schema.enum;
  const types = [schema.type].flat();
  const made = types.flatMap((type) => ofType(type, schema));
  return [...made, ...(schema.examples ?? [])];
}

function ofType(type: unknown, schema: Schema): readonly unknown[] {
  switch (type) {
    case "null":
      return [null];
    case "boolean":
      return [true, false];
    case "integer":
      return [1, ...(schema.maximum === undefined ? [] : [Math.floor(schema.maximum)])];
    case "number":
      return [1.5, 1];
    case "string":
      return [texts[schema.format ?? ""] ?? "a text"];
    case "array": {
      const values = schema.items === undefined ? open : valuesOf(schema.items);
      return [values, []];
    }
    case "object":
      return schema.properties === undefined ? [{ a: "a text" }, "kept as JSON"] : objects(schema);
    default:
      return open;
  }
}
