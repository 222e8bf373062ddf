import { wholeJavaPattern } from "../java/regular-expression.js";
import { simpleClassName } from "../java/text.js";

/** A connector's config in Connect's flat keys, all values as text: `{"tasks.max": "2"}`. */
export type ConnectorConfig = Readonly<Record<string, string>>;

/** The names in a list setting, trimmed: `a, b,` gives `a` and `b`. Empty when the setting is missing. */
export function namesIn(list: string | undefined): readonly string[] {
  return (list ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Whether Connect resolves the text to this class. For `a.FileSinkConnector` it also accepts `FileSinkConnector` and `FileSink`. */
export function namesClass(text: string, className: string): boolean {
  const simple = simpleClassName(className);
  return [className, simple, simple.replace(/Connector$/, "")].includes(text);
}

/** The consumer group of a sink connector's tasks. */
export function consumerGroup(connector: string, config: ConnectorConfig): string {
  return config["consumer.override.group.id"] ?? `connect-${connector}`;
}

/** Which records the tasks of a sink connector are given: all, unless its config says otherwise. */
export function isolationLevel(config: ConnectorConfig): "read_uncommitted" | "read_committed" {
  const level = (config["consumer.override.isolation.level"] ?? "").trim().toLowerCase();
  return level === "read_committed" ? level : "read_uncommitted";
}

/** What the config says of the topics that it reads: their names, or the pattern of `topics.regex`. */
export function declaredTopics(config: ConnectorConfig): readonly string[] {
  const pattern = config["topics.regex"];
  return pattern === undefined ? namesIn(config["topics"]) : [pattern];
}

/** The existing topics that a sink connector reads: those listed in `topics`, or those that `topics.regex` matches. */
export function subscribedTopics(config: ConnectorConfig, existing: readonly string[]): readonly string[] {
  const pattern = config["topics.regex"];
  const names = namesIn(config["topics"]);
  if (pattern === undefined) return names.filter((name) => existing.includes(name));
  const expression = wholeJavaPattern(pattern, "topics.regex");
  return existing.filter((name) => expression.test(name));
}
