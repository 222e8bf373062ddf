import type { MappedField, PathStep } from "../mapping/mapping.js";
import type { TransformSettings } from "../transforms/transform.js";
import { simpleClassName } from "../java/text.js";

/** The parts of a JSON Schema that are read here; a schema may also be `true`, which has none of them. */
export interface JsonSchema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema | undefined>>;
  readonly patternProperties?: unknown;
  readonly additionalProperties?: unknown;
  readonly items?: JsonSchema;
  readonly format?: unknown;
  readonly pattern?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
}

/** What the JSON Schema of a topic's events says about their fields. */
export interface EventFields {
  /** What the schema says of a mapped field; undefined where it leaves it open. */
  readonly schemaOf: (field: MappedField) => JsonSchema | undefined;
  /** JSON type of a mapped field (`number`, `string`); undefined where the schema leaves it open. */
  readonly typeOf: (field: MappedField) => string | undefined;
  /** Whether events have a field of this name at all. */
  readonly has: (name: string) => boolean;
  /** Whether no event that the schema allows has the field. */
  readonly forbids: (field: MappedField) => boolean;
  /** The names of the fields at the top, for suggestions. */
  readonly names: readonly string[];
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
  const stepsOf = ({ name, path = [] }: MappedField): readonly (readonly PathStep[])[] => [
    ...(name === undefined ? [] : [split(name)]),
    ...(path.length === 0 ? [] : [path]),
  ];
  const schemaOf = (field: MappedField): JsonSchema | undefined =>
    stepsOf(field)
      .map((steps) => find(root, steps))
      .find((found) => found !== undefined);
  return {
    schemaOf,
    has: (name) => find(root, split(name)) !== undefined,
    typeOf: (field) => jsonType(schemaOf(field)),
    forbids: (field) => {
      const ways = stepsOf(field);
      return ways.length > 0 && ways.every((steps) => isForbidden(root, steps));
    },
    names: Object.keys(root?.properties ?? {}),
  };
}

/** An integer is a number here; several types are none. */
export function jsonType(schema: JsonSchema | undefined): string | undefined {
  const type = schema?.type;
  return type === "integer" ? "number" : typeof type === "string" ? type : undefined;
}

function find(schema: JsonSchema | undefined, steps: readonly PathStep[]): JsonSchema | undefined {
  return steps.reduce(
    (current, step) => (typeof step === "number" ? current?.items : current?.properties?.[step]),
    schema,
  );
}

/** Whether a step on the way leads to a name that an object of the schema may not have. */
function isForbidden(schema: JsonSchema | undefined, steps: readonly PathStep[]): boolean {
  let current = schema;
  for (const step of steps) {
    if (current === undefined) return false;
    const isNamed = typeof step === "number" || current.properties?.[step] !== undefined;
    if (!isNamed) return current.additionalProperties === false && current.patternProperties === undefined;
    current = typeof step === "number" ? current.items : current.properties?.[step];
  }
  return false;
}

/** The delimiter of the Flatten transform of values; undefined without one. */
export function flattenDelimiter(transforms: readonly TransformSettings[]): string | undefined {
  const flatten = transforms.find((transform) => transform.get("type")?.endsWith("Flatten$Value"));
  return flatten === undefined ? undefined : (flatten.get("delimiter") ?? ".");
}

/** Transforms after which the fields of values are those of the event: they drop records, or change other parts. */
const keepFields =
  /^(Filter|RegexRouter|TimestampRouter|InsertHeader|DropHeaders|SetSchemaMetadata.*|.*\$Key)$/;

/** Whether the mapping reads the event's own fields, so that its schema says something about them. */
export function keepsEventFields(transforms: readonly TransformSettings[]): boolean {
  return transforms.every((transform) => {
    const name = simpleClassName(transform.get("type") ?? "");
    return keepFields.test(name) || name === "Flatten$Value";
  });
}
