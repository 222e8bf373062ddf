import { strictUtf8Text } from "../java/utf8.js";
import { type KafkaRecord, positionText } from "../kafka/record.js";

/** Bytes as a document has them: their text where they are UTF-8, else base64, so that all can be sent again. */
export type BytesDocument = string | { readonly base64: string } | null;

/** A record as `topic peek -o json` prints it, and `topic produce --records` takes it. */
export interface RecordDocument {
  /** `topic-partition@offset` */
  readonly at: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  /** The same in ISO 8601, UTC. */
  readonly time: string;
  readonly key: BytesDocument;
  /** Null in a tombstone. */
  readonly value: BytesDocument;
  readonly headers: readonly { readonly key: string; readonly value: BytesDocument }[];
}

export function recordDocument(topic: string, record: KafkaRecord): RecordDocument {
  const { partition, offset, timestamp, key, value, headers } = record;
  return {
    at: positionText(topic, partition, offset),
    topic,
    partition,
    offset,
    timestamp,
    time: timeText(timestamp),
    key: bytesDocument(key),
    value: bytesDocument(value),
    headers: headers.map((header) => ({ key: header.key, value: bytesDocument(header.value) })),
  };
}

function bytesDocument(bytes: Uint8Array | null): BytesDocument {
  if (bytes === null) return null;
  return strictUtf8Text(bytes) ?? { base64: Buffer.from(bytes).toString("base64") };
}

/** A record may have any 64 bits as its time. */
function timeText(timestamp: number): string {
  const time = new Date(timestamp);
  return Number.isNaN(time.getTime()) ? String(timestamp) : time.toISOString();
}
