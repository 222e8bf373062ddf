import type { Reading } from "./feed.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";

/** The two sinks that are given the same records. */
export const plugins = {
  cassink: "io.cassink.sink.CassandraSinkConnector",
  datastax: "io.cassink.datastax.DataStaxSinkConnector",
} as const;

export type Plugin = keyof typeof plugins;
export const pluginNames: readonly Plugin[] = ["cassink", "datastax"];

/** What each sink is told to do with a bad record so that the next one is read: Cassink reports it, DataStax passes it over. */
export function tolerance(plugin: Plugin, deadLetters: string): ConnectorConfig {
  // A value that the converter cannot read never reaches a sink.
  if (plugin === "datastax") return { ignoreErrors: "All", "errors.tolerance": "all" };
  return {
    "errors.tolerance": "all",
    "errors.deadletterqueue.topic.name": deadLetters,
    "errors.deadletterqueue.topic.replication.factor": "1",
    "errors.deadletterqueue.context.headers.enable": "true",
  };
}

const storage = "org.apache.kafka.connect.storage.StringConverter";
const json = "org.apache.kafka.connect.json.JsonConverter";
const bytes = "org.apache.kafka.connect.converters.ByteArrayConverter";
const text = { "key.converter": storage, "value.converter": storage };

export const readings: Readonly<Record<Reading, ConnectorConfig>> = {
  json: {
    "key.converter": storage,
    "value.converter": json,
    "value.converter.schemas.enable": "false",
    "header.converter": json,
    "header.converter.schemas.enable": "false",
  },
  schemas: {
    "key.converter": json,
    "key.converter.schemas.enable": "true",
    "value.converter": json,
    "value.converter.schemas.enable": "true",
    "header.converter": json,
    "header.converter.schemas.enable": "true",
  },
  text,
  bytes: { "key.converter": storage, "value.converter": bytes },
  lz4: { ...text, compression: "LZ4" },
  // Protocol V5, which servers speak today, has no Snappy.
  snappy: { ...text, compression: "Snappy", "datastax-java-driver.advanced.protocol.version": "V4" },
};
