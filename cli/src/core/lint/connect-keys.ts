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
] as const;

export function isPassedOn(key: string): boolean {
  return passedOnPrefixes.some((prefix) => key.startsWith(prefix));
}

/** The key with the prefix that was probably meant: `consumer.overide.max.poll.records`. */
export function withLikelyPrefix(key: string): readonly string[] {
  return passedOnPrefixes.map((prefix) => {
    const segments = prefix.split(".").length - 1;
    return prefix + key.split(".").slice(segments).join(".");
  });
}
