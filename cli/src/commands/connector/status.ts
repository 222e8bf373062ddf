import { healthOf, worstFirst } from "../../core/connect/deployed-connector.js";
import { rootCause } from "../../core/connect/root-cause.js";
import { withoutSecrets } from "../../core/connect/secret-keys.js";
import {
  type SinkMeasures,
  type SinkTotals,
  lacksReceipts,
  sinkTotals,
} from "../../core/connect/sink-measures.js";
import type { ConnectorStatus } from "../../core/connect/status.js";
import { countLetters, type LetterCount } from "../../core/dead-letters/count-letters.js";
import { type GroupLag, type GroupReading, groupLag } from "../../core/kafka/group-lag.js";
import { type PartitionLag, notMoving } from "../../core/kafka/lag.js";
import type { UnreadableRecord } from "../../core/faults/unreadable-record.js";
import { unreadableRecords } from "../../core/faults/unreadable-records.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorStatusInput } from "../../program/connector.js";
import { type TargetConnector, selectInCluster } from "./cluster-selection.js";
import { measuresOf } from "./measures-of.js";
import { readingOf } from "./lag-of.js";
import { existingTopicsFor } from "./read-topics.js";

interface PartState {
  readonly state: string;
  readonly worker: string;
  /** The root cause line of a failed part. */
  readonly cause?: string;
}

/** What Connect says of a connector. */
export interface StateReport {
  readonly connector: string;
  /** Undefined when Connect has no connector of this name. */
  readonly state: PartState | undefined;
  readonly tasks: readonly (PartState & { readonly id: number })[];
}

/** The same, and what Kafka and the workers say of how it carries. */
export interface StatusReport extends StateReport {
  /** Absent where the connector itself was named. */
  readonly pipeline?: string;
  /** Where a converter has ended tasks: the record that it cannot read, which Connect does not name. */
  readonly unreadable: readonly UnreadableRecord[];
  readonly consumerGroup: string;
  readonly partitions: readonly PartitionLag[];
  /** Partitions that no running broker has: how far they are carried is not known. */
  readonly leaderless: GroupLag["leaderless"];
  /** Topics that it is to read and that are not there. */
  readonly missingTopics: readonly string[];
  /** Why it is not known which topics it reads: a pattern that only Java understands. */
  readonly topicsUnknown?: string;
  /** All partitions together, as far as it is known. */
  readonly lag: number;
  /** Records behind open transactions, which the connector is not given. */
  readonly hidden: number;
  /** Partitions with records to carry whose committed offset did not move while they were watched. */
  readonly notMoving: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
  }[];
  /** Absent where the connector is not deployed, or has no dead-letter topic. */
  readonly letters?: LetterCount;
  /** Absent where the workers do not say, or the connector is another sink's. */
  readonly totals?: SinkTotals;
}

/** Selected connectors in detail. */
export interface ConnectorDetails extends CommandResult {
  readonly overview: false;
  readonly connectors: readonly StatusReport[];
  /** Milliseconds for which partitions were watched. */
  readonly sample: number;
}

/** Every connector of the cluster, by Connect's word alone; the failed ones first. */
export interface ClusterOverview extends CommandResult {
  readonly overview: true;
  readonly connectors: readonly StateReport[];
}

export type ConnectorStatusResult = ConnectorDetails | ClusterOverview;

const pollInterval = 500;

/**
 * RUNNING is not enough: a connector is well when all of its tasks run and it carries the records that are there. Of a
 * whole cluster only the former is asked: its lag would be a question for each topic of each connector.
 */
export async function run(
  input: ConnectorStatusInput,
  context: CommandContext,
): Promise<ConnectorStatusResult> {
  const { connectors: targets, isWhole } = await selectInCluster(input, context);
  if (isWhole) {
    const connectors = worstFirst(targets.map(stateReport), statesOf);
    return { outcome: outcomeOf(connectors.every(runs)), overview: true, connectors };
  }
  return detailsOf(targets, input.sample, context);
}

/** Connectors in detail, the failed ones first. @param sample as {@link reportsOf} has it */
export async function detailsOf(
  targets: readonly TargetConnector[],
  sample: number,
  context: CommandContext,
): Promise<ConnectorDetails> {
  const reports = await reportsOf(targets, sample, context);
  const connectors = worstFirst(reports, statesOf);
  const outcome = outcomeOf(connectors.every(isWell));
  const isUnjudged = connectors.some(({ topicsUnknown }) => topicsUnknown !== undefined);
  return {
    outcome: outcome === "clean" && isUnjudged ? "unjudged" : outcome,
    overview: false,
    connectors,
    sample,
  };
}

