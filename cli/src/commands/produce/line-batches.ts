import type { OutgoingRecord } from "../../core/kafka/record.js";
import type { Clock } from "../../ports/clock.js";
import { pause } from "./paced-batches.js";

export interface LineBatchesRequest {
  readonly lines: AsyncIterable<string>;
  /**
   * The record of a line, counted from 1, that is sent at a time (milliseconds since the Unix epoch); undefined for a
   * line that holds none. Throws for a bad one.
   */
  readonly recordOf: (line: string, lineNumber: number, timestamp: number) => OutgoingRecord | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const recordsPerBatch = 3_000;
const charactersPerBatch = 500_000;
/** Milliseconds that a record may wait for company: lines typed or piped slowly are sent as they come. */
const patience = 50;

/**
 * Batches of records from lines, stamped with the time of sending; no more than a batch is held in memory.
 * A bad line ends them with its error after the lines before it; the signal ends them without one.
 */
export async function* lineBatches(request: LineBatchesRequest): AsyncGenerator<readonly OutgoingRecord[]> {
  const { clock, signal } = request;
  const basket = new Basket();
  const onAbort = (): void => basket.end(undefined);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  void fill(basket, request);
  try {
    for (;;) {
      await basket.untilSome();
      if (!basket.isReady) {
        const company = new AbortController();
        await Promise.race([basket.untilReady(), pause(clock, patience, company.signal)]);
        company.abort();
      }
      const records = basket.take();
      if (records.length > 0) yield records;
      else if (basket.error !== undefined) throw basket.error;
      else if (basket.isEnded) return;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    basket.end(undefined);
  }
}

async function fill(basket: Basket, request: LineBatchesRequest): Promise<void> {
  let lineNumber = 0;
  try {
    for await (const line of request.lines) {
      lineNumber += 1;
      const record = request.recordOf(line, lineNumber, request.clock.now());
      if (record !== undefined) basket.put(record);
      if (basket.isReady) await basket.untilRoom();
      if (basket.isEnded) return;
    }
    basket.end(undefined);
  } catch (error) {
    basket.end(error as Error);
  }
}

/** Records between the side that reads lines and the side that sends them. */
class Basket {
  error: Error | undefined;
  isEnded = false;
  #records: OutgoingRecord[] = [];
  #characters = 0;
  #waiting: (() => void)[] = [];

  /** Full, or ended: waiting brings no more. */
  get isReady(): boolean {
    return this.isEnded || this.#records.length >= recordsPerBatch || this.#characters >= charactersPerBatch;
  }

  put(record: OutgoingRecord): void {
    this.#records.push(record);
    this.#characters += record.value?.length ?? 0;
    if (this.#records.length === 1 || this.isReady) this.#wake();
  }

  take(): readonly OutgoingRecord[] {
    const records = this.#records;
    this.#records = [];
    this.#characters = 0;
    this.#wake();
    return records;
  }

  /** The first end counts. */
  end(error: Error | undefined): void {
    if (this.isEnded) return;
    this.error = error;
    this.isEnded = true;
    this.#wake();
  }

  untilSome(): Promise<void> {
    return this.#until(() => this.#records.length > 0 || this.isEnded);
  }

  untilReady(): Promise<void> {
    return this.#until(() => this.isReady);
  }

  untilRoom(): Promise<void> {
    return this.#until(() => !this.isReady || this.isEnded);
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
