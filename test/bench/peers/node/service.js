/**
 * Item sales from a topic into their table by a Node service on kafkajs and cassandra-driver, until it is stopped:
 *
 *     node service.js <broker> <topic> <host:port> <data centre> <writes in flight>
 *
 * With one in flight it is the service that everybody writes first: each record is awaited before the next.
 */
import { Kafka, logLevel } from "kafkajs";
import { SalesWriter } from "./sales-writer.js";

const [broker, topic, contactPoint, datacenter, inFlight] = process.argv.slice(2);
const limit = Number(inFlight);
const writer = new SalesWriter(contactPoint, datacenter);
const kafka = new Kafka({ clientId: "node-service", brokers: [broker], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: `node-service-${process.pid}-${Date.now()}` });

/** Writes the records of a batch, each worker taking the next one when it has written its last. */
async function eachBatch({ batch, resolveOffset, heartbeat }) {
  const records = batch.messages.values();
  const work = async () => {
    for (const record of records) {
      await writer.write(record);
      await heartbeat();
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  resolveOffset(batch.lastOffset());
}

const eachMessage = ({ message }) => writer.write(message);

consumer.on(consumer.events.CRASH, ({ payload }) => {
  process.stderr.write(`${payload.error.stack}\n`);
  process.exit(1);
});
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run(limit === 1 ? { eachMessage } : { eachBatch, eachBatchAutoResolve: false });
