import { namesIn, type ConnectorConfig } from "../connect/connector-config.js";
import { shownValue } from "../connect/secret-keys.js";
import type { TopicSettings } from "../mapping/settings.js";
import type { WriteTimes } from "../rows/sink.js";
import { codecSuffixes } from "../mapping/topic-keys.js";
import { sinkConfig } from "./sink-config.js";

/** A key whose value gives rows another meaning in one of two configs. Values are as they may be printed. */
export interface MeaningDifference {
  readonly key: string;
  /** Undefined where the config does not have the key. */
  readonly file: string | undefined;
  readonly deployed: string | undefined;
}

/**
 * Where a deployed connector turns records into other rows than the file says: topics, mappings, codecs, converters,
 * transforms, the order of write times. Where a connector runs, with how many tasks and which consistency, is no
 * difference, nor is a default that one of the two writes out.
 */
export function meaningDifferences(
  file: ConnectorConfig,
  deployed: ConnectorConfig,
): readonly MeaningDifference[] {
  const [meant, given] = [meaning(file), meaning(deployed)];
  const keys = [...new Set([...meant.keys(), ...given.keys()])].sort();
  const shown = (config: ConnectorConfig, key: string): string | undefined =>
    config[key] === undefined ? undefined : shownValue(key, config[key]);
  const differences = keys
    .filter((key) => meant.get(key) !== given.get(key))
    .map((key) => ({ key, file: shown(file, key), deployed: shown(deployed, key) }));
  // Of a table that one of them lacks, every default differs: the keys that are written out say it.
  const written = differences.filter((one) => one.file !== undefined || one.deployed !== undefined);
  return written.length > 0 ? written : differences;
}

/** What Connect takes where no converter of headers is named. */
const defaultHeaders = "org.apache.kafka.connect.storage.SimpleHeaderConverter";

/** By key, what its value means: equal texts for equal meanings. */
function meaning(config: ConnectorConfig): ReadonlyMap<string, string> {
  const sink = sinkConfig(config);
  const meant = new Map<string, string>();
  for (const [key, value] of Object.entries(config)) {
    const text = value.trim().replaceAll(/\s+/g, " ");
    const isNone = text === "" && ["transforms", "predicates"].includes(key);
    if (isTakenAsText(key) && !isNone) meant.set(key, text);
  }
  if (meant.get("header.converter") === defaultHeaders) meant.delete("header.converter");
  meant.set("topics", [...namesIn(config["topics"])].sort().join(","));
  if (sink === undefined) return meant;
  meant.set("connector.class", sink.sink.classes[0] ?? "");
  meant.set("consumer.override.isolation.level", sink.isolation);
  if (sink.writeTimes !== undefined) addWriteTimes(sink.writeTimes, meant);
  for (const topic of sink.topics) addTopic(topic, meant);
  for (const { key, message } of sink.problems) meant.set(key, `${config[key] ?? ""}: ${message}`);
  return meant;
}

/** Of order=time the epoch says nothing. */
function addWriteTimes(times: WriteTimes, meant: Map<string, string>): void {
  meant.set("order", times.order);
  meant.set("generation", times.generation);
  if (times.order === "log") meant.set("order.epoch", times["order.epoch"]);
}

function isTakenAsText(key: string): boolean {
  return (
    /^(key|value|header)\.converter(\.|$)/.test(key) ||
    /^(transforms|predicates)(\.|$)/.test(key) ||
    ["connector.class", "topics.regex", "consumer.override.auto.offset.reset"].includes(key)
  );
}

function addTopic({ topic, codec, tables }: TopicSettings, meant: Map<string, string>): void {
  for (const setting of codecSuffixes) meant.set(`topic.${topic}.codec.${setting}`, codec[setting]);
  for (const { prefix, mapping, ...settings } of tables) {
    const entries = mapping?.entries.map(({ column, target, field: { source, name, path } }) =>
      JSON.stringify({ column, target, source, name, path }),
    );
    const mapped = entries?.sort();
    meant.set(`${prefix}mapping`, mapped === undefined ? "columns of the same names" : mapped.join(","));
    for (const setting of meaningful) meant.set(prefix + setting, String(settings[setting] ?? ""));
  }
}

/** The settings of a table, besides its mapping, that decide what its rows hold. */
const meaningful = [
  "ttl",
  "ttlTimeUnit",
  "timestampTimeUnit",
  "nullToUnset",
  "deletesEnabled",
  "missingFields",
  "query",
] as const;
