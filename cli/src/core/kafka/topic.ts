export interface TopicDescription {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** Configs set on the topic itself. */
  readonly configs: Readonly<Record<string, string>>;
  /** Configs that an existing topic inherits from the broker. */
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
