import type { TopicDeleteResult } from "../../commands/topic/delete.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

export function render(result: TopicDeleteResult, terminal: Terminal): string {
  const rows = result.topics.map(({ name, state }) => [name, state]);
  return textTable(["topic", "state"], rows, terminal);
}
