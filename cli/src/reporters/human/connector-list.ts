import type { ConnectorListResult } from "../../commands/connector/list.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

export function render(result: ConnectorListResult, terminal: Terminal): string {
  if (result.connectors.length === 0) return "no connectors\n";
  const rows = result.connectors.map((one) => [
    one.connector,
    one.state,
    tasksText(one.tasks),
    one.topics.join(", "),
    one.class.slice(one.class.lastIndexOf(".") + 1),
  ]);
  return textTable(["connector", "state", "tasks", "topics", "class"], rows, terminal);
}

/** `2 running`, `1 running, 1 failed`. */
export function tasksText(tasks: readonly { readonly state: string }[]): string {
  if (tasks.length === 0) return "none";
  const counts = new Map<string, number>();
  for (const { state } of tasks) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state.toLowerCase()}`).join(", ");
}
