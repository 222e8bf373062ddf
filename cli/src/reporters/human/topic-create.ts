import type { TopicCreateResult } from "../../commands/topic/create.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

/** One line a topic, and under it every difference with what to do. */
export function render(result: TopicCreateResult, terminal: Terminal): string {
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
