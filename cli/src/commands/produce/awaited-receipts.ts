import { type ReceiptOrigin, receiptOrigin } from "../../core/kafka/receipt-origin.js";
import type { KafkaRecord } from "../../core/kafka/record.js";
import type { SentRecord } from "../../ports/kafka.js";
import type { Awaited } from "./awaited.js";
import { AwaitedPlaces } from "./awaited-places.js";

/** A record that was sent, until its last receipt. */
interface Untold {
  /** Milliseconds since the Unix epoch. */
  readonly sentAt: number;
  /** Of the tables that it is written to. */
  readonly tables: Set<string>;
}

/**
 * Which of the records that were sent have their receipts: one for each table, however often it is told. A receipt may
 * come before the broker's acknowledgement says where the record is.
 */
export class AwaitedReceipts implements Awaited {
  readonly latencies: number[] = [];
  /** What has a receipt is in its table. */
  readonly dropped = 0;
  readonly doubtful = 0;
  readonly #topic: string;
  readonly #tables: readonly string[];
  readonly #awaited = new AwaitedPlaces<Untold>();
  /** Receipts of records of which it is not known yet whether they were sent here: when each came. */
  readonly #early = new Map<number, Map<number, { readonly origin: ReceiptOrigin; readonly at: number }[]>>();

  /** @param tables `keyspace.table` of those that the topic is written to */
  constructor(topic: string, tables: readonly string[]) {
    this.#topic = topic;
    this.#tables = tables;
  }

  get missing(): number {
    return this.#awaited.size;
  }

  firstMissing(count: number): ReturnType<Awaited["firstMissing"]> {
    return this.#awaited.first(count);
  }

  sent(places: readonly SentRecord[], sentAt: number): void {
    for (const { partition, offset } of places) {
      this.#awaited.of(partition).set(offset, { sentAt, tables: new Set(this.#tables) });
      const early = this.#early.get(partition);
      for (const { origin, at } of early?.get(offset) ?? []) this.#told(origin, at);
    }
    const last = new Map(places.map(({ partition, offset }) => [partition, offset]));
    for (const [partition, offset] of last) {
      const early = this.#early.get(partition);
      // What is told up to here and was not sent here is of other producers.
      for (const told of early?.keys() ?? []) if (told <= offset) early?.delete(told);
    }
  }

  came(record: KafkaRecord, at: number): void {
    const origin = receiptOrigin(record);
    if (origin !== undefined) this.#told(origin, at);
  }

  #told(origin: ReceiptOrigin, at: number): void {
    const { topic, partition, offset, table } = origin;
    if (topic !== this.#topic) return;
    const awaited = this.#awaited.of(partition).get(offset);
    if (awaited === undefined) {
      const early = this.#early.get(partition) ?? new Map<number, { origin: ReceiptOrigin; at: number }[]>();
      this.#early.set(partition, early.set(offset, [...(early.get(offset) ?? []), { origin, at }]));
      return;
    }
    awaited.tables.delete(table);
    if (awaited.tables.size > 0) return;
    this.#awaited.of(partition).delete(offset);
    this.latencies.push(at - awaited.sentAt);
  }

  passed(partition: number, committed: number): number {
    return this.#awaited.passed(partition, committed);
  }
}
