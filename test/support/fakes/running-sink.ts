import type { ConnectorStatus } from "#cli/core/connect/status.js";

/** What Connect says of a sink connector of one task, when both run. */
export function runningSink(name: string): ConnectorStatus {
  const running = { state: "RUNNING", workerId: "w" } as const;
  return { name, type: "sink", connector: running, tasks: [{ id: 0, ...running }] };
}
