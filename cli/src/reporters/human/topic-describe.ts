import type { DescribedTopic, TopicDescribeResult } from "../../commands/topic/describe.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

export function render(result: TopicDescribeResult, terminal: Terminal): string {
  return result.topics.map((topic) => topicText(topic, terminal)).join("\n");
}

function topicText(topic: DescribedTopic, terminal: Terminal): string {
  const { name, pipeline, partitions } = topic;
  if (!topic.exists) return `${name}: there is no such topic\n   do: cassink topic create ${pipeline}\n`;
  const sum = (of: (partition: DescribedTopic["partitions"][number]) => number): string =>
    partitions.reduce((total, partition) => total + of(partition), 0).toLocaleString("en-US");
  const configs = Object.entries(topic.configs).map(([key, value]) => `${key}=${value}`);
  const read = partitions.some(({ committed }) => committed !== undefined);
  const lines = [
    `${name}: ${partitions.length} partitions, replication ${topic.replication}, ${sum(({ low, high }) => high - low)} records`,
    `  configs: ${configs.length === 0 ? "the broker's defaults" : configs.join(", ")}`,
    read
      ? `  group ${topic.group}: ${sum(({ lag }) => lag)} records behind`
      : `  group ${topic.group}: has committed no offset yet`,
  ];
  const rows = partitions.map(({ partition, low, high, committed, lag }) =>
    [partition, low, high, high - low, committed ?? "-", lag].map(String),
  );
  return `${lines.join("\n")}\n${textTable(["partition", "low", "high", "records", "committed", "lag"], rows, terminal)}`;
}
