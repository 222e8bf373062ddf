import type { ConnectorDeployResult } from "../../commands/connector/deploy.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";

export function render(result: ConnectorDeployResult, terminal: Terminal): string {
  const rows = result.connectors.map(({ connector, action, tasks }) => {
    const running = tasks === undefined ? "" : `running, ${tasks === 1 ? "1 task" : `${tasks} tasks`}`;
    return [connector, action, running];
  });
  const table = textTable(["connector", "action", "state"], rows, terminal);
  const configs = result.connectors.flatMap(({ connector, config }) => {
    if (config === undefined) return [];
    const lines = Object.entries(config).map(([key, value]) => `  ${key}=${value.replaceAll(/\s+/g, " ")}\n`);
    return [`\n${connector}\n${lines.join("")}`];
  });
  return `${table}${configs.join("")}`;
}
