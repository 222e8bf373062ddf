import { type ReceiptRange, receiptRange } from "../../core/kafka/receipt-range.js";
import type { KafkaRecord } from "../../core/kafka/record.js";
import type { SentRecord } from "../../ports/kafka.js";
import type { Awaited } from "./awaited.js";
import { AwaitedPlaces } from "./awaited-places.js";

interface ToldRange extends ReceiptRange {
  /** When it came, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** Records of it that were sent here. */
  ours: number;
}

/**
 * The same of receipts of ranges: a record is told when one of its partition ends behind it. They count rows and name no
 * record. With a table, 100 of our records and 95 rows between, five at least were dropped; where others send there, too,
 * it may be theirs that were written.
 */
export class AwaitedRanges implements Awaited {
  readonly latencies: number[] = [];
  readonly #topic: string;
  readonly #tables: number;
  /** When each was sent. */
  readonly #awaited = new AwaitedPlaces<number>();
  /** By partition of the topic, in order: each begins where the last one ends. */
  readonly #told = new Map<number, ToldRange[]>();

  /** @param tables how many the topic is written to */
  constructor(topic: string, tables: number) {
    this.#topic = topic;
    this.#tables = tables;
  }

  get missing(): number {
    return this.#awaited.size;
  }

  get dropped(): number {
    return this.#sum(({ ours, rows, refused }) =>
      Math.max(0, ours - Math.floor(rows / this.#tables) - Math.min(ours, refused)),
    );
  }

  get doubtful(): number {
    return this.#sum(({ ours, refused }) => Math.min(ours, refused));
  }

  firstMissing(count: number): ReturnType<Awaited["firstMissing"]> {
    return this.#awaited.first(count);
  }

  sent(places: readonly SentRecord[], sentAt: number): void {
    for (const { partition, offset } of places) {
      const told = this.#told.get(partition) ?? [];
      const isBehindAll = offset >= (told.at(-1)?.to ?? 0);
      const range = isBehindAll ? undefined : told.findLast(({ from, to }) => from <= offset && offset < to);
      if (range === undefined) this.#awaited.of(partition).set(offset, sentAt);
      else this.#count(range, sentAt);
    }
  }

  came(record: KafkaRecord, at: number): void {
    const receipt = receiptRange(record);
    if (receipt?.topic !== this.#topic) return;
    const range = { ...receipt, at, ours: 0 };
    const told = this.#told.get(range.partition) ?? [];
    told.push(range);
    this.#told.set(range.partition, told);
    const awaited = this.#awaited.of(range.partition);
    for (const [offset, sentAt] of awaited) {
      if (offset >= range.to) break;
      awaited.delete(offset);
      this.#count(range, sentAt);
    }
  }

  passed(partition: number, committed: number): number {
    return this.#awaited.passed(partition, committed);
  }

  #count(range: ToldRange, sentAt: number): void {
    range.ours += 1;
    this.latencies.push(range.at - sentAt);
  }

  #sum(of: (range: ToldRange) => number): number {
    return [...this.#told.values()].flat().reduce((total, range) => total + of(range), 0);
  }
}
