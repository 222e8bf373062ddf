import {
  type ConnectorConfig,
  consumerGroup,
  isolationLevel,
  namesIn,
  subscribedTopics,
} from "../../core/connect/connector-config.js";
import { type PartitionLag, notMoving, partitionLags, withoutEmptyTails } from "../../core/kafka/lag.js";
import { type UnreadableRecord, unreadableRecords } from "../../core/records/unreadable-records.js";
import { rootCause } from "../../core/connect/root-cause.js";
import { withoutSecrets } from "../../core/connect/secret-keys.js";
import { ownConfig } from "../../core/pipeline/deployed-config.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import { type SinkTotals, sinkTotals, type SinkMeasures } from "../../core/connect/sink-measures.js";
import type { ConnectorStatus } from "../../core/connect/status.js";
import type { ConnectorStatusInput } from "../../program/connector.js";
import { type SelectedConnector, selectConnectors } from "./selection.js";

interface PartState {
  readonly state: string;
  readonly worker: string;
  /** The root cause line of a failed part. */
  readonly cause?: string;
}

export interface StatusReport {
  readonly pipeline: string;
  readonly connector: string;
  /** Undefined when Connect has no connector of this name. */
  readonly state: PartState | undefined;
  readonly tasks: readonly (PartState & { readonly id: number })[];
  /** Where a converter has ended tasks: the record that it cannot read, which Connect does not name. */
  readonly unreadable: readonly UnreadableRecord[];
  readonly consumerGroup: string;
  readonly partitions: readonly PartitionLag[];
  /** Partitions that no running broker has: how far they are carried is not known. */
  readonly leaderless: readonly { readonly topic: string; readonly partition: number }[];
  /** All partitions together, as far as it is known. */
  readonly lag: number;
  /** Partitions with records to carry whose committed offset did not move while they were watched. */
  readonly notMoving: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
  }[];
  /** Absent where the workers do not say, or the connector is another sink's. */
  readonly totals?: SinkTotals;
}

export interface ConnectorStatusResult extends CommandResult {
  readonly connectors: readonly StatusReport[];
  /** Milliseconds for which partitions were watched. */
  readonly sample: number;
}

const pollInterval = 500;

/** RUNNING is not enough: a connector is well when all of its tasks run and it carries the records that are there. */
export async function run(
  input: ConnectorStatusInput,
  context: CommandContext,
): Promise<ConnectorStatusResult> {
  const selected = await selectConnectors(input, context, ownConfig);
  const connectors = await Promise.all(selected.map((connector) => report(connector, input.sample, context)));
  return {
    outcome: connectors.every(isWell) ? "clean" : "findings",
    connectors,
    sample: input.sample,
  };
}

function isWell({ state, tasks, notMoving, leaderless }: StatusReport): boolean {
  return (
    state?.state === "RUNNING" &&
    tasks.length > 0 &&
    tasks.every((task) => task.state === "RUNNING") &&
    notMoving.length === 0 &&
    leaderless.length === 0
  );
}

async function report(
  connector: SelectedConnector,
  sample: number,
  context: CommandContext,
): Promise<StatusReport> {
  const { connect } = context;
  const { name, pipeline } = connector;
  const [status, live] = await Promise.all([connect.status(name), connect.config(name)]);
  const config = live ?? connector.config;
  const group = consumerGroup(name, config);
  const topics = live === undefined ? [] : await readTopics(config, context.kafka);
  // A failed part does not move: watching it would only take time.
  const runs =
    status !== undefined && [status.connector, ...status.tasks].every(({ state }) => state === "RUNNING");
  const reading = { topics, group, config };
  const { partitions, leaderless, stuck } = await watch(reading, runs ? sample : 0, context);
  const traces = [status?.connector, ...(status?.tasks ?? [])].map((part) => part?.trace);
  const unreadable = await unreadableRecords(name, config, traces, context.kafka, context.signal);
  const totals = sinkTotals(name, await measuresOf(status, context));
  const part = (from: ConnectorStatus["connector"]): PartState => ({
    state: from.state,
    worker: from.workerId,
    ...(from.trace === undefined ? {} : { cause: withoutSecrets(rootCause(from.trace), config) }),
  });
  return {
    pipeline: pipeline.name,
    connector: name,
    state: status === undefined ? undefined : part(status.connector),
    tasks: (status?.tasks ?? []).map((task) => ({ id: task.id, ...part(task) })),
    unreadable,
    consumerGroup: group,
    partitions,
    leaderless,
    lag: partitions.reduce((sum, { lag }) => sum + lag, 0),
    notMoving: (runs ? stuck : []).map(({ topic, partition, end, lag }) => ({
      topic,
      partition,
      offset: end - lag,
    })),
    ...(totals === undefined ? {} : { totals }),
  };
}

