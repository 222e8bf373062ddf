import type { ConnectorConfig } from "../connect/connector-config.js";
import type { TopicSettings } from "../mapping/settings.js";
import { type ConfigFinding, errorInConfig, warningInConfig } from "./finding.js";

const jsonConverter = "org.apache.kafka.connect.json.JsonConverter";

/** Configs that Connect accepts but that lose records or read none: each finding says what would happen. */
export function lintRisks(
  config: ConnectorConfig,
  topics: readonly TopicSettings[],
): readonly ConfigFinding[] {
  return [
    ...missingTopics(config, topics),
    ...defaultedJsonSchemas(config),
    ...guessedHeaders(config, topics),
    ...losses(config),
  ];
}

/** Connect's default for headers guesses the type of each text. */
function guessedHeaders(config: ConnectorConfig, topics: readonly TopicSettings[]): readonly ConfigFinding[] {
  const key = "header.converter";
  if (config[key] !== undefined) return [];
  const entries = topics.flatMap(({ tables }) => tables).flatMap(({ mapping }) => mapping?.entries ?? []);
  const first = entries.find(({ field }) => field.source === "header");
  if (first === undefined) return [];
  const message = `is not set, and ${first.field.text} is mapped: Connect's default, SimpleHeaderConverter, guesses types, and the text 007 becomes the number 7`;
  const hint = `set ${key}=org.apache.kafka.connect.storage.StringConverter for headers that are text`;
  return [{ ...warningInConfig, key, message, hint }];
}

function missingTopics(config: ConnectorConfig, topics: readonly TopicSettings[]): readonly ConfigFinding[] {
  if ("topics" in config && "topics.regex" in config) {
    const message = "stands beside topics; Connect takes one of the two";
    return [{ ...errorInConfig, key: "topics.regex", message }];
  }
  if ("topics" in config || "topics.regex" in config) return [];
  const names = topics.map(({ topic }) => topic);
  const hint = names.length === 0 ? "name the topics to read" : `add topics=${names.join(",")}`;
  return [
    { ...errorInConfig, key: "topics", message: "is missing: the connector has nothing to read", hint },
  ];
}

/** With its default of schemas.enable=true, JsonConverter refuses every value that is not `{schema, payload}`. */
function defaultedJsonSchemas(config: ConnectorConfig): readonly ConfigFinding[] {
  return ["key.converter", "value.converter"].flatMap((converter) => {
    if (config[converter] !== jsonConverter) return [];
    const key = `${converter}.schemas.enable`;
    if (config[key] !== undefined) return [];
    return [
      {
        ...warningInConfig,
        key,
        message: "is not set, and is true by default: plain JSON without a schema beside it is then refused",
        hint: "set it to false for plain JSON, to true for {schema, payload}",
      },
    ];
  });
}

function losses(config: ConnectorConfig): readonly ConfigFinding[] {
  const findings: ConfigFinding[] = [];
  const ignored = (config["ignoreErrors"] ?? "").trim().toLowerCase();
  if (ignored === "all" || ignored === "driver" || ignored === "true") {
    const which = ignored === "all" ? "every record that fails" : "every record that the database refuses";
    findings.push({
      ...warningInConfig,
      key: "ignoreErrors",
      message: `${which} is skipped, and is only in the worker's log`,
      hint: "with None the connector stands still there instead, and `connector status` says where",
    });
  }
  const deadLetters = "errors.deadletterqueue.topic.name";
  const hasDeadLetters = (config[deadLetters] ?? "") !== "";
  if (config["errors.tolerance"] === "all" && !hasDeadLetters) {
    findings.push({
      ...warningInConfig,
      key: "errors.tolerance",
      message: "records that a converter or transform refuses are skipped without a trace",
      hint: "set errors.deadletterqueue.topic.name to keep them",
    });
  }
  if (hasDeadLetters && config["errors.tolerance"] !== "all") {
    findings.push({
      ...warningInConfig,
      key: deadLetters,
      message: "is set, but errors.tolerance is not all: the first record that fails stops the task",
      hint: "set errors.tolerance=all to go on behind it",
    });
  }
  const headers = "errors.deadletterqueue.context.headers.enable";
  if (hasDeadLetters && config[headers] !== "true") {
    findings.push({
      ...warningInConfig,
      key: headers,
      message: "is not true: dead letters do not say of which topic, partition and offset they are",
      hint: "set it to true; a restart can repeat dead letters, and only their origin tells which",
    });
  }
  return findings;
}
