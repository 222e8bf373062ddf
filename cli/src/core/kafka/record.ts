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

/** A record of bytes of its own: those that are read are views of a whole fetch, which would stay in memory with them. */
export function ownRecord(record: KafkaRecord): KafkaRecord {
  const own = (bytes: Uint8Array | null): Uint8Array | null => bytes && Uint8Array.from(bytes);
  return {
    ...record,
    key: own(record.key),
    value: own(record.value),
    headers: record.headers.map(({ key, value }) => ({ key, value: own(value) })),
  };
}

/** `item-sales-0@17` is offset 17 of partition 0. */
export function positionText(topic: string, partition: number, offset: number): string {
  return `${topic}-${partition}@${offset}`;
}

/** `item-sales-0` is partition 0. */
export function partitionText(of: { readonly topic: string; readonly partition: number }): string {
  return `${of.topic}-${of.partition}`;
}

export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** A key or value of text is sent as UTF-8. */
export interface OutgoingRecord {
  readonly key: string | Uint8Array | null;
  readonly value: string | Uint8Array | null;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly headers?: readonly RecordHeader[];
  /** Left out, the key decides, as with Java's producers. */
  readonly partition?: number;
}
