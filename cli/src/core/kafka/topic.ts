export interface TopicDescription {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** Configs set on the topic itself. */
  readonly configs: Readonly<Record<string, string>>;
  /** Configs that an existing topic inherits from the broker. */
  readonly inherited?: Readonly<Record<string, string>>;
}

/** Whether a broker takes the name: letters, digits, `.`, `_` and `-`, at most 249, and not dots alone as a path has. */
export function isTopicName(name: string): boolean {
  return /^[a-zA-Z0-9._-]{1,249}$/.test(name) && name !== "." && name !== "..";
}

export interface PartitionOffsets {
  readonly partition: number;
  /** First offset that can still be read. */
  readonly low: number;
  /** Offset of the next record to be written. */
  readonly high: number;
}

/** The offsets of a topic as far as it can be read and written now. */
export interface AvailableOffsets {
  readonly partitions: readonly PartitionOffsets[];
  /** Partitions without a leader: all brokers that have them are down. */
  readonly leaderless: readonly number[];
}

/** `partition 1 has no leader`, `partitions 0, 2 have no leader` */
export function leaderlessText(leaderless: readonly number[]): string {
  return leaderless.length === 1
    ? `partition ${leaderless.join("")} has no leader`
    : `partitions ${leaderless.join(", ")} have no leader`;
}

export interface GroupOffset {
  readonly partition: number;
  /** The next offset the group will read; undefined when it has committed none. */
  readonly offset: number | undefined;
}

/**
 * Which records a consumer is given: all, or only those of no transaction and of committed ones, up to the first
 * transaction that is open.
 */
export type IsolationLevel = "read_uncommitted" | "read_committed";
