import type { TopicListResult } from "../../commands/topic/list.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

export function render(result: TopicListResult, terminal: Terminal): string {
  const rows = result.topics.map(({ name, partitions, replication, records, pipelines }) => [
    name,
    partitions === undefined ? "missing" : String(partitions),
    replication === undefined ? "-" : String(replication),
    records === undefined ? "-" : records.toLocaleString("en-US"),
    pipelines.length === 0 ? "-" : pipelines.join(", "),
  ]);
  const table = textTable(["topic", "partitions", "replication", "records", "pipeline"], rows, terminal);
  const missing = result.topics.some(({ partitions }) => partitions === undefined);
  const notes = [
    ...(missing ? ["missing topics are made by: cassink topic create"] : []),
    ...(result.others > 0 ? [`${result.others} other topics in the cluster: --all shows them`] : []),
  ];
  return notes.length === 0 ? table : `${table}${notes.join("\n")}\n`;
}
