import { type PartitionLag, offsetsBehind, partitionLags, withoutEmptyTails } from "./lag.js";
import type { AvailableOffsets, GroupOffset, IsolationLevel } from "./topic.js";

/** What a consumer group reads, and which records it is given. */
export interface GroupReading {
  readonly group: string;
  readonly topics: readonly string[];
  readonly isolation: IsolationLevel;
}

/** How far a group has come. */
export interface GroupLag {
  readonly partitions: readonly PartitionLag[];
  /** Partitions that no running broker has: how far they are read is not known. */
  readonly leaderless: readonly { readonly topic: string; readonly partition: number }[];
  /** Offsets behind open transactions: a group that reads committed records is not given them, and they are no lag. */
  readonly hidden: number;
}

/** The part of a Kafka cluster that is asked. */
interface OffsetSource {
  availableOffsets(topic: string, isolation?: IsolationLevel): Promise<AvailableOffsets>;
  groupOffsets(group: string, topic: string): Promise<readonly GroupOffset[]>;
  hasRecords(request: {
    readonly topic: string;
    readonly ranges: readonly { readonly partition: number; readonly from: number; readonly to: number }[];
    readonly isolation: IsolationLevel;
    readonly signal: AbortSignal;
  }): Promise<boolean>;
}

/** The lag of each partition of topics that are there; offsets at an end that hold no record are none. */
export async function groupLag(
  { group, topics, isolation }: GroupReading,
  source: OffsetSource,
  signal: AbortSignal,
): Promise<GroupLag> {
  const all = await Promise.all(
    topics.map(async (topic) => {
      // Asked first: what is written meanwhile is not behind a transaction.
      const written = isolation === "read_committed" ? await source.availableOffsets(topic) : undefined;
      const [ends, commits] = await Promise.all([
        source.availableOffsets(topic, isolation),
        source.groupOffsets(group, topic),
      ]);
      return {
        partitions: partitionLags(topic, ends.partitions, commits),
        leaderless: ends.leaderless.map((partition) => ({ topic, partition })),
        hidden: written === undefined ? 0 : offsetsBehind(ends.partitions, written.partitions),
      };
    }),
  );
  const partitions = await withoutEmptyTails(
    all.flatMap((topic) => topic.partitions),
    ({ topic, partition, end, lag }) =>
      source.hasRecords({ topic, ranges: [{ partition, from: end - lag, to: end }], isolation, signal }),
  );
  return {
    partitions,
    leaderless: all.flatMap(({ leaderless }) => leaderless),
    hidden: all.reduce((sum, { hidden }) => sum + hidden, 0),
  };
}
