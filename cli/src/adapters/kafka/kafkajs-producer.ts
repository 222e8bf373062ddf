import { type Kafka, type Message, Partitioners, type Producer } from "kafkajs";
import { ServiceError } from "../../errors.js";
import type { RecordProducer } from "../../ports/kafka.js";
import { partitionOfKey } from "../../core/kafka/partition-of-key.js";
import { messageHeaders } from "./message-headers.js";
import { hasNoLeader } from "./service-error.js";
import type { OutgoingRecord } from "../../core/kafka/record.js";

/** Milliseconds; in all longer than a broker's restart or a leader election, so that no record is given up for these. */
const retry = { retries: 12, initialRetryTime: 150, maxRetryTime: 3000 };

/**
 * An idempotent producer with acks=all that chooses the same partition for a key as Java producers do.
 *
 * Each call of kafkajs sends to one partition. A call for several keeps one answer a broker, whatever the broker was
 * asked: when partition 1 moves from broker 2, which died, to broker 1, which has answered for partition 0, the records
 * of partition 1 are skipped and the call succeeds; when partition 0 moves from broker 1 to one that has not answered
 * yet, its records are sent again under new sequence numbers, and the topic holds them twice. With one partition there
 * is one answer, and all that is sent again is the same batch with the same sequence numbers.
 */
export async function createProducer(
  client: Pick<Kafka, "producer">,
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
      const outcomes = await Promise.allSettled(
        [...byPartition(records, topic, count)].map(([partition, ofPartition]) =>
          sendToPartition(producer, { topic, partition }, ofPartition),
        ),
      );
      const failure = outcomes.find((outcome) => outcome.status === "rejected");
      if (failure !== undefined) throw failure.reason;
    },
    close: () => producer.disconnect(),
  };
}

async function sendToPartition(
  producer: Producer,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  records: readonly OutgoingRecord[],
): Promise<void> {
  for (const chunk of chunks(records)) {
    const messages = chunk.map((record) => message(record, partition));
    const answers = await producer.send({ topic, acks: -1, messages }).catch((error: unknown) => {
      throw hasNoLeader(error) ? notAcknowledged(chunk, topic, partition, "it has no leader") : error;
    });
    // kafkajs drops the records of a partition that is not in the metadata, and the call succeeds.
    if (!answers.some((answer) => answer.topicName === topic && answer.partition === partition)) {
      throw notAcknowledged(chunk, topic, partition, "no broker has it");
    }
  }
}

function notAcknowledged(
  { length }: readonly OutgoingRecord[],
  topic: string,
  partition: number,
  why: string,
): ServiceError {
  const records = length === 1 ? "1 record" : `${length} records`;
  const were = length === 1 ? "was" : "were";
  return new ServiceError(
    "Kafka",
    `${records} for partition ${partition} of topic ${topic} ${were} not acknowledged: ${why}`,
    {
      hint: "look at the topic, and send again when all of its partitions are there: cassink topic list --all",
    },
  );
}

/** Records by partition, in their order; those without a key go to the partitions in turn. */
function byPartition(
  records: readonly OutgoingRecord[],
  topic: string,
  partitions: number,
): ReadonlyMap<number, readonly OutgoingRecord[]> {
  const groups = new Map<number, OutgoingRecord[]>();
  for (const [index, record] of records.entries()) {
    const { key, partition = key === null ? index % partitions : partitionOfKey(key, partitions) } = record;
    if (partition >= partitions) throw noSuchPartition(partition, topic, partitions);
    const group = groups.get(partition);
    if (group === undefined) groups.set(partition, [record]);
    else group.push(record);
  }
  return groups;
}

function noSuchPartition(partition: number, topic: string, partitions: number): ServiceError {
  const has = partitions === 1 ? "1 partition" : `${partitions} partitions`;
  return new ServiceError("Kafka", `a record is for partition ${partition}, and topic ${topic} has ${has}`, {
    hint: "leave the partition out, and the key decides",
  });
}

/** kafkajs copies the list of records for each record of a call, so larger calls are slow. */
const recordsPerChunk = 3_000;
/** One call makes one batch, and brokers accept batches up to 1 MiB (`max.message.bytes`). */
const bytesPerChunk = 700_000;
/** Upper bound for the bytes of a record besides its key, value and headers. */
const recordOverhead = 40;

/** Splits records, in their order, into chunks that fit into one batch. */
export function* chunks(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  let start = 0;
  let bytes = 0;
  for (const [index, { key, value, headers = [] }] of records.entries()) {
    const parts = [key, value, ...headers.flatMap((header) => [header.key, header.value])];
    const size = parts.reduce(
      (sum, part) => sum + Buffer.byteLength(part ?? ""),
      recordOverhead + 10 * headers.length,
    );
    if (index > start && (index - start >= recordsPerChunk || bytes + size > bytesPerChunk)) {
      yield records.slice(start, index);
      start = index;
      bytes = 0;
    }
    bytes += size;
  }
  if (start < records.length) yield records.slice(start);
}

function message({ key, value, timestamp, headers = [] }: OutgoingRecord, partition: number): Message {
  return {
    key: bytesOf(key),
    value: bytesOf(value),
    timestamp: String(timestamp),
    partition,
    ...(headers.length === 0 ? {} : { headers: messageHeaders(headers) }),
  };
}

/** A Buffer, for kafkajs writes the text of any other array of bytes. */
const bytesOf = (part: string | Uint8Array | null): string | Buffer | null =>
  part instanceof Uint8Array ? Buffer.from(part.buffer, part.byteOffset, part.byteLength) : part;
