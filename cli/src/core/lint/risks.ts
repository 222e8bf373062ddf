import type { ConnectorConfig } from "../connect/connector-config.js";
import type { TopicSettings } from "../mapping/settings.js";
import type { ConfigFinding } from "./finding.js";

const jsonConverter = "org.apache.kafka.connect.json.JsonConverter";

/** Configs that are allowed, and that have cost others their records: each rule says what would happen. */
export function lintRisks(
  config: ConnectorConfig,
  topics: readonly TopicSettings[],
): readonly ConfigFinding[] {
  return [...unfilledTopics(config, topics), ...schemasOfJson(config), ...losses(config)];
}

function unfilledTopics(config: ConnectorConfig, topics: readonly TopicSettings[]): readonly ConfigFinding[] {
  if ("topics" in config && "topics.regex" in config) {
    return [{ ...error, key: "topics.regex", message: "stands beside topics; Connect takes one of the two" }];
  }
  if ("topics" in config || "topics.regex" in config) return [];
  const names = topics.map(({ topic }) => topic);
  const hint = names.length === 0 ? "name the topics to read" : `add topics=${names.join(",")}`;
  return [{ ...error, key: "topics", message: "is missing: the connector has nothing to read", hint }];
}

/** JsonConverter wants an envelope of schema and payload unless it is told otherwise, and refuses all else. */
function schemasOfJson(config: ConnectorConfig): readonly ConfigFinding[] {
  return ["key.converter", "value.converter"].flatMap((converter) => {
    if (config[converter] !== jsonConverter) return [];
    const key = `${converter}.schemas.enable`;
    if (config[key] !== undefined) return [];
    return [
      {
        ...warning,
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
      ...warning,
      key: "ignoreErrors",
      message: `${which} is skipped, and is only in the worker's log`,
      hint: "with None the connector stands still there instead, and `connector status` says where",
    });
  }
  if (config["errors.tolerance"] === "all" && (config["errors.deadletterqueue.topic.name"] ?? "") === "") {
    findings.push({
      ...warning,
      key: "errors.tolerance",
      message: "records that a converter or transform refuses are skipped without a trace",
      hint: "set errors.deadletterqueue.topic.name to keep them",
    });
  }
  return findings;
}

const error = { level: "config", severity: "error" } as const;
const warning = { level: "config", severity: "warning" } as const;
