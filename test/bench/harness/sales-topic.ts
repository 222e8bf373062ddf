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

interface Place {
  readonly home: string;
  readonly pipelines: Pipelines;
}

/** Makes the topic and fills it by the CLI's own producer. */
export async function makeSalesTopic(
  { name, records, items }: SalesTopicOptions,
  { home, kafka, pipelines }: Place & { readonly kafka: Kafka },
): Promise<SalesTopic> {
  const file = await pipelines.write({ name: `fill-${name}`, topic: name });
  const produce = [
    "produce",
    "item-sales",
    "--file",
    file,
    "--count",
    String(records),
    "--items",
    String(items),
  ];
  await runAll([...makeBoth(file), produce], { home, records });
  const sentinels = Array.from({ length: partitions }, (_, partition) => `sentinel-${partition}`);
  const last = sentinels.map((id, partition) => ({ ...saleMessage(id, Date.now()), partition }));
  await sendSales(kafka, name, [last]);
  return { name, records, sentinels };
}

/** An empty topic, and the table, which may be there. */
export async function makeEmptyTopic(name: string, place: Place): Promise<void> {
  const file = await place.pipelines.write({ name: `fill-${name}`, topic: name });
  await runAll(makeBoth(file), place);
}

const makeBoth = (file: string): readonly (readonly string[])[] => [
  ["topic", "create", "--file", file],
  ["table", "init", "--file", file],
];

async function runAll(
  commands: readonly (readonly string[])[],
  { home, records = 0 }: Pick<Place, "home"> & { readonly records?: number },
): Promise<void> {
  for (const command of commands) {
    const run = await runCli([...command, "--home", home], { deadline: 120_000 + records });
    if (run.exitCode !== 0) throw new Error(`cassink ${command.join(" ")}\n${run.stdout}\n${run.stderr}`);
  }
}

/** Milliseconds since the Unix epoch of the first sale of {@link extendSalesTopic}. */
const firstSale = 1_767_225_600_000;
/** Records that are sent at once. */
const batch = 5_000;

/** Sends sales of items that no other record has, numbered from `from` up to `to`, and not `to` itself. */
export function extendSalesTopic(
  kafka: Kafka,
  topic: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const sales = function* (): Iterable<readonly SaleMessage[]> {
    for (let sent = from; sent < to; sent += batch) {
      yield Array.from({ length: Math.min(batch, to - sent) }, (_, index) =>
        saleMessage(`item-${sent + index}`, firstSale + sent + index),
      );
    }
  };
  return sendSales(kafka, topic, sales());
}

/** Sends one more sale of each of `count` items, spread over the first `items`, later than every one before. */
export function changeSales(
  kafka: Kafka,
  topic: string,
  { items, count, change }: { readonly items: number; readonly count: number; readonly change: number },
): Promise<void> {
  const step = items / count;
  const sales = Array.from({ length: count }, (_, index) =>
    saleMessage(`item-${Math.floor(index * step)}`, firstSale + items + change),
  );
  return sendSales(kafka, topic, [sales]);
}

async function sendSales(
  kafka: Kafka,
  topic: string,
  batches: Iterable<readonly (SaleMessage & { readonly partition?: number })[]>,
): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  try {
    for (const messages of batches) await producer.send({ topic, messages: [...messages] });
  } finally {
    await producer.disconnect();
  }
}

interface SaleMessage {
  readonly key: string;
  readonly value: string;
  readonly timestamp: string;
}

/** One sale as a message, at a time in milliseconds since the Unix epoch. */
export function saleMessage(id: string, timestamp: number): SaleMessage {
  const sale = {
    item_id: id,
    item_sold: 1,
    item_name: "Plates",
    timestamp_ms: String(timestamp),
    store_id: "Hermitage - 1",
  };
  return { key: id, value: JSON.stringify(sale), timestamp: String(timestamp) };
}
