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
 * Parses `topic.T.codec.SETTING` or `topic.T.KEYSPACE.TABLE.SETTING`. A topic's name may hold dots: where the key begins
 * with one of the `topics`, the longest such name is the topic, otherwise all before the last parts.
 * `topic.a.b.ks.t.ttl` sets the `ttl` of `ks.t` for the topic `a.b`.
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
  const parts = splitParts(known === undefined ? rest : rest.slice(known.length + 1));
  const fromEnd = (count: number): string => parts.at(-count) ?? "";
  if (fromEnd(2) === "codec" && (known === undefined ? parts.length >= 3 : parts.length === 2)) {
    const topic = known ?? parts.slice(0, -2).join(".");
    const setting = codecSuffixes.find((suffix) => suffix === fromEnd(1));
    if (setting === undefined) {
      return wrong(`unknown codec setting "${fromEnd(1)}"`, fromEnd(1), codecSuffixes);
    }
    return { kind: "codec", topic, setting };
  }
  if (known === undefined ? parts.length < 4 : parts.length !== 3) {
    return {
      kind: "wrong",
      message:
        "wants topic.TOPIC.KEYSPACE.TABLE.SETTING or topic.TOPIC.codec.SETTING" +
        (known === undefined ? "" : `; after topic "${known}" comes "${parts.join(".")}"`),
    };
  }
  const setting = settings.find((suffix) => suffix === fromEnd(1));
  if (setting === undefined) {
    return wrong(`unknown table setting "${fromEnd(1)}"`, fromEnd(1), settings);
  }
  return {
    kind: "table",
    topic: known ?? parts.slice(0, -3).join("."),
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
