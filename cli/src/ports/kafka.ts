import type { GroupDescription } from "../core/connect/group.js";
import type { KafkaRecord, OutgoingRecord } from "../core/kafka/record.js";
import type {
  AvailableOffsets,
  GroupOffset,
  IsolationLevel,
  PartitionOffsets,
  TopicDescription,
} from "../core/kafka/topic.js";

export interface ReadRequest {
  readonly topic: string;
  /** Half-open ranges of offsets, `from` included, `to` not; a range that is empty is skipped. */
  readonly ranges: readonly { readonly partition: number; readonly from: number; readonly to: number }[];
  readonly signal: AbortSignal;
  /** `read_uncommitted` by default, as Connect's sinks read. */
  readonly isolation?: IsolationLevel;
  /**
   * Called with records of one partition in offset order, without transaction markers. Keys and values are views of a
   * whole fetch: copy what is kept.
   */
  readonly onRecords: (records: readonly KafkaRecord[]) => void;
  /** Called, in order with the records, for offsets whose records the log cleaner has removed. */
  readonly onGap?: (gap: { readonly partition: number; readonly from: number; readonly to: number }) => void;
  /** Awaited after the records of each fetch: for a caller who sends on what is read, and no faster than it is taken. */
  readonly pace?: () => Promise<void>;
}

/** Where a record stands that was sent. */
export interface SentRecord {
  readonly partition: number;
  /** -1 where the broker does not say. */
  readonly offset: number;
}

/** An idempotent producer with acks=all. */
export interface RecordProducer {
  /**
   * Resolves when the broker has acknowledged every record of the batch, with their places in the order of the records. A
   * dry run has none.
   */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<readonly SentRecord[]>;
  close(): Promise<void>;
}

/** A Kafka cluster. No answer is a ServiceError that names the brokers. */
export interface Kafka {
  readonly bootstrapServers: readonly string[];
  brokers(): Promise<readonly { readonly id: number; readonly address: string }[]>;
  /** Whether the brokers have an authorizer, so that a user may do only what an ACL allows. */
  checksRights(): Promise<boolean>;
  /** Of those topics alone that the user may describe. */
  topicNames(): Promise<readonly string[]>;
  /** A ServiceError where the user may not know it: such a topic is missing in `topicNames`. */
  hasTopic(name: string): Promise<boolean>;
  describeTopic(name: string): Promise<TopicDescription | undefined>;
  /**
   * Kafka's id of a topic that is there, by which it differs from an earlier one of its name; undefined where the broker
   * does not say (before 3.0).
   */
  topicId(name: string): Promise<string | undefined>;
  createTopic(topic: TopicDescription): Promise<void>;
  /** False when there was none. */
  deleteTopic(name: string): Promise<boolean>;
  /**
   * Of every partition; one without a leader is a ServiceError that names it.
   * @param isolation by default `read_uncommitted`, which ends at the high watermark
   */
  topicOffsets(topic: string, isolation?: IsolationLevel): Promise<readonly PartitionOffsets[]>;
  availableOffsets(topic: string, isolation?: IsolationLevel): Promise<AvailableOffsets>;
  /**
   * Of each partition that has a leader, the offset of the first record of this time or a later one; where there is none,
   * the partition's end.
   * @param time milliseconds since the Unix epoch
   */
  offsetsAt(
    topic: string,
    time: number,
    isolation?: IsolationLevel,
  ): Promise<readonly { readonly partition: number; readonly offset: number }[]>;
  groupOffsets(group: string, topic: string): Promise<readonly GroupOffset[]>;
  /** No members, and stable, when there is no such group. */
  describeGroup(group: string): Promise<GroupDescription>;
  /** With its offsets; it must not have members. False when there was none. */
  deleteGroup(group: string): Promise<boolean>;
  /** Reads the ranges to their ends and then returns, in no consumer group; 30 s without progress are an error. */
  read(request: ReadRequest): Promise<void>;
  /** Whether the ranges hold any record: the last offsets of a topic may be transaction markers alone. */
  hasRecords(request: Omit<ReadRequest, "onRecords" | "onGap">): Promise<boolean>;
  /** The first record of the ranges that comes. */
  firstRecord(request: Omit<ReadRequest, "onRecords" | "onGap">): Promise<KafkaRecord | undefined>;
  producer(): Promise<RecordProducer>;
}
