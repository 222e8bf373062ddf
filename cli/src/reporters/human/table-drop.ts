import type { TableDropResult } from "../../commands/table/drop.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

export function render(result: TableDropResult, terminal: Terminal): string {
  const rows = result.tables.map(({ pipeline, keyspace, table, action, keyspaceDropped }) => {
    return [`${keyspace}.${table}`, pipeline, keyspaceDropped ? `${action}, and its keyspace` : action];
  });
  return textTable(["table", "pipeline", "state"], rows, terminal);
}
