import { Ajv, type ErrorObject } from "ajv";
import type { ConnectorConfig } from "../connect/connector-config.js";
import { shownValue } from "../connect/secret-keys.js";
import { didYouMean, whatIsKnown } from "../suggestion.js";
import type { ConnectCatalogue } from "./catalogue.js";
import { isPassedOn, withLikelyPrefix } from "./connect-keys.js";
import { type ConfigFinding, errorInConfig, warningInConfig } from "./finding.js";
import { producerPrefix } from "./receipts.js";

/** A JSON Schema of a sink's settings (schemas/connectors); `properties` lists every key that the sink reads. */
export interface SettingsSchema {
  readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
}

/**
 * Checks a flat config against the schema of the sink's settings: values that the sink refuses, and unknown keys.
 * `auth.user` is reported, because `auth.` belongs to the sink. A key outside of the sink's namespaces may belong to a
 * converter, a transform or the worker, so it is reported only when it looks like a mistyped known key.
 */
export function lintSettings(
  config: ConnectorConfig,
  schema: SettingsSchema,
  { connector }: Pick<ConnectCatalogue, "connector">,
): readonly ConfigFinding[] {
  const connectKeys = Object.keys(connector);
  return [
    ...wrongValues(config, schema),
    ...unknownKeys(config, Object.keys(schema.properties), connectKeys),
  ];
}

function wrongValues(config: ConnectorConfig, schema: SettingsSchema): readonly ConfigFinding[] {
  const ajv = new Ajv({ allErrors: true, coerceTypes: true, strictTypes: false });
  // Only docs/generate.js reads these keywords; ajv would refuse a schema with keywords that it does not know.
  ajv.addVocabulary(["x-group", "x-importance"]);
  const validate = ajv.compile(schema);
  const values = Object.entries(config)
    // The worker replaces a reference such as ${file:/run/secrets/db:port}, so its value is not known here.
    .filter(([, value]) => !/^\$\{.*\}$/.test(value.trim()))
    .map(([key, value]) => [key, canonical(value.trim(), schema.properties[key])]);
  if (validate(Object.fromEntries(values))) return [];
  return (validate.errors ?? []).flatMap((error) => valueFinding(error, config));
}

/** The sinks accept TRUE for true: the spelling that the schema has. */
function canonical(value: string, property: SettingsSchema["properties"][string] | undefined): string {
  const words = property?.enum ?? ["true", "false"];
  return words.find((word) => word.toLowerCase() === value.toLowerCase()) ?? value;
}

function valueFinding(error: ErrorObject, config: ConnectorConfig): readonly ConfigFinding[] {
  const parameters = error.params as Readonly<Record<string, unknown>>;
  if (error.keyword === "dependencies" || error.keyword === "required") {
    const missing = String(parameters["missingProperty"]);
    // One that is a reference is there.
    if (missing in config) return [];
    const because = error.keyword === "dependencies" ? ` ${String(parameters["property"])} needs it` : "";
    return [
      {
        ...errorInConfig,
        key: missing,
        message: `is missing:${because === "" ? " the sink needs it" : because}`,
      },
    ];
  }
  const key = error.instancePath.slice(1).replaceAll("~1", "/").replaceAll("~0", "~");
  if (key === "") return [];
  const value = shownValue(key, config[key] ?? "");
  if (error.keyword === "enum") {
    const allowed = (parameters["allowedValues"] as readonly unknown[]).map(String);
    const message = `"${value}" is not a choice`;
    return [{ ...errorInConfig, key, message, hint: whatIsKnown(value, allowed) }];
  }
  if (error.keyword === "type") {
    const wanted = parameters["type"] === "integer" ? "a whole number" : "true or false";
    return [{ ...errorInConfig, key, message: `"${value}" is not ${wanted}` }];
  }
  return [{ ...errorInConfig, key, message: `"${value}" ${error.message ?? "is wrong"}` }];
}

function unknownKeys(
  config: ConnectorConfig,
  settings: readonly string[],
  connectKeys: readonly string[],
): readonly ConfigFinding[] {
  const known = [...settings, ...connectKeys];
  const isConnectKey = (key: string): boolean => connectKeys.includes(key) || isPassedOn(key);
  // `auth.username` makes `auth.` a namespace of the sink; `errors.` and `tasks.` belong to Connect.
  const namespaces = new Set(
    settings.filter((name) => name.includes(".") && !isConnectKey(name)).map(namespaceOf),
  );
  const tellsReceipts = settings.includes("receipts.topic");
  return Object.keys(config).flatMap((key): readonly ConfigFinding[] => {
    if (known.includes(key) || isOfTopic(key) || key.startsWith("datastax-java-driver.")) return [];
    if (isConnectKey(key) || (key.startsWith(producerPrefix) && tellsReceipts)) return [];
    const isOfSink = namespaces.has(namespaceOf(key));
    const meant = didYouMean(key, [...known, ...withLikelyPrefix(key)]);
    if (!isOfSink && meant === undefined) {
      const message = "nobody that is known here reads this key";
      return [{ ...warningInConfig, key, message, hint: "take it away, or look for what was meant" }];
    }
    return [
      {
        ...errorInConfig,
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

/** A key of a topic has three parts at the least: `topic.sregex` is another one that is mistyped. */
export const isOfTopic = (key: string): boolean => key.startsWith("topic.") && key.split(".").length > 2;

function namespaceOf(key: string): string {
  return key.includes(".") ? key.slice(0, key.indexOf(".") + 1) : "";
}
