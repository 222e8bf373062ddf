import { kafkaAt } from "#test/support/servers/plain.js";
import { Kafka as KafkaClient, logLevel } from "kafkajs";
import type { Kafka } from "#cli/ports/kafka.js";

/** One record as a test sends it, in bytes where no text will do. */
export interface SentRecord {
  readonly key: string | null;
  readonly value: string | Buffer | null;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
}

export interface TopicClient {
  readonly kafka: Kafka;
  send(topic: string, records: readonly SentRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** Kept below the megabyte that a broker takes at once. */
const recordsPerRequest = 200;

/**
 * Connections to the broker for one topic and its dead letters: a client of kafkajs that has met a topic cannot go on
 * once that topic is deleted.
 */
export async function openTopicClient(broker: string): Promise<TopicClient> {
  const kafka = kafkaAt([broker]);
  const client = new KafkaClient({ brokers: [broker], logLevel: logLevel.NOTHING });
  const producer = client.producer({ idempotent: true });
  await producer.connect();
  return {
    kafka,
    async send(topic, records) {
      for (let start = 0; start < records.length; start += recordsPerRequest) {
        const some = records.slice(start, start + recordsPerRequest);
        const messages = some.map((record) => ({ ...record, timestamp: String(record.timestamp) }));
        await producer.send({ topic, messages });
      }
    },
    async close() {
      await Promise.all([producer.disconnect(), kafka.close()]);
    },
  };
}
