import type { MappedField, PathStep } from "../mapping/mapping.js";
import type { TransformSettings } from "../transforms/transform.js";

type Keyed = Readonly<Record<string, unknown>>;

/** What the JSON Schema of a topic's events says of their fields. */
export interface EventFields {
  /** JSON type of a mapped field (`number`, `string`); undefined where the schema leaves it open. */
  readonly typeOf: (field: MappedField) => string | undefined;
  /** Whether events have a field of this name at all. */
  readonly has: (name: string) => boolean;
}

/**
 * Looks fields up in a JSON Schema. With `Flatten` among the transforms, `main.temp` is found as `temp` inside `main`.
 * A field that may be several things has no type here.
 * @param delimiter of Flatten; undefined when nothing is flattened
 */
export function eventFields(schema: unknown, delimiter: string | undefined): EventFields {
  const split = (name: string): readonly string[] =>
    delimiter === undefined || delimiter === "" ? [name] : name.split(delimiter);
  return {
    has: (name) => find(schema, split(name)) !== undefined,
    typeOf: ({ name, path = [] }) => {
      const literal = name === undefined ? undefined : find(schema, split(name));
      const found = literal ?? (path.length === 0 ? undefined : find(schema, path));
      const type = isKeyed(found) ? found["type"] : undefined;
      return type === "integer" ? "number" : typeof type === "string" ? type : undefined;
    },
  };
}

function find(schema: unknown, steps: readonly PathStep[]): unknown {
  let current = schema;
  for (const step of steps) {
    if (!isKeyed(current)) return undefined;
    const properties = current["properties"];
    current =
      typeof step === "number" ? current["items"] : isKeyed(properties) ? properties[step] : undefined;
  }
  return current;
}

/** The delimiter of the Flatten transform of values; undefined without one. */
export function flattenDelimiter(transforms: readonly TransformSettings[]): string | undefined {
  const flatten = transforms.find((transform) => transform.get("type")?.endsWith("Flatten$Value"));
  return flatten === undefined ? undefined : (flatten.get("delimiter") ?? ".");
}

function isKeyed(value: unknown): value is Keyed {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
