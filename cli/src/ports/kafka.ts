export interface TopicDescription {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** Only what differs from the broker's defaults. */
  readonly configs: Readonly<Record<string, string>>;
  /** Configs that an existing topic takes from the broker. */
  readonly inherited?: Readonly<Record<string, string>>;
}

export interface PartitionOffsets {
  readonly partition: number;
  /** First offset that can still be read. */
  readonly low: number;
  /** Offset of the next record to be written. */
  readonly high: number;
}

export interface GroupOffset {
  readonly partition: number;
  /** The next offset the group will read; undefined when it has committed none. */
  readonly offset: number | undefined;
}

/** One record as it stands in the topic. Offsets are exact: they stay below 2^53. */
export interface KafkaRecord {
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

export interface RecordHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

export interface OutgoingRecord {
  readonly key: string | null;
  readonly value: string | null;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
}

export interface ReadRequest {
  readonly topic: string;
  /** Half-open ranges of offsets, `from` included, `to` not; a range that is empty is skipped. */
  readonly ranges: readonly { readonly partition: number; readonly from: number; readonly to: number }[];
  readonly signal: AbortSignal;
  /**
   * Called with records of one partition in offset order, without transaction markers and without regard to
   * whether their transaction was committed (read_uncommitted, as Connect's sinks read by default). Keys and
   * values are views of a whole fetch: copy what is kept.
   */
  readonly onRecords: (records: readonly KafkaRecord[]) => void;
}

/** An idempotent producer with acks=all. */
export interface RecordProducer {
  /** Resolves when the broker has acknowledged every record of the batch. */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** A Kafka cluster. No answer is a ServiceError that names the brokers. */
export interface Kafka {
  readonly bootstrapServers: readonly string[];
  brokers(): Promise<readonly { readonly id: number; readonly address: string }[]>;
  topicNames(): Promise<readonly string[]>;
  describeTopic(name: string): Promise<TopicDescription | undefined>;
  createTopic(topic: TopicDescription): Promise<void>;
  deleteTopic(name: string): Promise<void>;
  topicOffsets(topic: string): Promise<readonly PartitionOffsets[]>;
  groupOffsets(group: string, topic: string): Promise<readonly GroupOffset[]>;
  /** Ids of the group's members, each fresh for every start of a consumer; empty when there is no such group. */
  groupMembers(group: string): Promise<readonly string[]>;
  /** Reads the ranges to their ends and then returns, in no consumer group; 30 s without progress are an error. */
  read(request: ReadRequest): Promise<void>;
  producer(): Promise<RecordProducer>;
}
