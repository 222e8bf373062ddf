/* Reads a topic to its end with kafkajs, and parses each value: `node read-topic.js host:port topic`. */
import { randomUUID } from "node:crypto";
import { Kafka, logLevel } from "kafkajs";

const [broker, topic] = process.argv.slice(2);
const kafka = new Kafka({ clientId: "read-topic", brokers: [broker], logLevel: logLevel.NOTHING });
const admin = kafka.admin();
await admin.connect();
const ends = await admin.fetchTopicOffsets(topic);
const groupId = `read-topic-${randomUUID()}`;
const consumer = kafka.consumer({ groupId, maxBytesPerPartition: 4_194_304 });
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
let left = ends.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
let sold = 0;
await new Promise((resolve, reject) => {
  consumer.on("consumer.crash", ({ payload }) => reject(payload.error));
  const run = consumer.run({
    eachBatch: ({ batch }) => {
      for (const { value } of batch.messages) sold += Number(JSON.parse(String(value)).item_sold);
      left -= batch.messages.length;
      if (left <= 0) resolve();
    },
  });
  run.catch(reject);
});
await consumer.disconnect();
await admin.deleteGroups([groupId]);
await admin.disconnect();
process.stdout.write(`${sold} sold\n`);
