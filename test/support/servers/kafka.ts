import type { StatusResult } from "#cli/commands/stack/status.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { runJson } from "#test/support/cli.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { kafkaAt } from "./plain.js";

/** Address of the broker of the stack under `home`. */
export async function brokerOf(home: string): Promise<string> {
  const { processes } = await runJson<StatusResult>(["status", "--home", home]);
  const broker = processes.find(({ kind }) => kind === "kafka");
  if (broker === undefined) throw new Error(`no broker runs under ${home}`);
  return broker.address;
}

export async function kafkaOf(home: string): Promise<Kafka & { close(): Promise<void> }> {
  return kafkaAt([await brokerOf(home)]);
}

/** Every record that the topic holds now, partition by partition in offset order. */
export async function recordsIn(kafka: Kafka, topic: string): Promise<KafkaRecord[]> {
  const records: KafkaRecord[] = [];
  const offsets = await kafka.topicOffsets(topic);
  await kafka.read({
    topic,
    ranges: offsets.map(({ partition, low, high }) => ({ partition, from: low, to: high })),
    signal: new AbortController().signal,
    onRecords: (some) => records.push(...some),
  });
  return records.sort((one, other) => one.partition - other.partition || one.offset - other.offset);
}
