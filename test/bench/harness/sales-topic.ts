import type { Kafka } from "kafkajs";
import { runCli } from "#test/support/cli.js";
import { type Pipelines, partitions } from "./pipelines.js";

/** A topic of item sales that ends with one sentinel in each partition. */
export interface SalesTopic {
  readonly name: string;
  /** Without the sentinels. */
  readonly records: number;
  /** `item_id` of the last record of each partition: rows that no other record makes. */
  readonly sentinels: readonly string[];
}

export interface SalesTopicOptions {
  readonly name: string;
  readonly records: number;
  /** Distinct items, each a row of the table. */
  readonly items: number;
}

/** Makes the topic and fills it by the CLI's own producer. */
export async function makeSalesTopic(
  { name, records, items }: SalesTopicOptions,
  { home, kafka, pipelines }: { readonly home: string; readonly kafka: Kafka; readonly pipelines: Pipelines },
): Promise<SalesTopic> {
  const file = await pipelines.write({ name: `fill-${name}`, topic: name });
  const here = ["--home", home];
  const commands = [
    ["topic", "create", "--file", file],
    ["table", "init", "--file", file],
    ["produce", "item-sales", "--file", file, "--count", String(records), "--items", String(items)],
  ];
  for (const command of commands) {
    const run = await runCli([...command, ...here], { deadline: 120_000 + records });
    if (run.exitCode !== 0) throw new Error(`cassink ${command.join(" ")}\n${run.stdout}\n${run.stderr}`);
  }
  const sentinels = Array.from({ length: partitions }, (_, partition) => `sentinel-${partition}`);
  await sendSales(
    kafka,
    name,
    sentinels.map((id, partition) => ({ id, partition })),
  );
  return { name, records, sentinels };
}

/** An empty topic. */
export async function makeEmptyTopic(
  name: string,
  { home, pipelines }: { readonly home: string; readonly pipelines: Pipelines },
): Promise<void> {
  const file = await pipelines.write({ name: `fill-${name}`, topic: name });
  const run = await runCli(["topic", "create", "--file", file, "--home", home]);
  if (run.exitCode !== 0) throw new Error(`topic ${name} was not made\n${run.stdout}\n${run.stderr}`);
}

async function sendSales(
  kafka: Kafka,
  topic: string,
  sales: readonly { readonly id: string; readonly partition: number }[],
): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  try {
    await producer.send({
      topic,
      messages: sales.map(({ id, partition }) => ({ ...saleMessage(id, Date.now()), partition })),
    });
  } finally {
    await producer.disconnect();
  }
}

/** One sale as a message, at a time in milliseconds since the Unix epoch. */
export function saleMessage(
  id: string,
  timestamp: number,
): { readonly key: string; readonly value: string; readonly timestamp: string } {
  const sale = {
    item_id: id,
    item_sold: 1,
    item_name: "Plates",
    timestamp_ms: String(timestamp),
    store_id: "Hermitage - 1",
  };
  return { key: id, value: JSON.stringify(sale), timestamp: String(timestamp) };
}
