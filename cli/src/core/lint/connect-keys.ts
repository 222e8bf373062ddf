/** Keys that Connect itself reads from a sink connector's config (Kafka 4.3). */
export const connectKeys: readonly string[] = [
  "name",
  "connector.class",
  "connector.plugin.version",
  "tasks.max",
  "tasks.max.enforce",
  "topics",
  "topics.regex",
  "key.converter",
  "key.converter.plugin.version",
  "value.converter",
  "value.converter.plugin.version",
  "header.converter",
  "header.converter.plugin.version",
  "config.action.reload",
  "transforms",
  "predicates",
  "errors.retry.timeout",
  "errors.retry.delay.max.ms",
  "errors.tolerance",
  "errors.log.enable",
  "errors.log.include.messages",
  "errors.deadletterqueue.topic.name",
  "errors.deadletterqueue.topic.replication.factor",
  "errors.deadletterqueue.context.headers.enable",
];

/** Connect strips these prefixes and passes the rest to converters, transforms, predicates and Kafka clients. */
const passedOnPrefixes = [
  "key.converter.",
  "value.converter.",
  "header.converter.",
  "transforms.",
  "predicates.",
  "consumer.override.",
  "producer.override.",
  "admin.override.",
];

export function isConnectKey(key: string): boolean {
  return connectKeys.includes(key) || passedOnPrefixes.some((prefix) => key.startsWith(prefix));
}
