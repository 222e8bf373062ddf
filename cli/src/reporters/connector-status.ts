import type {
  ClusterOverview,
  ConnectorDetails,
  ConnectorStatusResult,
  StateReport,
  StatusReport,
} from "../commands/connector/status.js";
import { healthOf, type States } from "../core/connect/deployed-connector.js";
import { lacksReceipts } from "../core/connect/sink-measures.js";
import { causeKey } from "../core/connect/root-cause.js";
import { positionText } from "../core/kafka/record.js";
import { unreadableText } from "../core/faults/unreadable-record.js";
import type { Terminal } from "../ports/context.js";
import { haltedLines } from "./connector-offsets.js";
import { behindTransaction, counted, durationText, linesText, number, shown, textTable } from "./text.js";

export function renderStatus(result: ConnectorStatusResult, terminal: Terminal): string {
  if (result.connectors.length === 0) return "no connectors\n";
  return result.overview ? clusterText(result, terminal) : detailsText(result, terminal);
}

/** What has failed stands first in the table, and its causes last, where a terminal shows them. */
function clusterText({ connectors }: ClusterOverview, terminal: Terminal): string {
  const rows = connectors.map(({ connector, state, tasks }) => [
    connector,
    state?.state ?? "not deployed",
    tasksText(tasks),
    healthOf({ state: state?.state, tasks }),
  ]);
  const table = textTable(["connector", "state", "tasks", "verdict"], rows, terminal);
  const causes = linesText(failures(connectors), terminal);
  const states = connectors.map(({ state, tasks }) => ({ state: state?.state, tasks }));
  const lag = "what each has still to carry: cassink connector status NAME";
  const summary = linesText([...overviewLines(states), lag], terminal);
  return [table, causes, summary].filter((part) => part !== "").join("\n");
}

/** `20 connectors: 1 failed, 19 running`; nothing for a single one, which its row says. */
function overviewLines(connectors: readonly States[]): readonly string[] {
  if (connectors.length < 2) return [];
  return [`${counted(connectors.length, "connector")}: ${countsOf(connectors.map(healthOf))}`];
}

export function overviewText(connectors: readonly States[], terminal: Terminal): string {
  return linesText(overviewLines(connectors), terminal);
}

function detailsText({ connectors, sample }: ConnectorDetails, terminal: Terminal): string {
  const named = connectors.every(({ pipeline }) => pipeline !== undefined);
  const rows = connectors.map((report) => [
    report.connector,
    report.state?.state ?? "not deployed",
    tasksText(report.tasks),
    report.partitions.length === 0 ? "" : number(report.lag),
    verdict(report, named),
  ]);
  const table = textTable(["connector", "state", "tasks", "lag", "verdict"], rows, terminal);
  const work = totalsTable(connectors, terminal);
  const causes = linesText(failures(connectors), terminal);
  const details = connectors.flatMap((report) => [
    linesText(detailLines(report), terminal),
    partitionsBehind(report, terminal),
    linesText(stuckLines(report, sample), terminal),
  ]);
  return [table, work, `${causes}${details.join("")}`].filter((part) => part !== "").join("\n");
}

function detailLines(report: StatusReport): readonly string[] {
  const { connector, state, unreadable, leaderless, missingTopics, topicsUnknown, hidden } = report;
  return [
    ...haltedLines(connector, state?.state),
    ...unreadable.map((record) => `  the record: ${unreadableText(record)}`),
    ...leaderless.map(
      ({ topic, partition }) =>
        `${topic}-${partition} has no leader: no running broker has it, and nobody can read or write it`,
    ),
    ...missingTopics.map(
      (topic) =>
        `${shown(connector)}: topic ${shown(topic)} is not there, and Connect waits for it without a word`,
    ),
    ...(hidden === 0 ? [] : [`${shown(connector)}: ${behindTransaction(hidden)}`]),
    ...lettersLines(report),
    ...receiptsLines(report),
    ...(topicsUnknown === undefined
      ? []
      : [`${shown(connector)}: its lag is not known: ${shown(topicsUnknown)}`]),
  ];
}

/** Records that are carried, and are in no table. */
function lettersLines({ connector, letters }: StatusReport): readonly string[] {
  if (letters === undefined || letters.waiting === 0) return [];
  const { topic, letters: count, waiting, unknown } = letters;
  const said =
    unknown !== undefined
      ? `it is not known whether dead letters wait: ${shown(unknown)}`
      : waiting === undefined
        ? `${counted(count, "dead letter")} in ${shown(topic)}, too many to count which of them wait`
        : `${counted(waiting, "record waits", "records wait")} as dead letters in ${shown(topic)}`;
  return [`${shown(connector)}: ${said}: cassink dlq list --topic ${shown(topic)}`];
}

