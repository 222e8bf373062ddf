import { setTimeout } from "node:timers/promises";
import { expect } from "vitest";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import { type KafkaRecord, ownRecord } from "#cli/core/kafka/record.js";
import { kafkaAt } from "#test/support/servers/plain.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";
import { type StoppableWriter, stopWithinTransaction } from "./open-transaction.js";
import type { SinkStack } from "./stack.js";

/** A receipt of one record, as it stands in its topic. */
export interface RecordReceipt {
  readonly origin: string;
  readonly table: string;
  readonly kind: string;
  readonly writeTime: bigint;
  readonly key: Readonly<Record<string, unknown>>;
  /** Null for a DELETE. */
  readonly value: Readonly<Record<string, unknown>> | null;
}

export interface RangeReceipt {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  readonly written: number;
  readonly deleted: number;
  readonly superseded: number;
  readonly refused: number;
  readonly deadLettered: number;
  readonly configHash: string;
}

/** A topic of receipts, under a name of its own. */
export class ReceiptTopic {
  readonly name: string;
  readonly #stack: SinkStack;

  private constructor(stack: SinkStack, name: string) {
    this.#stack = stack;
    this.name = name;
  }

  static async create(stack: SinkStack, name: string, partitions = 2): Promise<ReceiptTopic> {
    const topic = new ReceiptTopic(stack, `${stack.keyspace}-${name}-written`);
    await topic.#withKafka((kafka) => kafka.createTopic(topic.#with(partitions)));
    stack.atClose(async () => {
      await topic.#withKafka((kafka) => kafka.deleteTopic(topic.name));
    });
    return topic;
  }

  #with(partitions: number): Parameters<PlainKafka["createTopic"]>[0] {
    // Records of tests are of the past.
    return { name: this.name, partitions, replication: 1, configs: { "retention.ms": "-1" } };
  }

  /** What was told is gone. */
  makeAnew(partitions: number): Promise<void> {
    return this.#withKafka(async (kafka) => {
      await kafka.deleteTopic(this.name);
      await kafka.createTopic(this.#with(partitions));
    });
  }

  config(more: ConnectorConfig = {}): ConnectorConfig {
    return { "receipts.topic": this.name, "receipts.bootstrap.servers": this.#stack.broker, ...more };
  }

  /** As readers of committed messages see them. */
  async records(): Promise<readonly RecordReceipt[]> {
    return (await this.#committed()).map(recordReceipt);
  }

  async ranges(): Promise<readonly RangeReceipt[]> {
    return (await this.#committed()).map((record) => object(record.value) as unknown as RangeReceipt);
  }

  /** The next offset of each partition to be told. */
  progress(connector: string): Promise<readonly number[]> {
    return this.#withKafka(async (kafka) => {
      const offsets = await kafka.groupOffsets(`cassink-receipts.${connector}`, connector);
      return [...offsets]
        .sort((one, other) => one.partition - other.partition)
        .map(({ offset }) => offset ?? -1);
    });
  }

  /** Waits until more of each of the two partitions is told. */
  async awaitMore(connector: string): Promise<true> {
    const before = await this.progress(connector);
    const what = `receipts of new records of ${connector}`;
    return waitFor({ what, deadline: 90_000, log: workerLog(this.#stack.home) }, async (seen) => {
      const now = await this.progress(connector);
      seen(now);
      return now.length === 2 && now.every((offset, partition) => offset > (before[partition] ?? -1) + 100)
        ? true
        : undefined;
    });
  }

  /** Stops who writes the receipts in the middle of a transaction. */
  stopWithinTransaction(writer: StoppableWriter): Promise<void> {
    const log = workerLog(this.#stack.home);
    return this.#withKafka((kafka) => stopWithinTransaction({ kafka, topic: this.name, log }, writer));
  }

  #committed(): Promise<readonly KafkaRecord[]> {
    return this.#withKafka((kafka) => readOn(kafka, this.name, new Map()));
  }

  /**
   * Hands over receipts as they come, each once.
   * @param isOver whether it is enough, once all that are there are handed over
   */
  follow(
    onReceipts: (receipts: readonly RecordReceipt[]) => Promise<void>,
    isOver: () => boolean,
  ): Promise<void> {
    return this.#withKafka(async (kafka) => {
      const next = new Map<number, number>();
      for (;;) {
        const over = isOver();
        const records = await readOn(kafka, this.name, next);
        if (records.length > 0) await onReceipts(records.map(recordReceipt));
        else if (over) return;
        else await setTimeout(5);
      }
    });
  }

  async #withKafka<T>(work: (kafka: PlainKafka) => Promise<T>): Promise<T> {
    const kafka = kafkaAt([this.#stack.broker]);
    try {
      return await work(kafka);
    } finally {
      await kafka.close();
    }
  }
}

type PlainKafka = ReturnType<typeof kafkaAt>;

