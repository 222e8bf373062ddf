import type { GroupOffset, PartitionOffsets } from "./topic.js";

/** What a connector's consumer group has of one partition still to carry. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** The next record the connector will carry, as it has committed it; undefined when it has committed nothing. */
  readonly committed: number | undefined;
  /** Offset of the next record that will be written to the topic. */
  readonly end: number;
  /** Offsets between the two; records that compaction or a transaction removed count too. */
  readonly lag: number;
}

/** Joins what the topic holds with what the group has committed; a partition without a commit begins at its start. */
export function partitionLags(
  topic: string,
  ends: readonly PartitionOffsets[],
  commits: readonly GroupOffset[],
): readonly PartitionLag[] {
  return ends.map(({ partition, low, high }) => {
    const committed = commits.find((commit) => commit.partition === partition)?.offset;
    // A commit below the first offset that is left points at records that the broker has deleted.
    const next = Math.max(low, committed ?? low);
    return { topic, partition, committed, end: high, lag: Math.max(0, high - next) };
  });
}

/** Partitions that had records to carry before, and have committed no progress since. */
export function notMoving(
  before: readonly PartitionLag[],
  now: readonly PartitionLag[],
): readonly PartitionLag[] {
  return now.filter((partition) => {
    const earlier = before.find(
      (one) => one.topic === partition.topic && one.partition === partition.partition,
    );
    return (
      earlier !== undefined &&
      earlier.lag > 0 &&
      partition.lag > 0 &&
      earlier.committed === partition.committed
    );
  });
}
