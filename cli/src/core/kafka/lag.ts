import type { GroupOffset, PartitionOffsets } from "./topic.js";

/** What a consumer group has still to read of one partition. */
export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** Committed offset: that of the next record to read. Undefined when nothing is committed. */
  readonly committed: number | undefined;
  /** Offset of the next record that will be written to the topic. */
  readonly end: number;
  /** `end` minus `committed`; offsets without a record (compaction, transaction markers) count, too, but not at the end. */
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

/** How many offsets lie behind the ends, as far as the partitions are written. */
export function offsetsBehind(
  ends: readonly PartitionOffsets[],
  written: readonly PartitionOffsets[],
): number {
  return written.reduce((sum, { partition, high }) => {
    const end = ends.find((each) => each.partition === partition)?.high ?? high;
    return sum + Math.max(0, high - end);
  }, 0);
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

/** Records of a partition that the broker has deleted before the group had read them: offsets `from` up to `to`. */
export interface UnreadLoss {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** What a group goes on without. It is seen until the group has committed an offset behind the loss. */
export function unreadLosses(
  topic: string,
  ends: readonly PartitionOffsets[],
  commits: readonly GroupOffset[],
): readonly UnreadLoss[] {
  return ends.flatMap(({ partition, low }) => {
    const committed = commits.find((commit) => commit.partition === partition)?.offset;
    return committed === undefined || committed >= low
      ? []
      : [{ topic, partition, from: committed, to: low }];
  });
}

/** Offsets at the end of a partition that are looked at for records; of more of them, one will be a record. */
const longestTail = 1_000;

/**
 * Leaves out the lag of offsets that hold no record. A consumer that has read the last record of a topic commits the
 * offset behind it, and never the one behind a transaction marker that follows it.
 * @param hasRecords whether a partition has a record from its committed offset to its end
 */
export async function withoutEmptyTails(
  lags: readonly PartitionLag[],
  hasRecords: (lag: PartitionLag) => Promise<boolean>,
): Promise<readonly PartitionLag[]> {
  return Promise.all(
    lags.map(async (lag) => {
      const isTail = lag.lag > 0 && lag.lag <= longestTail;
      return isTail && !(await hasRecords(lag)) ? { ...lag, lag: 0 } : lag;
    }),
  );
}