/** @param next offset of each partition, which moves on to its end */
async function readOn(
  kafka: PlainKafka,
  topic: string,
  next: Map<number, number>,
): Promise<readonly KafkaRecord[]> {
  const records: KafkaRecord[] = [];
  const offsets = await kafka.topicOffsets(topic, "read_committed");
  const ranges = offsets
    .map(({ partition, low, high }) => ({ partition, from: next.get(partition) ?? low, to: high }))
    .filter(({ from, to }) => from < to);
  if (ranges.length === 0) return [];
  await kafka.read({
    topic,
    isolation: "read_committed",
    ranges,
    signal: new AbortController().signal,
    onRecords: (some) => records.push(...some.map(ownRecord)),
  });
  for (const { partition, to } of ranges) next.set(partition, to);
  return records;
}

function recordReceipt(record: KafkaRecord): RecordReceipt {
  return {
    origin: `${header(record, "cassink.topic")}-${header(record, "cassink.partition")}@${header(record, "cassink.offset")}`,
    table: header(record, "cassink.table"),
    kind: header(record, "cassink.kind"),
    writeTime: BigInt(header(record, "cassink.write.time")),
    key: object(record.key),
    value: record.value === null ? null : object(record.value),
  };
}

function header(record: KafkaRecord, name: string): string {
  const found = record.headers.find(({ key }) => key === name)?.value;
  if (found === undefined || found === null) throw new Error(`a receipt has no header ${name}`);
  return Buffer.from(found).toString();
}

function object(bytes: Uint8Array | null): Readonly<Record<string, unknown>> {
  return JSON.parse(bytes === null ? "null" : Buffer.from(bytes).toString()) as Readonly<
    Record<string, unknown>
  >;
}

/** What a table holds after the receipts, applied in the order of their write times. */
export function tableOf(receipts: readonly RecordReceipt[]): Map<string, Readonly<Record<string, unknown>>> {
  const rows = new Map<string, Readonly<Record<string, unknown>>>();
  const inOrder = [...receipts].sort((one, other) => (one.writeTime < other.writeTime ? -1 : 1));
  for (const { key, value } of inOrder) {
    const name = JSON.stringify(key);
    if (value === null) rows.delete(name);
    else rows.set(name, { ...rows.get(name), ...value });
  }
  return rows;
}

/** Carries the receipts out in another table, in the order of their write times. */
export async function replayInto(
  table: string,
  receipts: readonly RecordReceipt[],
  { cql }: Pick<SinkStack, "cql">,
): Promise<void> {
  await cql.execute(`CREATE TABLE ${table} (k text PRIMARY KEY, n bigint, t text)`);
  const byKey = new Map<string, RecordReceipt[]>();
  for (const receipt of receipts) {
    const key = String(receipt.key["k"]);
    byKey.set(key, [...(byKey.get(key) ?? []), receipt]);
  }
  const replay = async (key: string, of: RecordReceipt[]): Promise<void> => {
    for (const { value } of of.sort((one, other) => (one.writeTime < other.writeTime ? -1 : 1))) {
      if (value === null) await cql.execute(`DELETE FROM ${table} WHERE k = ?`, [key], { prepare: true });
      else await cql.execute(`INSERT INTO ${table} JSON ?`, [JSON.stringify(value)], { prepare: true });
    }
  };
  await Promise.all([...byKey].map(([key, of]) => replay(key, of)));
}

/** Fails where a record of the connector has no receipt, or two. */
export function expectEachOnce(receipts: readonly RecordReceipt[], records: number): void {
  const origins = receipts.map(({ origin, table }) => `${origin} ${table}`);
  const seen = new Set<string>();
  const doubles = origins.filter((origin) => seen.size === seen.add(origin).size);
  expect({ doubles: doubles.slice(0, 5), told: seen.size }).toEqual({ doubles: [], told: records });
}

/**
 * Fails where ranges leave out offsets or overlap; gives the sums of what they count.
 * @param from the first offset of each partition
 */
export function expectContiguous(
  ranges: readonly RangeReceipt[],
  records: number,
  from: readonly number[] = [],
): Pick<RangeReceipt, "written" | "deleted" | "superseded" | "refused" | "deadLettered"> {
  const next = new Map(from.entries());
  const sums = { written: 0, deleted: 0, superseded: 0, refused: 0, deadLettered: 0 };
  for (const range of [...ranges].sort((one, other) => one.from - other.from)) {
    expect(range.from, JSON.stringify(range)).toBe(next.get(range.partition) ?? 0);
    expect(range.to, JSON.stringify(range)).toBeGreaterThan(range.from);
    next.set(range.partition, range.to);
    for (const count of Object.keys(sums) as (keyof typeof sums)[]) sums[count] += range[count];
  }
  expect([...next.values()].reduce((one, other) => one + other, 0)).toBe(records);
  return sums;
}
