import { Ajv, type ErrorObject } from "ajv";
import { shownValue } from "../connect/secret-keys.js";
import { didYouMean, whatIsKnown } from "../suggestion.js";
import { connectKeys, isConnectKey } from "./connect-keys.js";
import type { ConfigFinding } from "./finding.js";

type Config = Readonly<Record<string, string>>;

/** A JSON Schema of a sink's settings, whose `properties` are all that it knows. */
export interface SettingsSchema {
  readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
}

/**
 * Holds a flat config against the schema of the sink's settings: values that cannot be, and keys that nobody reads.
 * A key of no namespace of the sink's is only named when it is nearly a known one: converters, transforms and the
 * worker read keys of their own.
 */
export function lintSettings(config: Config, schema: SettingsSchema): readonly ConfigFinding[] {
  return [...wrongValues(config, schema), ...unknownKeys(config, Object.keys(schema.properties))];
}

function wrongValues(config: Config, schema: SettingsSchema): readonly ConfigFinding[] {
  const ajv = new Ajv({ allErrors: true, coerceTypes: true, strictTypes: false });
  // What the reference of the settings is made from says nothing about values.
  ajv.addVocabulary(["x-group", "x-importance"]);
  const validate = ajv.compile(schema);
  const values = Object.entries(config)
    // A reference such as ${file:...} is looked up by the worker.
    .filter(([, value]) => !/^\$\{.*\}$/.test(value.trim()))
    .map(([key, value]) => [key, canonical(value.trim(), schema.properties[key])]);
  if (validate(Object.fromEntries(values))) return [];
  return (validate.errors ?? []).flatMap((error) => valueFinding(error, config));
}

/** Words may be written in any case. */
function canonical(value: string, property: SettingsSchema["properties"][string] | undefined): string {
  const words = property?.enum ?? ["true", "false"];
  return words.find((word) => word.toLowerCase() === value.toLowerCase()) ?? value;
}

function valueFinding(error: ErrorObject, config: Config): readonly ConfigFinding[] {
  const finding = { level: "config", severity: "error" } as const;
  const parameters = error.params as Readonly<Record<string, unknown>>;
  if (error.keyword === "dependencies" || error.keyword === "required") {
    const missing = String(parameters["missingProperty"]);
    const because = error.keyword === "dependencies" ? ` ${String(parameters["property"])} needs it` : "";
    return [
      { ...finding, key: missing, message: `is missing:${because === "" ? " the sink needs it" : because}` },
    ];
  }
  const key = error.instancePath.slice(1).replaceAll("~1", "/").replaceAll("~0", "~");
  if (key === "") return [];
  const value = shownValue(key, config[key] ?? "");
  if (error.keyword === "enum") {
    const allowed = (parameters["allowedValues"] as readonly unknown[]).map(String);
    const message = `"${value}" is not a choice`;
    return [{ ...finding, key, message, hint: whatIsKnown(value, allowed) }];
  }
  if (error.keyword === "type") {
    const wanted = parameters["type"] === "integer" ? "a whole number" : "true or false";
    return [{ ...finding, key, message: `"${value}" is not ${wanted}` }];
  }
  return [{ ...finding, key, message: `"${value}" ${error.message ?? "is wrong"}` }];
}

function unknownKeys(config: Config, settings: readonly string[]): readonly ConfigFinding[] {
  const known = [...settings, ...connectKeys];
  // What stands before a setting's first dot is the sink's alone; but errors. and tasks. are Connect's.
  const namespaces = new Set(
    settings.filter((name) => name.includes(".") && !isConnectKey(name)).map(namespaceOf),
  );
  return Object.keys(config).flatMap((key): readonly ConfigFinding[] => {
    if (known.includes(key) || key.startsWith("topic.") || key.startsWith("datastax-java-driver.")) return [];
    if (isConnectKey(key)) return [];
    const own = namespaces.has(namespaceOf(key));
    const meant = didYouMean(key, known);
    if (!own && meant === undefined) return [];
    return [
      {
        level: "config",
        severity: "error",
        key,
        message: "nobody reads this key",
        hint:
          meant ??
          whatIsKnown(
            key,
            settings.filter((name) => namespaceOf(name) === namespaceOf(key)),
          ),
      },
    ];
  });
}

function namespaceOf(key: string): string {
  return key.includes(".") ? key.slice(0, key.indexOf(".") + 1) : "";
}
