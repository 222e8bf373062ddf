import { consumerGroup, isolationLevel } from "../../core/connect/connector-config.js";
import { type GroupLag, type GroupReading, groupLag } from "../../core/kafka/group-lag.js";
import type { PartitionLag } from "../../core/kafka/lag.js";
import type { CommandContext } from "../../ports/context.js";
import type { TargetConnector } from "./cluster-selection.js";
import { noTopics, type ReadTopics, readTopics } from "./read-topics.js";

export interface LaggingPartition extends PartitionLag {
  /** Now minus the time of the first record that is not carried; absent where there is none. */
  readonly seconds?: number;
}

/** What a connector has still to carry. */
export interface ConnectorLag extends Omit<GroupLag, "partitions"> {
  /** Absent where the connector itself was named. */
  readonly pipeline?: string;
  readonly connector: string;
  /** Absent where Connect has no connector of this name. */
  readonly state?: string;
  readonly partitions: readonly LaggingPartition[];
  /** Records, all partitions together. */
  readonly lag: number;
  /** Of the partition that is most seconds behind; absent where there is nothing to carry. */
  readonly seconds?: number;
  /** Why it is not known which topics it reads. */
  readonly topicsUnknown?: string;
}

/** What a connector reads, by its deployed config; nothing for a source, and for one that is not deployed. */
export async function readingOf(
  { name, pipeline, deployed }: TargetConnector,
  existingTopics: readonly string[],
  kafka: CommandContext["kafka"],
): Promise<{
  readonly reading: GroupReading;
  readonly readsTopics: boolean;
  readonly missing: ReadTopics["missing"];
  readonly unknown?: string;
}> {
  const config = deployed?.config ?? pipeline?.connector.config ?? {};
  const readsTopics = deployed !== undefined && deployed.status?.type !== "source";
  const { topics, missing, unknown } = readsTopics
    ? await readTopics(config, existingTopics, kafka)
    : noTopics;
  const reading = { group: consumerGroup(name, config), topics, isolation: isolationLevel(config) };
  return { reading, readsTopics, missing, ...(unknown === undefined ? {} : { unknown }) };
}

/** @param withSeconds whether the first record of each partition that is behind is read, for its time */
export async function lagOf(
  target: TargetConnector,
  existingTopics: readonly string[],
  withSeconds: boolean,
  context: CommandContext,
): Promise<ConnectorLag> {
  const { kafka, signal } = context;
  const { reading, unknown } = await readingOf(target, existingTopics, kafka);
  const { partitions, leaderless, hidden } = await groupLag(reading, kafka, signal);
  const timed = withSeconds
    ? await Promise.all(partitions.map((partition) => timedLag(partition, reading, context)))
    : partitions;
  const seconds = timed.flatMap((partition: LaggingPartition) => partition.seconds ?? []);
  const { name, pipeline, deployed } = target;
  return {
    ...(pipeline === undefined ? {} : { pipeline: pipeline.name }),
    connector: name,
    ...(deployed === undefined ? {} : { state: deployed.status?.connector.state ?? "UNASSIGNED" }),
    lag: partitions.reduce((sum, { lag }) => sum + lag, 0),
    ...(seconds.length === 0 ? {} : { seconds: Math.max(...seconds) }),
    hidden,
    leaderless,
    partitions: timed,
    ...(unknown === undefined ? {} : { topicsUnknown: unknown }),
  };
}

async function timedLag(
  partition: PartitionLag,
  { isolation }: GroupReading,
  { kafka, clock, signal }: CommandContext,
): Promise<LaggingPartition> {
  const { topic, end, lag } = partition;
  if (lag === 0) return partition;
  const ranges = [{ partition: partition.partition, from: end - lag, to: end }];
  const first = await kafka.firstRecord({ topic, ranges, isolation, signal });
  if (first === undefined) return partition;
  return { ...partition, seconds: Math.max(0, Math.round((clock.now() - first.timestamp) / 1000)) };
}
