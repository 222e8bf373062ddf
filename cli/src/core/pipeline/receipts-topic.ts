import type { ConnectorConfig } from "../connect/connector-config.js";
import { sinkOf } from "../sinks/sink-of.js";
import type { Pipeline, PipelineTopic } from "./pipeline.js";

/** The topic that is told what the connector has written; undefined where it has none. */
export function receiptsTopicName(config: ConnectorConfig): string | undefined {
  return sinkOf(config["connector.class"])?.receipts?.(config)?.topic;
}

/**
 * The topics of the file that its connector reads: one that takes its receipts is among the declared ones, too. One that
 * also has settings for a table is read, which is a mistake that lint names.
 */
export function topicsToRead({ connector: { config }, topics }: Pipeline): readonly PipelineTopic[] {
  const written = receiptsTopicName(config);
  const isRead = Object.keys(config).some((key) => key.startsWith(`topic.${written ?? ""}.`));
  return isRead ? topics : topics.filter(({ name }) => name !== written);
}
