import { type KafkaClientType, type Message, Partitioners } from "./kafkajs.js";
import type { OutgoingRecord, RecordProducer } from "../../ports/kafka.js";
import { partitionOfKey } from "./partition-of-key.js";

/** Longer than a broker's restart or a change of leaders: an acknowledged record is worth the wait. */
const retry = { retries: 12, initialRetryTime: 150, maxRetryTime: 3000 };

/** An idempotent producer with acks=all, whose keys go to the partitions that Java producers choose. */
export async function createProducer(
  client: KafkaClientType,
  partitionCount: (topic: string) => Promise<number>,
): Promise<RecordProducer> {
  const producer = client.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    retry,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const counts = new Map<string, number>();
  return {
    async send(topic, records) {
      let count = counts.get(topic);
      if (count === undefined) counts.set(topic, (count = await partitionCount(topic)));
      const partitions = count;
      await producer.send({
        topic,
        acks: -1,
        messages: records.map((record, index) => message(record, index, partitions)),
      });
    },
    close: () => producer.disconnect(),
  };
}

/** Records without a key are spread over the partitions in turn. */
function message(record: OutgoingRecord, index: number, partitions: number): Message {
  return {
    key: record.key,
    value: record.value,
    timestamp: String(record.timestamp),
    partition: record.key === null ? index % partitions : partitionOfKey(record.key, partitions),
  };
}
