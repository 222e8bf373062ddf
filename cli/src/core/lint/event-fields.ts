import type { FieldTypes } from "./tables.js";

type Keyed = Readonly<Record<string, unknown>>;

/**
 * Looks up fields in the JSON Schema of a topic's events. With `Flatten` among the transforms, `main.temp` is found as
 * `temp` inside `main`. A field that may be several things has no type here.
 * @param delimiter of Flatten; undefined when nothing is flattened
 */
export function fieldTypesOf(schema: unknown, delimiter: string | undefined): FieldTypes {
  return (fieldName) => {
    const steps = delimiter === undefined || delimiter === "" ? [fieldName] : fieldName.split(delimiter);
    let current = schema;
    for (const step of steps) {
      const properties = isKeyed(current) ? current["properties"] : undefined;
      current = isKeyed(properties) ? properties[step] : undefined;
    }
    const type = isKeyed(current) ? current["type"] : undefined;
    return type === "integer" ? "number" : typeof type === "string" ? type : undefined;
  };
}

/** The delimiter of the config's Flatten transform of values; undefined without one. */
export function flattenDelimiter(config: Readonly<Record<string, string>>): string | undefined {
  const names = (config["transforms"] ?? "").split(",").map((name) => name.trim());
  const flatten = names.find((name) => config[`transforms.${name}.type`]?.endsWith("Flatten$Value"));
  return flatten === undefined ? undefined : (config[`transforms.${flatten}.delimiter`] ?? ".");
}

function isKeyed(value: unknown): value is Keyed {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
