import type { TableInitResult } from "../../commands/table/init.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

export function render(result: TableInitResult, terminal: Terminal): string {
  const rows = result.tables.map(({ pipeline, keyspace, table, action, columns }) => {
    return [`${keyspace}.${table}`, pipeline, String(columns), action];
  });
  return textTable(["table", "pipeline", "columns", "state"], rows, terminal);
}
