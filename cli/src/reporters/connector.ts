import { simpleClassName } from "../core/java/text.js";
import { unreadableText } from "../core/records/unreadable-records.js";
import { positionText } from "../core/kafka/record.js";
import type { ConnectorDeleteResult } from "../commands/connector/delete.js";
import type { ConnectorDeployResult } from "../commands/connector/deploy.js";
import type { ConnectorListResult } from "../commands/connector/list.js";
import type { ConnectorStatusResult, StatusReport } from "../commands/connector/status.js";
import type { ConnectorValidateResult } from "../commands/connector/validate.js";
import type { LevelReport, ValidationReport } from "../commands/connector/validation.js";
import type { ConfigFinding } from "../core/lint/finding.js";
import type { Terminal } from "../ports/context.js";
import { counted, folded, number, red, shown, singleLine, textTable, yellow } from "./text.js";

export function renderDelete(result: ConnectorDeleteResult, terminal: Terminal): string {
  const rows = result.connectors.map(({ connector, action, offsetsReset }) => {
    return [connector, offsetsReset ? `${action}, offsets reset` : action];
  });
  return textTable(["connector", "state"], rows, terminal);
}

export function renderDeploy(result: ConnectorDeployResult, terminal: Terminal): string {
  const rows = result.connectors.map(({ connector, action, tasks }) => {
    return [connector, action, tasks === undefined ? "" : `running, ${counted(tasks, "task")}`];
  });
  const table = textTable(["connector", "action", "state"], rows, terminal);
  const configs = result.connectors.flatMap(({ connector, config }) => {
    if (config === undefined) return [];
    const lines = Object.entries(config).map(([key, value]) => `  ${key}=${singleLine(value)}\n`);
    return [`\n${connector}\n${lines.join("")}`];
  });
  return `${table}${configs.join("")}`;
}

export function renderList({ connectors }: ConnectorListResult, terminal: Terminal): string {
  if (connectors.length === 0) return "no connectors\n";
  const rows = connectors.map(({ connector, state, tasks, topics, class: connectorClass }) => [
    connector,
    state,
    tasksText(tasks),
    topics.join(", "),
    simpleClassName(connectorClass),
  ]);
  return textTable(["connector", "state", "tasks", "topics", "class"], rows, terminal);
}