/** Rows that are in the table, and hold the offset. */
function receiptsLines({ connector, totals }: StatusReport): readonly string[] {
  if (totals === undefined || !lacksReceipts(totals)) return [];
  const { receiptsWaiting, receiptWait } = totals;
  return [
    `${shown(connector)}: receipts of ${counted(receiptsWaiting, "record")} are not acknowledged for ${durationText(receiptWait / 1000)}; the rows are written, and the offset is held before them: cassink connector explain ${shown(connector)}`,
  ];
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

/** @param isPipeline whether the line of the command names pipelines alone, which `deploy` takes */
function verdict(report: StatusReport, isPipeline: boolean): string {
  const { state, tasks, notMoving, leaderless, missingTopics, topicsUnknown, lag, hidden, letters, totals } =
    report;
  if (state === undefined) return isPipeline ? "cassink connector deploy" : "not deployed";
  const health = healthOf({ state: state.state, tasks });
  if (health === "failed") return health;
  if (notMoving.length > 0) return "not moving";
  if (health === "not running") return health;
  if (leaderless.length > 0) return "no leader";
  if (missingTopics.length > 0) return "topic missing";
  if (lacksReceipts(totals)) return "receipts wait";
  if (topicsUnknown !== undefined) return "lag unknown";
  if (lag > 0) return "carrying";
  if (hidden > 0) return "waits for a transaction";
  if (letters === undefined || letters.waiting === 0) return "all carried";
  return letters.unknown === undefined ? "dead letters wait" : "dead letters unknown";
}

/** Each cause once, with all that failed of it: ten tasks may fail of one wrong password, and ten connectors. */
function failures(reports: readonly StateReport[]): readonly string[] {
  const byCause = new Map<string, FailedPart[]>();
  for (const part of reports.flatMap(failedParts)) {
    const key = causeKey(part.cause);
    byCause.set(key, [...(byCause.get(key) ?? []), part]);
  }
  return [...byCause.values()].flatMap((failed) => [
    failedText(failed),
    `  ${shown(failed[0]?.cause ?? "")}`,
  ]);
}

interface FailedPart {
  readonly connector: string;
  /** Undefined for the connector itself. */
  readonly task: number | undefined;
  readonly worker: string;
  readonly cause: string;
}

function failedParts({ connector, state, tasks }: StateReport): readonly FailedPart[] {
  const parts = [...(state === undefined ? [] : [{ id: undefined, ...state }]), ...tasks];
  return parts
    .filter((part) => part.state === "FAILED")
    .map(({ id, worker, cause = "Connect does not say why" }) => ({ connector, task: id, worker, cause }));
}

/** `connector sales, tasks 0, 1 have failed on w:1`, `connectors returns, sales have failed of one cause`. */
function failedText(failed: readonly FailedPart[]): string {
  const connectors = [...new Set(failed.map(({ connector }) => connector))];
  const names = connectors.map(shown).join(", ");
  if (connectors.length > 1) return `connectors ${names} have failed of one cause`;
  const ids = failed.flatMap(({ task }) => (task === undefined ? [] : [task]));
  const which =
    ids.length === 0 ? "" : ids.length === 1 ? `, task ${ids.join("")}` : `, tasks ${ids.join(", ")}`;
  const workers = [...new Set(failed.map(({ worker }) => worker))].join(", ");
  return `connector ${names}${which} ${ids.length > 1 ? "have" : "has"} failed on ${workers}`;
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
    return `connector ${shown(connector)} is not moving at ${positionText(topic, partition, offset)}: no commit within ${seconds} s`;
  });
  const { requestsRetried = 0, requestsInFlight = 0 } = totals ?? {};
  // It is said above.
  if (lacksReceipts(totals)) return stuck;
  const hint =
    requestsRetried > 0 || requestsInFlight > 0
      ? [
          `  requests to Cassandra wait or are sent again (in flight ${number(requestsInFlight)}, retried ${number(requestsRetried)}):`,
          "  it may not answer (cassink status, cassink logs cassandra)",
        ]
      : [
          "  the sink may wait for Cassandra, or for a record that cannot be written: the worker's log says for which",
          "  (cassink logs connect);",
          "  a worker that commits seldom (offset.flush.interval.ms) wants a longer --sample",
        ];
  return [...stuck, ...hint];
}

/** `2 running`, `1 running, 1 failed`. */
export function tasksText(tasks: States["tasks"]): string {
  return tasks.length === 0 ? "none" : countsOf(tasks.map(({ state }) => state.toLowerCase()));
}

function countsOf(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${number(count)} ${word}`).join(", ");
}