/** The topics that are there. One that the user may not know is an error: a lag without it would say too little. */
async function readTopics(
  config: ConnectorConfig,
  kafka: CommandContext["kafka"],
): Promise<readonly string[]> {
  if (config["topics.regex"] !== undefined) return subscribedTopics(config, await kafka.topicNames());
  const names = namesIn(config["topics"]);
  const isThere = await Promise.all(names.map((name) => kafka.hasTopic(name)));
  return names.filter((_, index) => isThere[index]);
}

/** Each worker counts for its own tasks. When the worker of our URL does not say, the others are not asked. */
async function measuresOf(
  status: ConnectorStatus | undefined,
  { connect }: CommandContext,
): Promise<readonly SinkMeasures[]> {
  const first = status === undefined ? undefined : await connect.sinkMeasures();
  if (first === undefined) return [];
  const workers = [...new Set(status?.tasks.map(({ workerId }) => workerId))];
  const others = await Promise.all(workers.map((worker) => connect.sinkMeasures(worker)));
  return [first, ...others].flatMap((measures) => measures ?? []);
}

/** What a group reads. */
interface Reading {
  readonly topics: readonly string[];
  readonly group: string;
  readonly config: ConnectorConfig;
}

/** Looks until all partitions with records to carry have moved, at the longest for the sample's time. */
async function watch(
  reading: Reading,
  sample: number,
  context: CommandContext,
): Promise<Lags & { readonly stuck: readonly PartitionLag[] }> {
  const { clock, progress, signal } = context;
  const first = await lags(reading, context);
  const deadline = clock.now() + sample;
  let now = first;
  let stuck = notMoving(first.partitions, first.partitions);
  while (stuck.length > 0 && clock.now() < deadline) {
    progress.report({ kind: "group watched", group: reading.group, partitions: stuck.length });
    await clock.sleep(Math.min(pollInterval, deadline - clock.now()), signal);
    now = await lags(reading, context);
    stuck = notMoving(first.partitions, now.partitions);
  }
  return { ...now, stuck };
}

type Lags = Pick<StatusReport, "partitions" | "leaderless">;

async function lags({ topics, group, config }: Reading, { kafka, signal }: CommandContext): Promise<Lags> {
  const isolation = isolationLevel(config);
  const all = await Promise.all(
    topics.map(async (topic) => {
      const [ends, commits] = await Promise.all([
        kafka.availableOffsets(topic, isolation),
        kafka.groupOffsets(group, topic),
      ]);
      return {
        partitions: partitionLags(topic, ends.partitions, commits),
        leaderless: ends.leaderless.map((partition) => ({ topic, partition })),
      };
    }),
  );
  const partitions = await withoutEmptyTails(
    all.flatMap((topic) => topic.partitions),
    ({ topic, partition, end, lag }) =>
      kafka.hasRecords({ topic, ranges: [{ partition, from: end - lag, to: end }], isolation, signal }),
  );
  return { partitions, leaderless: all.flatMap(({ leaderless }) => leaderless) };
}
