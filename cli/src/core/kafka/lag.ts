import type { GroupOffset, PartitionOffsets } from "./topic.js";

/** What a consumer group has still to read of one partition. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** Committed offset: that of the next record to read. Undefined when nothing is committed. */
  readonly committed: number | undefined;
  /** Offset of the next record that will be written to the topic. */
  readonly end: number;
  /** `end` minus `committed`; offsets without a record (compaction, transaction markers) count too. */
  readonly lag: number;
}

/** The lag of each partition. */
export function partitionLags(
  topic: string,
  ends: readonly PartitionOffsets[],
  commits: readonly GroupOffset[],
): readonly PartitionLag[] {
  return ends.map((offsets) => partitionLag(topic, offsets, commits));
}

/** A partition without a commit is counted from its first offset. */
export function partitionLag(
  topic: string,
  { partition, low, high }: PartitionOffsets,
  commits: readonly GroupOffset[],
): PartitionLag {
  const committed = commits.find((commit) => commit.partition === partition)?.offset;
  // Retention may have deleted records past the committed offset: the group then goes on at `low`.
  const next = Math.max(low, committed ?? low);
  return { topic, partition, committed, end: high, lag: Math.max(0, high - next) };
}

/** Partitions that had a lag before, still have one, and whose committed offset has not changed since. */
export function notMoving(
  before: readonly PartitionLag[],
  now: readonly PartitionLag[],
): readonly PartitionLag[] {
  return now.filter(({ topic, partition, lag, committed }) => {
    const earlier = before.find((entry) => entry.topic === topic && entry.partition === partition);
    return earlier !== undefined && earlier.lag > 0 && lag > 0 && earlier.committed === committed;
  });
}
