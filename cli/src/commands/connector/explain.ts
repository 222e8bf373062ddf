import { namesIn } from "../../core/connect/connector-config.js";
import { healthOf, statesOf } from "../../core/connect/deployed-connector.js";
import { causeKey } from "../../core/connect/root-cause.js";
import { withoutSecrets } from "../../core/connect/secret-keys.js";
import type { Fault } from "../../core/faults/fault.js";
import { faultOfTrace, standingFault } from "../../core/faults/known-faults.js";
import type { StandingCode } from "../../core/faults/standing-faults.js";
import { partitionText, positionText } from "../../core/kafka/record.js";
import { unreadableText } from "../../core/records/unreadable-record.js";
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
  const connectors = [];
  for (const [index, target] of targets.entries()) {
    const report = reports[index];
    if (report !== undefined) {
      connectors.push({
        connector: target.name,
        explanations: await explanationsOf(target, report, context),
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

async function explanationsOf(
  target: TargetConnector,
  report: StatusReport,
  context: CommandContext,
): Promise<readonly Explanation[]> {
  const { name, deployed } = target;
  const failures = failuresOf(target, report);
  const standing: Explanation[] = [];
  const add = (code: StandingCode, parts: readonly string[] = [], records: readonly string[] = []): void => {
    standing.push(explanation(standingFault(code), name, { parts, records }));
  };
  const missing = await missingTopics(target, context);
  if (missing.length > 0) add("topic-missing", missing);
  const { leaderless, hidden, notMoving } = report;
  if (leaderless.length > 0) add("no-leader", leaderless.map(partitionText));
  if (hidden > 0) add("open-transaction");
  if (notMoving.length > 0) {
    const { requestsRetried = 0, requestsInFlight = 0 } = report.totals ?? {};
    add(
      requestsRetried > 0 || requestsInFlight > 0 ? "waits-for-cassandra" : "not-moving",
      notMoving.map(partitionText),
      notMoving.map(({ topic, partition, offset }) => positionText(topic, partition, offset)),
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
  { name, deployed }: TargetConnector,
  { unreadable }: StatusReport,
): readonly Explanation[] {
  const { status, config = {} } = deployed ?? {};
  const parts = [
    { part: "connector", state: status?.connector.state, trace: status?.connector.trace },
    ...(status?.tasks ?? []).map(({ id, state, trace }) => ({ part: `task ${id}`, state, trace })),
  ].filter(({ state }) => state === "FAILED");
  const byCause = new Map<string, Explanation>();
  for (const { part, trace = "" } of parts) {
    const [bad] = unreadable;
    const traced = faultOfTrace(trace, bad?.side);
    const isUnreadable = bad !== undefined && bad.side === traced.stage;
    const records = isUnreadable ? unreadable.map(({ position }) => position) : traced.records;
    const told = isUnreadable ? unreadableText(bad) : traced.cause;
    const cause = trace === "" ? "Connect does not say why" : withoutSecrets(told, config);
    const key = `${traced.fault.code} ${causeKey(cause)}`;
    const before = byCause.get(key)?.parts ?? [];
    byCause.set(key, explanation(traced.fault, name, { parts: [...before, part], cause, records }));
  }
  return [...byCause.values()];
}

function explanation(
  { code, title, means, fix }: Fault,
  name: string,
  found: Pick<Explanation, "parts" | "cause" | "records">,
): Explanation {
  const here = (line: string): string =>
    line.replaceAll("NAME", name).replaceAll("RECORD", found.records[0] ?? "TOPIC");
  return { code, title, means, fix: fix.map(here), ...found };
}

/** A topic that the user may not describe is an error: nobody can say that it is missing. */
async function missingTopics(
  { deployed }: TargetConnector,
  { kafka }: CommandContext,
): Promise<readonly string[]> {
  if (deployed === undefined || deployed.status?.type === "source") return [];
  const names = namesIn(deployed.config["topics"]);
  const isThere = await Promise.all(names.map((topic) => kafka.hasTopic(topic)));
  return names.filter((_, index) => !(isThere[index] ?? false));
}

function idleParts({ deployed }: TargetConnector): readonly string[] {
  const { connector, tasks = [] } = deployed?.status ?? {};
  return [
    ...(connector?.state === "RUNNING" ? [] : [`connector ${connector?.state ?? "UNASSIGNED"}`]),
    ...tasks.filter(({ state }) => state !== "RUNNING").map(({ id, state }) => `task ${id} ${state}`),
    ...(tasks.length === 0 ? ["no tasks"] : []),
  ];
}
