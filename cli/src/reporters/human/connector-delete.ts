import type { ConnectorDeleteResult } from "../../commands/connector/delete.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

export function render(result: ConnectorDeleteResult, terminal: Terminal): string {
  const rows = result.connectors.map(({ connector, action, offsetsReset }) => {
    return [connector, offsetsReset ? `${action}, offsets reset` : action];
  });
  return textTable(["connector", "state"], rows, terminal);
}
