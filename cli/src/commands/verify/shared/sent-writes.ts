import { keyPosition } from "../../../core/rows/key-position.js";
import { PartWrites } from "../../../core/rows/part-writes.js";
import { blockText } from "../../../core/shared-run/sent-blocks.js";
import type { OutgoingRecord } from "../../../core/kafka/record.js";
import type { CommandContext } from "../../../ports/context.js";
import type { RecordProducer } from "../../../ports/kafka.js";
import type { VerifyPlan } from "../plan.js";

/** Bytes that are held until they are sent. */
const mostHeld = 16 * 1024 * 1024;

interface SentWritesRequest {
  /** Whose folds write here from now on. */
  readonly plan: VerifyPlan;
  /** A power of two. */
  readonly ranges: number;
  readonly attempt: string;
  readonly topic: string;
  readonly producer: RecordProducer;
}

/** What one attempt sends to the ranges: the writes of one partition's records. */
export class SentWrites {
  readonly #request: SentWritesRequest;
  readonly #context: CommandContext;
  readonly #tables: readonly PartWrites[];
  readonly #sent: number[];
  readonly #bytes: number[];
  #sending: Promise<unknown> = Promise.resolve();

  constructor(request: SentWritesRequest, context: CommandContext) {
    const { plan, ranges } = request;
    this.#request = request;
    this.#context = context;
    this.#sent = Array.from({ length: ranges }, () => 0);
    this.#bytes = Array.from({ length: ranges }, () => 0);
    this.#tables = plan.tables.map(({ layout, fedBy }) => {
      // Where places in the ring are not known, the first range has all.
      const writes = new PartWrites(keyPosition(layout) ?? (() => 0), ranges, () => true);
      for (const fed of fedBy) fed.target = writes;
      return writes;
    });
  }

  /** Sends what is held, if it is much. Resolves when no more is on its way than is held. */
  async pace(): Promise<void> {
    if (this.#tables.reduce((sum, { size }) => sum + size, 0) < mostHeld) return;
    await this.#sending;
    this.#sending = this.#send();
    // It is awaited later.
    this.#sending.catch(() => undefined);
  }

  /** Sends the rest. @returns how many blocks, and bytes, each range was sent in all */
  async end(): Promise<{ readonly blocks: readonly number[]; readonly bytes: readonly number[] }> {
    await this.#sending;
    await this.#send();
    return { blocks: this.#sent, bytes: this.#bytes };
  }

  #send(): Promise<unknown> {
    const { attempt, topic, producer } = this.#request;
    const { packing, clock } = this.#context;
    const records: OutgoingRecord[] = [];
    for (const [table, writes] of this.#tables.entries()) {
      for (const [range, blocks] of writes.takeAll().entries()) {
        for (const block of blocks) {
          const sequence = this.#sent[range] ?? 0;
          this.#sent[range] = sequence + 1;
          this.#bytes[range] = (this.#bytes[range] ?? 0) + block.length;
          const key = blockText({ attempt, table, sequence });
          records.push({ key, value: packing.deflate(block), timestamp: clock.now(), partition: range });
        }
      }
    }
    return records.length === 0 ? Promise.resolve() : producer.send(topic, records);
  }
}
