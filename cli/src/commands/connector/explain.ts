import { healthOf, statesOf } from "../../core/connect/deployed-connector.js";
import { causeKey } from "../../core/connect/root-cause.js";
import { withoutSecrets } from "../../core/connect/secret-keys.js";
import { lacksReceipts } from "../../core/connect/sink-measures.js";
import type { Fault } from "../../core/faults/fault.js";
import { faultOfTrace, standingFault } from "../../core/faults/known-faults.js";
import type { StandingCode } from "../../core/faults/standing-faults.js";
import type { PartitionLag } from "../../core/kafka/lag.js";
import { partitionText, positionText } from "../../core/kafka/record.js";
import { unreadableText } from "../../core/faults/unreadable-record.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorExplainInput } from "../../program/connector-explain.js";
import { type TargetConnector, selectInCluster } from "./cluster-selection.js";
import { type StatusReport, reportsOf } from "./status.js";

/** One reason for which a connector does not carry its records. */
export interface Explanation extends Fault {
  /** What it is of: `connector`, `task 0`, or partitions of topics; empty where it is of the whole. */
  readonly parts: readonly string[];
  /** Root cause line, as the servers say it; absent where nothing has failed. */
  readonly cause?: string;
  /** Records that it stands at, as `topic-partition@offset`. */
  readonly records: readonly string[];
  /**
   * Where a converter or a transform has failed at a record that cannot be told: the first record of each partition that
   * the connector has not committed. It is one of these, or of those after them.
   */
  readonly from?: readonly string[];
}

export interface ExplainedConnector {
  readonly connector: string;
  /** Of a connector that carries what there is: empty. */
  readonly explanations: readonly Explanation[];
}

export interface ConnectorExplainResult extends CommandResult {
  readonly connectors: readonly ExplainedConnector[];
  /** Connectors that run by Connect's word and were not watched, because nothing named them. */
  readonly running: number;
}

/**
 * Says why connectors do not carry their records: what has failed, by the trace of its task; what waits, by offsets,
 * topics and the sink's own counts. Of a whole cluster only what Connect does not call running is explained.
 */
export async function run(
  input: ConnectorExplainInput,
  context: CommandContext,
): Promise<ConnectorExplainResult> {
  const { connectors: all, isWhole } = await selectInCluster(input, context);
  const targets = isWhole && input.all !== true ? all.filter((target) => !runs(target)) : all;
  const reports = await reportsOf(targets, input.sample, context);
  const shipped = await context.pipelines.names();
  const connectors = [];
  for (const [index, target] of targets.entries()) {
    const report = reports[index];
    if (report !== undefined) {
      connectors.push({
        connector: target.name,
        explanations: explanationsOf(target, report, shipped),
      });
    }
  }
  return {
    outcome: connectors.every(({ explanations }) => explanations.length === 0) ? "clean" : "findings",
    connectors,
    running: all.length - targets.length,
  };
}

const runs = ({ deployed }: TargetConnector): boolean =>
  deployed !== undefined && healthOf(statesOf(deployed)) === "running";

function explanationsOf(
  target: TargetConnector,
  report: StatusReport,
  shipped: readonly string[],
): readonly Explanation[] {
  const { name, deployed } = target;
  const names = { name, pipeline: wordFor(target, shipped) };
  const failures = failuresOf(target, report, names);
  const standing: Explanation[] = [];
  const add = (code: StandingCode, parts: readonly string[] = [], records: readonly string[] = []): void => {
    standing.push(explanation(standingFault(code), names, { parts, records }));
  };
  const { missingTopics, leaderless, hidden, notMoving } = report;
  if (missingTopics.length > 0) add("topic-missing", missingTopics);
  if (leaderless.length > 0) add("no-leader", leaderless.map(partitionText));
  if (hidden > 0) add("open-transaction");
  const stuck = notMoving.map(({ topic, partition, offset }) => positionText(topic, partition, offset));
  if (lacksReceipts(report.totals)) {
    add("receipts-waiting", notMoving.map(partitionText), stuck);
  } else if (notMoving.length > 0) {
    const { requestsRetried = 0, requestsInFlight = 0 } = report.totals ?? {};
    add(
      requestsRetried > 0 || requestsInFlight > 0 ? "waits-for-cassandra" : "not-moving",
      notMoving.map(partitionText),
      stuck,
    );
  }
  if ((report.letters?.waiting ?? 0) > 0) add("dead-letters");
  const state = deployed === undefined ? undefined : statesOf(deployed);
  if (state === undefined) add("not-deployed");
  else if (state.state === "PAUSED") add("paused");
  else if (state.state === "STOPPED") add("stopped");
  else if (failures.length === 0 && healthOf(state) !== "running") add("not-running", idleParts(target));
  return [...failures, ...standing];
}

