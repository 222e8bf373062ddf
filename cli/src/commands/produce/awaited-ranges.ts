import { type ReceiptRange, receiptRange } from "../../core/kafka/receipt-range.js";
import type { KafkaRecord } from "../../core/kafka/record.js";
import type { SentRecord } from "../../ports/kafka.js";
import type { Awaited } from "./awaited.js";

interface ToldRange extends ReceiptRange {
  /** When it came, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** Records of it that were sent here. */
  ours: number;
}

/** A partition of the topic that records are sent to. */
interface Source {
  /** When each was sent that is not told yet, by offset, in order. */
  readonly awaited: Map<number, number>;
  /** In order: each begins where the last one ends. */
  readonly told: ToldRange[];
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
  readonly #sources = new Map<number, Source>();

  /** @param tables how many the topic is written to */
  constructor(topic: string, tables: number) {
    this.#topic = topic;
    this.#tables = tables;
  }

  get missing(): number {
    return [...this.#sources.values()].reduce((sum, { awaited }) => sum + awaited.size, 0);
  }

  get dropped(): number {
    return this.#sum(({ ours, rows, refused }) =>
      Math.max(0, ours - Math.floor(rows / this.#tables) - Math.min(ours, refused)),
    );
  }

  get doubtful(): number {
    return this.#sum(({ ours, refused }) => Math.min(ours, refused));
  }

  firstMissing(count: number): readonly { readonly partition: number; readonly offset: number }[] {
    const places = [...this.#sources].flatMap(([partition, { awaited }]) =>
      [...awaited.keys()].slice(0, count).map((offset) => ({ partition, offset })),
    );
    return places.slice(0, count);
  }

  sent(places: readonly SentRecord[], sentAt: number): void {
    for (const { partition, offset } of places) {
      const { awaited, told } = this.#source(partition);
      const isBehindAll = offset >= (told.at(-1)?.to ?? 0);
      const range = isBehindAll ? undefined : told.findLast(({ from, to }) => from <= offset && offset < to);
      if (range === undefined) awaited.set(offset, sentAt);
      else this.#count(range, sentAt);
    }
  }

  came(record: KafkaRecord, at: number): void {
    const receipt = receiptRange(record);
    if (receipt?.topic !== this.#topic) return;
    const range = { ...receipt, at, ours: 0 };
    const { awaited, told } = this.#source(range.partition);
    told.push(range);
    for (const [offset, sentAt] of awaited) {
      if (offset >= range.to) break;
      awaited.delete(offset);
      this.#count(range, sentAt);
    }
  }

  passed(partition: number, committed: number): number {
    const { awaited } = this.#source(partition);
    const gone = [...awaited.keys()].filter((offset) => offset < committed);
    for (const offset of gone) awaited.delete(offset);
    return gone.length;
  }

  #count(range: ToldRange, sentAt: number): void {
    range.ours += 1;
    this.latencies.push(range.at - sentAt);
  }

  #source(partition: number): Source {
    const source = this.#sources.get(partition) ?? { awaited: new Map<number, number>(), told: [] };
    this.#sources.set(partition, source);
    return source;
  }

  #sum(of: (range: ToldRange) => number): number {
    const ranges = [...this.#sources.values()].flatMap(({ told }) => told);
    return ranges.reduce((total, range) => total + of(range), 0);
  }
}