/**
 * Connectors in detail, in the order of the targets.
 * @param sample milliseconds for which partitions with records to carry are watched
 */
export async function reportsOf(
  targets: readonly TargetConnector[],
  sample: number,
  context: CommandContext,
): Promise<readonly StatusReport[]> {
  const around = {
    sample,
    measures: await measuresOf(targets, context),
    existingTopics: await existingTopicsFor(targets, context.kafka),
  };
  return await Promise.all(targets.map((target) => report(target, around, context)));
}

const outcomeOf = (isGood: boolean): "clean" | "findings" => (isGood ? "clean" : "findings");

const statesOf = ({ connector, state, tasks }: StateReport) => ({
  name: connector,
  state: state?.state,
  tasks,
});

const runs = (report: StateReport): boolean => healthOf(statesOf(report)) === "running";

function isWell(report: StatusReport): boolean {
  const { notMoving: stuck, leaderless, missingTopics } = report;
  if (lacksReceipts(report.totals)) return false;
  return runs(report) && [stuck, leaderless, missingTopics].every(({ length }) => length === 0);
}

function stateReport({ name, deployed }: TargetConnector): StateReport {
  if (deployed === undefined) return { connector: name, state: undefined, tasks: [] };
  const { status, config } = deployed;
  const part = (from: ConnectorStatus["connector"]): PartState => ({
    state: from.state,
    worker: from.workerId,
    ...(from.trace === undefined ? {} : { cause: withoutSecrets(rootCause(from.trace), config) }),
  });
  return {
    connector: name,
    state: status === undefined ? { state: "UNASSIGNED", worker: "" } : part(status.connector),
    tasks: (status?.tasks ?? []).map((task) => ({ id: task.id, ...part(task) })),
  };
}

/** What the reports of one command share. */
interface Surroundings {
  /** Milliseconds. */
  readonly sample: number;
  readonly measures: readonly SinkMeasures[];
  /** Only where a connector reads those that match a pattern. */
  readonly existingTopics: readonly string[];
}

async function report(
  target: TargetConnector,
  { sample, measures, existingTopics }: Surroundings,
  context: CommandContext,
): Promise<StatusReport> {
  const { name, pipeline, deployed } = target;
  const states = stateReport(target);
  const config = deployed?.config ?? pipeline?.connector.config ?? {};
  const { reading, readsTopics, missing, unknown } = await readingOf(target, existingTopics, context.kafka);
  // A failed part does not move: watching it would only take time.
  const isWatched = runs(states);
  const { partitions, leaderless, hidden, stuck } = await watch(reading, isWatched ? sample : 0, context);
  const traces = [deployed?.status?.connector, ...(deployed?.status?.tasks ?? [])].map((part) => part?.trace);
  const unreadable =
    reading.topics.length === 0
      ? []
      : await unreadableRecords(name, config, traces, context.kafka, context.signal);
  const totals = sinkTotals(name, measures);
  const letters = readsTopics ? await countLetters(name, config, context.kafka, context.signal) : undefined;
  return {
    ...(pipeline === undefined ? {} : { pipeline: pipeline.name }),
    ...states,
    unreadable,
    consumerGroup: reading.group,
    partitions,
    leaderless,
    missingTopics: missing,
    ...(unknown === undefined ? {} : { topicsUnknown: unknown }),
    lag: partitions.reduce((sum, { lag }) => sum + lag, 0),
    hidden,
    notMoving: (isWatched ? stuck : []).map(({ topic, partition, end, lag }) => ({
      topic,
      partition,
      offset: end - lag,
    })),
    ...(letters === undefined ? {} : { letters }),
    ...(totals === undefined ? {} : { totals }),
  };
}

/** Looks until all partitions with records to carry have moved, at the longest for the sample's time. */
async function watch(
  reading: GroupReading,
  sample: number,
  { kafka, clock, progress, signal }: CommandContext,
): Promise<GroupLag & { readonly stuck: readonly PartitionLag[] }> {
  const first = await groupLag(reading, kafka, signal);
  const deadline = clock.now() + sample;
  let now = first;
  let stuck = notMoving(first.partitions, first.partitions);
  while (stuck.length > 0 && clock.now() < deadline) {
    progress.report({ kind: "group watched", group: reading.group, partitions: stuck.length });
    await clock.sleep(Math.min(pollInterval, deadline - clock.now()), signal);
    now = await groupLag(reading, kafka, signal);
    stuck = notMoving(first.partitions, now.partitions);
  }
  return { ...now, stuck };
}
