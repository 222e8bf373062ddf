import type { ConnectorConfig } from "../connect/connector-config.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import { sinkClasses } from "../sinks/sink-of.js";
import { didYouMean } from "../suggestion.js";
import { lintTransforms } from "./transforms.js";
import { type ConnectCatalogue, lintPassedOn } from "./catalogue.js";
import { type ConfigFinding, errorInConfig, warningInConfig } from "./finding.js";
import { lintTopicNames } from "./topic-names.js";
import { lintReceipts } from "./receipts.js";
import { lintRisks } from "./risks.js";
import { lintEpoch } from "./write-times.js";
import { type SettingsSchema, isOfTopic, lintSettings } from "./settings.js";

/**
 * Every check of a connector's config that needs no server. Of a connector that is not a Cassandra sink, only the keys
 * that Connect itself reads are checked.
 * @param sink the same config as its sink reads it, with the schema of the sink's settings
 * @param catalogue of what Connect, its converters, transforms and clients read
 */
export function lintConfig(
  config: ConnectorConfig,
  sink: { readonly config: SinkConfig; readonly schema: SettingsSchema } | undefined,
  catalogue: ConnectCatalogue,
): readonly ConfigFinding[] {
  const connectorClass = config["connector.class"] ?? "";
  if (connectorClass === "") return [{ ...errorInConfig, key: "connector.class", message: "is missing" }];
  if (sink === undefined)
    return [
      ...mistypedClass(connectorClass),
      ...lintTransforms(config),
      ...lintPassedOn(config, catalogue),
      ...lintTopicNames(config),
    ];
  const { topics, problems } = sink.config;
  const mapping = problems.map(({ key, message, position }): ConfigFinding => {
    // A sink's message is one text: "the field is unknown; did you mean x?".
    const [text = message, ...hints] = message.split("; ");
    return {
      ...errorInConfig,
      key,
      message: text,
      ...(position === undefined ? {} : { position }),
      ...(hints.length === 0 ? {} : { hint: hints.join("; ") }),
    };
  });
  const settings = lintSettings(config, sink.schema, catalogue);
  // Of a key that nobody reads, the sink's own problem says less.
  const told = new Set(settings.flatMap(({ key }) => (isOfTopic(key) ? [] : [key])));
  return [
    ...settings,
    // lintRisks reports missing topics, with a hint that names them.
    ...mapping.filter(({ key }) => (key !== "topics" || "topics" in config) && !told.has(key)),
    ...lintTransforms(config),
    ...lintPassedOn(config, catalogue),
    ...lintTopicNames(config),
    ...lintEpoch(sink.config),
    ...lintReceipts(config, sink.config, catalogue.clients.producer),
    ...lintRisks(config, topics),
  ];
}

function mistypedClass(connectorClass: string): readonly ConfigFinding[] {
  const hint = didYouMean(connectorClass, sinkClasses);
  const message = "is no Cassandra sink that is known here: its own settings are not checked";
  return hint === undefined
    ? [{ ...warningInConfig, key: "connector.class", message }]
    : [{ ...errorInConfig, key: "connector.class", message: `there is no class ${connectorClass}`, hint }];
}