/** `2 running`, `1 running, 1 failed`. */
function tasksText(tasks: readonly { readonly state: string }[]): string {
  if (tasks.length === 0) return "none";
  const counts = new Map<string, number>();
  for (const { state } of tasks) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state.toLowerCase()}`).join(", ");
}

export function renderStatus({ connectors, sample }: ConnectorStatusResult, terminal: Terminal): string {
  const rows = connectors.map((report) => [
    report.connector,
    report.state?.state ?? "not deployed",
    tasksText(report.tasks),
    report.partitions.length === 0 ? "" : number(report.lag),
    verdict(report),
  ]);
  const table = textTable(["connector", "state", "tasks", "lag", "verdict"], rows, terminal);
  const work = totalsTable(connectors, terminal);
  const details = connectors.flatMap((report) => [
    linesText(
      [
        ...failures(report),
        ...report.unreadable.map((record) => `  the record: ${unreadableText(record)}`),
        ...report.leaderless.map(
          ({ topic, partition }) =>
            `${topic}-${partition} has no leader: no running broker has it, and nobody can read or write it`,
        ),
      ],
      terminal,
    ),
    partitionsBehind(report, terminal),
    linesText(stuckLines(report, sample), terminal),
  ]);
  return [table, work, details.join("")].filter((part) => part !== "").join("\n");
}

function linesText(lines: readonly string[], { width }: Terminal): string {
  return lines
    .flatMap((line) => folded(line, width))
    .map((line) => `${line}\n`)
    .join("");
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
function totalsTable(connectors: readonly StatusReport[], terminal: Terminal): string {
  const rows = connectors.flatMap(({ connector, totals }) =>
    totals === undefined ? [] : [[connector, ...measured.map(([, measure]) => number(totals[measure]))]],
  );
  if (rows.length === 0) return "";
  return textTable(["since start", ...measured.map(([title]) => title)], rows, terminal);
}

function verdict({ state, tasks, notMoving, leaderless, lag }: StatusReport): string {
  if (state === undefined) return "cassink connector deploy";
  if ([state, ...tasks].some((part) => part.state === "FAILED")) return "failed";
  if (notMoving.length > 0) return "not moving";
  if (tasks.length === 0 || [state, ...tasks].some((part) => part.state !== "RUNNING")) return "not running";
  if (leaderless.length > 0) return "no leader";
  return lag === 0 ? "all carried" : "carrying";
}

/** Each cause once, with all that failed of it: ten tasks may fail of one wrong password. */
function failures({ connector, state, tasks }: StatusReport): readonly string[] {
  const parts = [
    ...(state === undefined ? [] : [{ task: undefined, ...state }]),
    ...tasks.map(({ id, ...part }) => ({ task: id, ...part })),
  ].filter((part) => part.state === "FAILED");
  const byCause = new Map<string, typeof parts>();
  for (const part of parts) {
    const cause = part.cause ?? "Connect does not say why";
    byCause.set(cause, [...(byCause.get(cause) ?? []), part]);
  }
  return [...byCause].flatMap(([cause, failed]) => {
    const ids = failed.flatMap(({ task }) => (task === undefined ? [] : [task]));
    const which =
      ids.length === 0 ? "" : ids.length === 1 ? `, task ${ids.join("")}` : `, tasks ${ids.join(", ")}`;
    const workers = [...new Set(failed.map(({ worker }) => worker))];
    const have = ids.length > 1 ? "have" : "has";
    return [
      `connector ${shown(connector)}${which} ${have} failed on ${workers.join(", ")}`,
      `  ${shown(cause)}`,
    ];
  });
}

function partitionsBehind({ partitions }: StatusReport, terminal: Terminal): string {
  const behind = partitions.filter(({ lag }) => lag > 0);
  if (behind.length === 0) return "";
  const rows = behind.map(({ topic, partition, committed, end, lag }) => {
    return [
      `${topic}-${partition}`,
      committed === undefined ? "none" : number(committed),
      number(end),
      number(lag),
    ];
  });
  return textTable(["partition", "committed", "end", "lag"], rows, terminal);
}

/** Partitions that do not move, and where to look for the reason. */
function stuckLines({ connector, notMoving, totals }: StatusReport, sample: number): readonly string[] {
  if (notMoving.length === 0) return [];
  const seconds = Math.round(sample / 100) / 10;
  const stuck = notMoving.map(({ topic, partition, offset }) => {
    return `connector ${connector} is not moving at ${positionText(topic, partition, offset)}: no commit within ${seconds} s`;
  });
  const { requestsRetried = 0, requestsInFlight = 0 } = totals ?? {};
  const hint =
    requestsRetried > 0 || requestsInFlight > 0
      ? [
          `  requests to Cassandra wait or are sent again (in flight ${number(requestsInFlight)}, retried ${number(requestsRetried)}):`,
          "  it may not answer (cassink status, cassink logs cassandra)",
        ]
      : [
          "  a record that cannot be written may hold it up: the worker's log names it (cassink logs connect);",
          "  a worker that commits seldom (offset.flush.interval.ms) wants a longer --sample",
        ];
  return [...stuck, ...hint];
}

const levelNames: Readonly<Record<LevelReport["level"], string>> = {
  config: "config and mapping",
  connect: "Connect's validation",
  cluster: "live topics and tables",
};

export function renderValidate(result: ConnectorValidateResult, terminal: Terminal): string {
  return result.connectors.map((report) => validationText(report, terminal)).join("\n");
}

function validationText({ connector, levels, findings }: ValidationReport, terminal: Terminal): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const lines = levels.flatMap((level) => {
    const found = findings.filter((finding) => finding.level === level.level);
    return [levelText(level, found), ...found.flatMap((finding) => findingLines(finding, terminal))];
  });
  const problems = errors === 0 ? "nothing wrong" : counted(errors, "problem");
  return `${shown(connector)}: ${problems}\n${lines.map((line) => `${line}\n`).join("")}`;
}

function levelText({ level, checked, reason }: LevelReport, found: readonly ConfigFinding[]): string {
  const mark = checked ? (found.some(({ severity }) => severity === "error") ? "✗" : "✓") : "-";
  return `  ${mark} ${levelNames[level]}${checked ? "" : `: not checked: ${reason ?? ""}`}`;
}

function findingLines(finding: ConfigFinding, terminal: Terminal): readonly string[] {
  const { key, position, message, hint, severity } = finding;
  const color = severity === "error" ? red : yellow;
  const place = position === undefined ? key : `${key}, at character ${position + 1}`;
  return [
    `      ${color(severity, terminal)}: ${shown(place)}`,
    `        ${shown(message)}`,
    ...(hint === undefined ? [] : [`        do: ${shown(hint)}`]),
  ];
}
