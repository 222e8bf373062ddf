import { isolationLevel, namesIn, type ConnectorConfig } from "../connect/connector-config.js";
import type { ConfigProblem, TopicSettings } from "../mapping/settings.js";
import { topicTables } from "../mapping/topic-tables.js";
import { converterConfig, type ConverterConfig } from "../records/converters.js";
import { topicRoute } from "../transforms/regex-router.js";
import { transformSettings, type TransformSettings } from "../transforms/transform.js";
import type { SinkRules } from "../rows/sink-rules.js";
import type { Receipts, Sink, WriteTimes } from "../rows/sink.js";
import { sinkOf } from "./sink-of.js";

/**
 * The flat config of a connector that is a Cassandra sink, read once. Nothing is refused here: what is wrong with
 * topics and tables is in `problems`, and a converter or transform that is not modelled is refused where it is used.
 */
export interface SinkConfig {
  readonly sink: Sink;
  readonly topics: readonly TopicSettings[];
  /** What is wrong with `topic.*` keys and `topics`. */
  readonly problems: readonly ConfigProblem[];
  readonly key: ConverterConfig;
  readonly value: ConverterConfig;
  readonly header: ConverterConfig;
  /** In the order in which they are applied, with the settings of the predicates that they name. */
  readonly transforms: readonly TransformSettings[];
  /** Which records it is given. */
  readonly isolation: ReturnType<typeof isolationLevel>;
  /** As the config has it, by default `None`: which refused records the sink drops instead of stopping. */
  readonly ignoreErrors: string;
  /** Undefined for a sink without settings for write times. */
  readonly writeTimes: WriteTimes | undefined;
  /** Undefined where nothing is told of rows that are written. */
  readonly receipts: Receipts | undefined;
  /**
   * The rules by which the sink turns records into rows.
   * @param now milliseconds since the Unix epoch
   * @throws InputError naming a setting without which nothing can be judged
   */
  readonly rules: (now: number) => Promise<SinkRules>;
  /** `host:port` of each contact point, or the path of the secure connect bundle. */
  readonly nodes: readonly string[];
}

/** Undefined for a connector that is not a Cassandra sink. */
export function sinkConfig(config: ConnectorConfig): SinkConfig | undefined {
  const sink = sinkOf(config["connector.class"]);
  if (sink === undefined) return undefined;
  const transforms = transformSettings(config);
  return {
    sink,
    ...topicTables(config, sink.grammar, topicRoute(transforms)),
    key: converterConfig("key", config),
    value: converterConfig("value", config),
    header: converterConfig("header", config),
    transforms,
    isolation: isolationLevel(config),
    ignoreErrors: config["ignoreErrors"] ?? "None",
    writeTimes: sink.writeTimes?.(config),
    receipts: sink.receipts?.(config),
    rules: (now) => sink.rules(config, now),
    nodes: nodesOf(config),
  };
}

function nodesOf(config: ConnectorConfig): readonly string[] {
  const bundle = config["cloud.secureConnectBundle"] ?? "";
  if (bundle !== "") return [bundle];
  const port = config["port"] ?? "9042";
  const points = namesIn(config["contactPoints"]);
  return (points.length === 0 ? ["127.0.0.1"] : points).map((point) =>
    /:\d+$/.test(point) ? point : `${point}:${port}`,
  );
}
