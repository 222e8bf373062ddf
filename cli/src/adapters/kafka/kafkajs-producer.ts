import { type Kafka, type Message, Partitioners } from "kafkajs";
import type { RecordProducer } from "../../ports/kafka.js";
import { partitionOfKey } from "./partition-of-key.js";
import type { OutgoingRecord } from "../../core/kafka/record.js";

/** Milliseconds; in all longer than a broker's restart or a leader election, so that no record is given up for these. */
const retry = { retries: 12, initialRetryTime: 150, maxRetryTime: 3000 };

/** An idempotent producer with acks=all that chooses the same partition for a key as Java producers do. */
export async function createProducer(
  client: Kafka,
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
      for (const chunk of chunks(records)) {
        await producer.send({
          topic,
          acks: -1,
          messages: chunk.map((record, index) => message(record, index, partitions)),
        });
      }
    },
    close: () => producer.disconnect(),
  };
}

/** kafkajs copies a partition's list of records for each record of a call, so larger calls are slow. */
const recordsPerChunk = 3_000;
/** One call makes one batch per partition, and brokers accept batches up to 1 MiB (`max.message.bytes`). */
const bytesPerChunk = 700_000;
/** Upper bound for the bytes of a record besides its key and value. */
const recordOverhead = 40;

/** Splits records, in their order, into chunks that fit into one batch even if all go to one partition. */
export function* chunks(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  let start = 0;
  let bytes = 0;
  for (const [index, { key, value }] of records.entries()) {
    const size = recordOverhead + Buffer.byteLength(key ?? "") + Buffer.byteLength(value ?? "");
    if (index > start && (index - start >= recordsPerChunk || bytes + size > bytesPerChunk)) {
      yield records.slice(start, index);
      start = index;
      bytes = 0;
    }
    bytes += size;
  }
  if (start < records.length) yield records.slice(start);
}

/** Records without a key go to the partitions in turn. */
function message(record: OutgoingRecord, index: number, partitions: number): Message {
  return {
    key: record.key,
    value: record.value,
    timestamp: String(record.timestamp),
    partition: record.key === null ? index % partitions : partitionOfKey(record.key, partitions),
  };
}
