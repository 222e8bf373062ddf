import { wholeJavaPattern } from "../java/regular-expression.js";

/** A connector's config in Connect's own flat keys. */
export type ConnectorConfig = Readonly<Record<string, string>>;

/** The names of a list setting, without blanks around them; empty when it is not set. */
export function namesIn(list: string | undefined): readonly string[] {
  return (list ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** A class without its package. */
export const simpleClassName = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** Whether Connect takes the text for this connector class: its full name, its simple name, or that without `Connector`. */
export function namesClass(text: string, className: string): boolean {
  const simple = simpleClassName(className);
  return [className, simple, simple.replace(/Connector$/, "")].includes(text);
}

/** The consumer group in which a sink connector's tasks read. */
export function consumerGroup(connector: string, config: ConnectorConfig): string {
  return config["consumer.override.group.id"] ?? `connect-${connector}`;
}

/** The topics of a cluster that a sink connector reads: those of `topics`, or those that `topics.regex` matches. */
export function subscribedTopics(config: ConnectorConfig, existing: readonly string[]): readonly string[] {
  const pattern = config["topics.regex"];
  const names = namesIn(config["topics"]);
  if (pattern === undefined) return names.filter((name) => existing.includes(name));
  const expression = wholeJavaPattern(pattern, "topics.regex");
  return existing.filter((name) => expression.test(name));
}
