import type { MappedField, PathStep } from "../mapping/mapping.js";
import type { TransformSettings } from "../transforms/transform.js";

/** The parts of a JSON Schema that are read here; a schema may also be `true`, which has none of them. */
interface JsonSchema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema | undefined>>;
  readonly items?: JsonSchema;
}

/** What the JSON Schema of a topic's events says about their fields. */
export interface EventFields {
  /** JSON type of a mapped field (`number`, `string`); undefined where the schema leaves it open. */
  readonly typeOf: (field: MappedField) => string | undefined;
  /** Whether events have a field of this name at all. */
  readonly has: (name: string) => boolean;
}

/**
 * Looks fields up in a JSON Schema. With `Flatten` among the transforms, `main.temp` is found as `temp` inside `main`.
 * A field that may have several JSON types has no type here.
 * @param delimiter of Flatten; undefined when nothing is flattened
 */
export function eventFields(schema: unknown, delimiter: string | undefined): EventFields {
  const root = schema as JsonSchema | undefined;
  const split = (name: string): readonly string[] =>
    delimiter === undefined || delimiter === "" ? [name] : name.split(delimiter);
  return {
    has: (name) => find(root, split(name)) !== undefined,
    typeOf: ({ name, path = [] }) => {
      const byName = name === undefined ? undefined : find(root, split(name));
      const type = (byName ?? (path.length === 0 ? undefined : find(root, path)))?.type;
      return type === "integer" ? "number" : typeof type === "string" ? type : undefined;
    },
  };
}

function find(schema: JsonSchema | undefined, steps: readonly PathStep[]): JsonSchema | undefined {
  return steps.reduce(
    (current, step) => (typeof step === "number" ? current?.items : current?.properties?.[step]),
    schema,
  );
}

/** The delimiter of the Flatten transform of values; undefined without one. */
export function flattenDelimiter(transforms: readonly TransformSettings[]): string | undefined {
  const flatten = transforms.find((transform) => transform.get("type")?.endsWith("Flatten$Value"));
  return flatten === undefined ? undefined : (flatten.get("delimiter") ?? ".");
}
