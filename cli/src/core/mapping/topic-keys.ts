import { whatIsKnown } from "../suggestion.js";

/** The settings of a table: the last part of `topic.T.KEYSPACE.TABLE.SETTING`, of all sinks together. */
export const tableSuffixes = [
  "mapping",
  "consistencyLevel",
  "ttl",
  "ttlTimeUnit",
  "timestampTimeUnit",
  "nullToUnset",
  "deletesEnabled",
  "query",
  "missingFields",
] as const;
/** The last part of `topic.T.codec.SETTING`. */
export const codecSuffixes = ["locale", "timeZone", "timestamp", "date", "time", "unit"] as const;

export type TableSuffix = (typeof tableSuffixes)[number];
export type CodecSuffix = (typeof codecSuffixes)[number];

/** The parts of a `topic.*` key, or what is wrong with it. */
type TopicKey =
  | { readonly kind: "codec"; readonly topic: string; readonly setting: CodecSuffix }
  | {
      readonly kind: "table";
      readonly topic: string;
      readonly keyspace: string;
      readonly table: string;
      readonly setting: TableSuffix;
    }
  | { readonly kind: "wrong"; readonly message: string };

/**
 * Parses `topic.T.codec.SETTING` or `topic.T.KEYSPACE.TABLE.SETTING`. A topic's name may hold dots: it is all before the
 * last parts. `topic.a.eu.t.ttl` sets the `ttl` of `eu.t` for the topic `a`, even where there is a topic `a.eu`.
 * @param settings the settings of a table that the sink knows
 */
export function parseTopicKey(
  key: string,
  topics: readonly string[],
  settings: readonly TableSuffix[],
): TopicKey {
  const rest = key.slice("topic.".length);
  const known = [...topics]
    .sort((left, right) => right.length - left.length)
    .find((topic) => rest.startsWith(`${topic}.`));
  const parts = splitParts(rest);
  const fromEnd = (count: number): string => parts.at(-count) ?? "";
  if (fromEnd(2) === "codec" && parts.length >= 3) {
    const topic = parts.slice(0, -2).join(".");
    const setting = codecSuffixes.find((suffix) => suffix === fromEnd(1));
    if (setting === undefined) {
      return wrong(`unknown codec setting "${fromEnd(1)}"`, fromEnd(1), codecSuffixes);
    }
    return { kind: "codec", topic, setting };
  }
  if (parts.length < 4) {
    return {
      kind: "wrong",
      message:
        "wants topic.TOPIC.KEYSPACE.TABLE.SETTING or topic.TOPIC.codec.SETTING" +
        (known === undefined ? "" : `; after topic "${known}" comes "${rest.slice(known.length + 1)}"`),
    };
  }
  const setting = settings.find((suffix) => suffix === fromEnd(1));
  if (setting === undefined) {
    return wrong(`unknown table setting "${fromEnd(1)}"`, fromEnd(1), settings);
  }
  return {
    kind: "table",
    topic: parts.slice(0, -3).join("."),
    keyspace: fromEnd(3),
    table: fromEnd(2),
    setting,
  };
}

/** Splits at dots, but not inside double quotes: keyspace and table may be quoted names. */
function splitParts(text: string): string[] {
  return text.match(/"(?:[^"]|"")*"|[^.]+/g) ?? [];
}

function wrong(message: string, word: string, candidates: readonly string[]): TopicKey {
  return { kind: "wrong", message: `${message}; ${whatIsKnown(word, candidates)}` };
}
