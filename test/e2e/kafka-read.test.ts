import { randomBytes } from "node:crypto";
import { join } from "node:path";
import kafkajs from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { ServiceError } from "#cli/errors.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { brokerOf, kafkaOf, recordsIn } from "#test/support/servers/kafka.js";
import { waitFor } from "#test/support/wait-for.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";

const home = inject("home");
const signal = new AbortController().signal;
const topics: string[] = [];
let kafka: Kafka & { close(): Promise<void> };
let client: kafkajs.Kafka;

beforeAll(async () => {
  kafka = await kafkaOf(home);
  client = new kafkajs.Kafka({ brokers: [await brokerOf(home)], logLevel: kafkajs.logLevel.NOTHING });
});
afterAll(async () => {
  for (const topic of topics) await kafka.deleteTopic(topic);
  await kafka.close();
});

async function makeTopic(
  partitions: number,
  configs: Readonly<Record<string, string>> = {},
): Promise<string> {
  const name = `read_${randomBytes(6).toString("hex")}`;
  await kafka.createTopic({ name, partitions, replication: 1, configs });
  topics.push(name);
  return name;
}

async function fill(topic: string, count: number): Promise<void> {
  const producer = await kafka.producer();
  const timestamp = Date.now() - count;
  const records = Array.from({ length: count }, (_, index) => ({
    key: `key-${index % 97}`,
    value: index % 50 === 0 ? null : `value number ${index} with some words that compress well`,
    timestamp: timestamp + index,
  }));
  await producer.send(topic, records);
  await producer.close();
}

const texts = (records: readonly KafkaRecord[]): (string | undefined)[] =>
  records.map(({ value }) => value?.toString());

describe("reading a topic", () => {
  /** With such a topic config the broker compresses anew, by the very libraries that Java producers use. */
  test.each(["uncompressed", "gzip", "snappy", "lz4", "zstd"])("that is stored %s", async (compression) => {
    const topic = await makeTopic(3, { "compression.type": compression });
    await fill(topic, 20_000);
    const records = await recordsIn(kafka, topic);
    expect(records).toHaveLength(20_000);
    const numbers = texts(records).map((text) =>
      text === undefined ? undefined : Number(text.split(" ")[2]),
    );
    expect(new Set(numbers.filter((number) => number !== undefined)).size).toBe(19_600);
    for (const [index, { partition, offset, key, timestamp }] of records.entries()) {
      const previous = records[index - 1];
      expect(key?.toString()).toMatch(/^key-\d+$/);
      if (previous?.partition !== partition) expect(offset).toBe(0);
      else expect([offset, timestamp > previous.timestamp]).toEqual([previous.offset + 1, true]);
    }
  });

  test("from the middle of a batch to the middle of another", async () => {
    const topic = await makeTopic(1, { "compression.type": "zstd" });
    await fill(topic, 10_000);
    const read: number[] = [];
    await kafka.read({
      topic,
      ranges: [{ partition: 0, from: 1_234, to: 7_777 }],
      signal,
      onRecords: (records) => read.push(...records.map(({ offset }) => offset)),
    });
    expect(read).toEqual(Array.from({ length: 7_777 - 1_234 }, (_, index) => 1_234 + index));
  });

  test("ends at the last offset though that is a transaction's marker", async () => {
    const topic = await makeTopic(2);
    const producer = client.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    for (const value of ["committed", "aborted"]) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ partition: 0, value }] });
      await (value === "aborted" ? transaction.abort() : transaction.commit());
    }
    await producer.disconnect();
    const log = join(home, "logs", "kafka.log");
    // The broker acknowledges the end of a transaction before its markers are in the topic.
    const ends = await waitFor(
      { what: "both markers to be in the topic", deadline: 30_000, log },
      async (seen) => {
        const [first] = await kafka.topicOffsets(topic);
        seen(first);
        return first?.high === 4 ? first : undefined;
      },
    );
    expect(ends).toMatchObject({ low: 0, high: 4 });
    expect(texts(await recordsIn(kafka, topic))).toEqual(["committed", "aborted"]);
  });

  test("says that records it was to read have been deleted", async () => {
    const topic = await makeTopic(1);
    await fill(topic, 100);
    const admin = client.admin();
    await admin.connect();
    // kafkajs deletes records only of topics whose leaders it has asked for before.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: "60" }] });
    await admin.disconnect();
    const reading = kafka.read({
      topic,
      ranges: [{ partition: 0, from: 0, to: 100 }],
      signal,
      onRecords: () => undefined,
    });
    const failure = await reading.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServiceError);
    expect(failure).toMatchObject({ where: `${topic}-0@0` });
    expect(await recordsIn(kafka, topic)).toHaveLength(40);
  });

  test("stops at once when it is interrupted", async () => {
    const topic = await makeTopic(1);
    const controller = new AbortController();
    const reading = kafka.read({
      topic,
      ranges: [{ partition: 0, from: 0, to: 1_000_000 }],
      signal: controller.signal,
      onRecords: () => undefined,
    });
    controller.abort(new Error("Ctrl-C"));
    await expect(reading).rejects.toThrow("Ctrl-C");
  });

  test("leaves no consumer group behind", async () => {
    const admin = client.admin();
    await admin.connect();
    const before = await admin.listGroups();
    const topic = await makeTopic(1);
    await fill(topic, 10);
    await recordsIn(kafka, topic);
    const groups = await admin.listGroups();
    await admin.disconnect();
    const added = groups.groups.filter(
      ({ groupId }) => !before.groups.some((one) => one.groupId === groupId),
    );
    expect(added.filter(({ groupId }) => !groupId.startsWith("connect-"))).toEqual([]);
  });
});