/** What has failed, each cause once with all parts that it has ended. */
function failuresOf(
  { deployed }: TargetConnector,
  { unreadable, partitions }: StatusReport,
  names: Names,
): readonly Explanation[] {
  const { status, config = {} } = deployed ?? {};
  const parts = [
    { part: "connector", state: status?.connector.state, trace: status?.connector.trace },
    ...(status?.tasks ?? []).map(({ id, state, trace }) => ({ part: `task ${id}`, state, trace })),
  ].filter(({ state }) => state === "FAILED");
  const byCause = new Map<string, Explanation>();
  for (const { part, trace = "" } of parts) {
    const unread = unreadable.find(({ side }) => side !== "transform");
    const traced = faultOfTrace(trace, unread?.side);
    const found = unreadable.filter(({ side }) => side === traced.stage);
    const [bad] = found;
    const told = bad === undefined ? traced.cause : unreadableText(bad);
    const cause = trace === "" ? "Connect does not say why" : withoutSecrets(told, config);
    const key = `${traced.fault.code} ${causeKey(cause)}`;
    byCause.set(
      key,
      explanation(traced.fault, names, {
        parts: [...(byCause.get(key)?.parts ?? []), part],
        cause,
        records: bad === undefined ? traced.records : found.map(({ position }) => position),
        ...(bad === undefined && traced.stage !== undefined ? { from: firstHeld(partitions) } : {}),
      }),
    );
  }
  return [...byCause.values()];
}

/** How the words of a fix are filled in. */
interface Names {
  /** Of the connector. */
  readonly name: string;
  readonly pipeline: string;
}

/** The pipeline as a command takes it: its name where it is among connectors/pipelines, else its file. */
function wordFor({ pipeline }: TargetConnector, shipped: readonly string[]): string {
  if (pipeline === undefined) return "PIPELINE";
  return shipped.includes(pipeline.name) ? pipeline.name : `-f ${pipeline.file}`;
}

const firstHeld = (partitions: readonly PartitionLag[]): readonly string[] =>
  partitions
    .filter(({ lag }) => lag > 0)
    .map(({ topic, partition, end, lag }) => positionText(topic, partition, end - lag));

function explanation(
  { code, title, means, fix }: Fault,
  { name, pipeline }: Names,
  found: Pick<Explanation, "parts" | "cause" | "records" | "from">,
): Explanation {
  const here = (line: string): string =>
    line
      .replaceAll("NAME", name)
      .replaceAll("PIPELINE", pipeline)
      .replaceAll("RECORD", found.records[0] ?? found.from?.[0] ?? "TOPIC");
  return { code, title, means, fix: fix.map(here), ...found };
}

function idleParts({ deployed }: TargetConnector): readonly string[] {
  const { connector, tasks = [] } = deployed?.status ?? {};
  return [
    ...(connector?.state === "RUNNING" ? [] : [`connector ${connector?.state ?? "UNASSIGNED"}`]),
    ...tasks.filter(({ state }) => state !== "RUNNING").map(({ id, state }) => `task ${id} ${state}`),
    ...(tasks.length === 0 ? ["no tasks"] : []),
  ];
}
