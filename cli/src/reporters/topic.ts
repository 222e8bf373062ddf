import type { TopicCreateResult } from "../commands/topic/create.js";
import type { TopicDeleteResult } from "../commands/topic/delete.js";
import type { DescribedTopic, TopicDescribeResult } from "../commands/topic/describe.js";
import type { TopicListResult } from "../commands/topic/list.js";
import { leaderlessText } from "../core/kafka/topic.js";
import type { Terminal } from "../ports/context.js";
import { counted, number, shown, textTable } from "./text.js";

/** A line for each topic, and under the table every difference with what to do. */
export function renderCreate(result: TopicCreateResult, terminal: Terminal): string {
  const rows = result.topics.map(({ name, pipeline, state, partitions, replication }) => [
    name,
    state,
    String(partitions),
    String(replication),
    pipeline,
  ]);
  const table = textTable(["topic", "state", "partitions", "replication", "pipeline"], rows, terminal);
  const differences = result.topics.flatMap(({ name, differences }) =>
    differences.map(({ what, wanted, found, remedy }) =>
      [
        `${name}: ${what} is ${found ?? "unset"}, the file says ${wanted ?? "nothing about it"}`,
        `  do: ${remedy}`,
      ].join("\n"),
    ),
  );
  return differences.length === 0 ? table : `${table}\n${differences.join("\n")}\n`;
}

export function renderList(result: TopicListResult, terminal: Terminal): string {
  const rows = result.topics.map(({ name, partitions, replication, records, pipelines }) => [
    name,
    partitions === undefined ? "missing" : String(partitions),
    replication === undefined ? "-" : String(replication),
    records === undefined ? "-" : number(records),
    pipelines.length === 0 ? "-" : pipelines.join(", "),
  ]);
  const table = textTable(["topic", "partitions", "replication", "records", "pipeline"], rows, terminal);
  const missing = result.topics.some(({ partitions }) => partitions === undefined);
  const notes = [
    ...(missing ? ["missing topics are made by: cassink topic create"] : []),
    ...result.topics
      .filter(({ leaderless }) => leaderless.length > 0)
      .map(({ name, leaderless }) => `${name}: ${leaderlessText(leaderless)}; its records are not counted`),
    ...(result.others > 0
      ? [`${counted(result.others, "other topic")} in the cluster: --all shows them`]
      : []),
  ];
  return notes.length === 0 ? table : `${table}${notes.join("\n")}\n`;
}

export function renderDescribe(result: TopicDescribeResult, terminal: Terminal): string {
  return result.topics.map((topic) => topicText(topic, terminal)).join("\n");
}

function topicText(topic: DescribedTopic, terminal: Terminal): string {
  const { name, pipeline, partitions } = topic;
  if (!topic.exists) return `${name}: there is no such topic\n   do: cassink topic create ${pipeline}\n`;
  const sum = (of: (partition: DescribedTopic["partitions"][number]) => number, noun: string): string =>
    counted(
      partitions.reduce((total, partition) => total + of(partition), 0),
      noun,
    );
  const configs = Object.entries(topic.configs).map(([key, value]) => `${key}=${value}`);
  const read = partitions.some(({ committed }) => committed !== undefined);
  const lines = [
    `${name}: ${counted(partitions.length + topic.leaderless.length, "partition")}, replication ${topic.replication}, ${sum(({ low, high }) => high - low, "record")}`,
    `  configs: ${configs.length === 0 ? "the broker's defaults" : shown(configs.join(", "))}`,
    ...(topic.leaderless.length === 0
      ? []
      : [`  ${leaderlessText(topic.leaderless)}: no running broker has it (cassink status)`]),
    topic.group === undefined
      ? `  takes the receipts of pipeline ${pipeline}`
      : read
        ? `  group ${topic.group}: ${sum(({ lag }) => lag, "record")} behind`
        : `  group ${topic.group}: has committed no offset yet`,
  ];
  const rows = partitions.map(({ partition, low, high, committed, lag }) =>
    [partition, low, high, high - low, committed ?? "-", topic.group === undefined ? "-" : lag].map(String),
  );
  return `${lines.join("\n")}\n${textTable(["partition", "low", "high", "records", "committed", "lag"], rows, terminal)}`;
}

export function renderDelete(result: TopicDeleteResult, terminal: Terminal): string {
  const rows = result.topics.map(({ name, state, keptFor = [] }) => [
    name,
    keptFor.length === 0 ? state : `${state}, as it may hold dead letters of ${keptFor.join(", ")}`,
  ]);
  return textTable(["topic", "state"], rows, terminal);
}
