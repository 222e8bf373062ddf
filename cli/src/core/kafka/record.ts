/** One record as read from a topic. A number holds its offset exactly, up to 2^53. */
export interface KafkaRecord {
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

/** `item-sales-0@17` is offset 17 of partition 0. */
export function positionText(topic: string, partition: number, offset: number): string {
  return `${topic}-${partition}@${offset}`;
}

export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

export interface OutgoingRecord {
  readonly key: string | null;
  readonly value: string | null;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
}
