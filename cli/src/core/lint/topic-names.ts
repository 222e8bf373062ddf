import { type ConnectorConfig, namesIn } from "../connect/connector-config.js";
import { isTopicName } from "../kafka/topic.js";
import { type ConfigFinding, errorInConfig } from "./finding.js";

/** Names that no topic can have: Connect takes them, and its tasks then read nothing. */
export function lintTopicNames(config: ConnectorConfig): readonly ConfigFinding[] {
  return ["topics", "errors.deadletterqueue.topic.name"].flatMap((key) =>
    namesIn(config[key])
      .filter((name) => !isTopicName(name))
      .map((name) => ({
        ...errorInConfig,
        key,
        message: `no topic can be called "${name}"`,
        hint: "Kafka takes letters, digits, dots, underscores and hyphens, at most 249",
      })),
  );
}
