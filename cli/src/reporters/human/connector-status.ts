import type { ConnectorStatusResult, StatusReport } from "../../commands/connector/status.js";
import type { Terminal } from "../../ports/context.js";
import { textTable } from "../text-table.js";
import { tasksText } from "./connector-list.js";

export function render({ connectors, sample }: ConnectorStatusResult, terminal: Terminal): string {
  const rows = connectors.map((one) => [
    one.connector,
    one.state?.state ?? "not deployed",
    tasksText(one.tasks),
    one.partitions.length === 0 ? "" : one.lag.toLocaleString("en-US"),
    verdict(one),
  ]);
  const table = textTable(["connector", "state", "tasks", "lag", "verdict"], rows, terminal);
  const work = totals(connectors, terminal);
  const details = connectors.flatMap((one) => [...failures(one), ...partitions(one, sample, terminal)]);
  return [table, ...(work === "" ? [] : [work]), ...(details.length === 0 ? [] : [details.join("")])].join(
    "\n",
  );
}

const measured = [
  ["read", "recordsRead"],
  ["written", "rowsWritten"],
  ["superseded", "rowsSuperseded"],
  ["deleted", "rowsDeleted"],
  ["reported", "recordsReported"],
  ["ignored", "recordsIgnored"],
  ["retried", "requestsRetried"],
  ["in flight", "requestsInFlight"],
  ["held", "offsetsHeld"],
] as const;

/** Only of connectors whose workers say it. */
function totals(connectors: readonly StatusReport[], terminal: Terminal): string {
  const rows = connectors.flatMap(({ connector, totals: of }) =>
    of === undefined
      ? []
      : [[connector, ...measured.map(([, measure]) => of[measure].toLocaleString("en-US"))]],
  );
  if (rows.length === 0) return "";
  return textTable(["since start", ...measured.map(([title]) => title)], rows, terminal);
}

function verdict({ state, tasks, notMoving, lag }: StatusReport): string {
  if (state === undefined) return "cassink connector deploy";
  if ([state, ...tasks].some((part) => part.state === "FAILED")) return "failed";
  if (notMoving.length > 0) return "not moving";
  if (tasks.length === 0 || [state, ...tasks].some((part) => part.state !== "RUNNING")) return "not running";
  return lag === 0 ? "all carried" : "carrying";
}

function failures({ connector, state, tasks }: StatusReport): readonly string[] {
  const parts = [
    ...(state === undefined ? [] : [{ name: `connector ${connector}`, ...state }]),
    ...tasks.map((task) => ({ name: `connector ${connector}, task ${task.id}`, ...task })),
  ];
  return parts
    .filter((part) => part.state === "FAILED")
    .map(
      (part) => `${part.name} has failed on ${part.worker}\n  ${part.cause ?? "Connect does not say why"}\n`,
    );
}

function partitions(report: StatusReport, sample: number, terminal: Terminal): readonly string[] {
  const behind = report.partitions.filter(({ lag }) => lag > 0);
  if (behind.length === 0) return [];
  const number = (value: number): string => value.toLocaleString("en-US");
  const rows = behind.map(({ topic, partition, committed, end, lag }) => {
    return [
      `${topic}-${partition}`,
      committed === undefined ? "none" : number(committed),
      number(end),
      number(lag),
    ];
  });
  const table = textTable(["partition", "committed", "end", "lag"], rows, terminal);
  const seconds = Math.round(sample / 100) / 10;
  const stuck = report.notMoving.map(({ topic, partition, offset }) => {
    return `connector ${report.connector} is not moving at ${topic}-${partition}@${offset}: no commit within ${seconds} s\n`;
  });
  const hint = [
    "  a record that cannot be written may hold it up: the worker's log names it (cassink logs connect);",
    "  a worker that commits seldom (offset.flush.interval.ms) wants a longer --sample",
  ];
  return [table, ...stuck, ...(stuck.length === 0 ? [] : [`${hint.join("\n")}\n`])];
}
