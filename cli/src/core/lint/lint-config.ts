import type { ConnectorConfig } from "../connect/connector-config.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import { sinkClasses } from "../sinks/sink-of.js";
import { didYouMean } from "../suggestion.js";
import { lintTransforms } from "./transforms.js";
import type { ConfigFinding } from "./finding.js";
import { lintRisks } from "./risks.js";
import { type SettingsSchema, lintSettings } from "./settings.js";

/**
 * All that can be said of a connector's config without a server. Of a connector that is not a Cassandra sink only what
 * Connect itself reads is checked.
 * @param sink the same config as its sink reads it, with the schema of the sink's settings
 */
export function lintConfig(
  config: ConnectorConfig,
  sink: { readonly config: SinkConfig; readonly schema: SettingsSchema } | undefined,
): readonly ConfigFinding[] {
  const connectorClass = config["connector.class"] ?? "";
  if (connectorClass === "") return [{ ...error, key: "connector.class", message: "is missing" }];
  if (sink === undefined) return [...mistypedClass(connectorClass), ...lintTransforms(config)];
  const { topics, problems } = sink.config;
  const mapping = problems.map(({ key, message, position }): ConfigFinding => {
    const [text = message, ...hints] = message.split("; ");
    return {
      ...error,
      key,
      message: text,
      ...(position === undefined ? {} : { position }),
      ...(hints.length === 0 ? {} : { hint: hints.join("; ") }),
    };
  });
  return [
    ...lintSettings(config, sink.schema),
    ...mapping.filter((finding) => finding.key !== "topics" || "topics" in config),
    ...lintTransforms(config),
    ...lintRisks(config, topics),
  ];
}

function mistypedClass(connectorClass: string): readonly ConfigFinding[] {
  const hint = didYouMean(connectorClass, sinkClasses);
  const message = "is no Cassandra sink that is known here: its own settings are not checked";
  return hint === undefined
    ? [{ ...error, severity: "warning", key: "connector.class", message }]
    : [{ ...error, key: "connector.class", message: `there is no class ${connectorClass}`, hint }];
}

const error = { level: "config", severity: "error" } as const;
