import { cassandraSinkClasses, isCassandraSink } from "../connect/class-name.js";
import { topicTables } from "../mapping/topic-tables.js";
import { didYouMean } from "../suggestion.js";
import { lintChains } from "./transforms.js";
import type { ConfigFinding } from "./finding.js";
import { lintHabits } from "./risks.js";
import { type SettingsSchema, lintSettings } from "./settings.js";

type Config = Readonly<Record<string, string>>;

/**
 * All that can be said of a connector's config without a server. Of a connector that is no Cassandra sink only what
 * Connect itself reads is checked.
 * @param schema of the sink's settings
 */
export function lintConfig(config: Config, schema: SettingsSchema): readonly ConfigFinding[] {
  const connectorClass = config["connector.class"] ?? "";
  if (connectorClass === "") return [{ ...error, key: "connector.class", message: "is missing" }];
  if (!isCassandraSink(connectorClass)) return [...mistypedClass(connectorClass), ...lintChains(config)];
  const mapping = topicTables(config).problems.map(({ key, message, position }): ConfigFinding => {
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
    ...lintSettings(config, schema),
    ...mapping.filter((finding) => finding.key !== "topics" || "topics" in config),
    ...lintChains(config),
    ...lintHabits(config),
  ];
}

function mistypedClass(connectorClass: string): readonly ConfigFinding[] {
  const hint = didYouMean(connectorClass, cassandraSinkClasses);
  const message = "is no Cassandra sink that is known here: its own settings are not checked";
  return hint === undefined
    ? [{ ...error, severity: "warning", key: "connector.class", message }]
    : [{ ...error, key: "connector.class", message: `there is no class ${connectorClass}`, hint }];
}

const error = { level: "config", severity: "error" } as const;
