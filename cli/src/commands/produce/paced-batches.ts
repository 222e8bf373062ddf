import type { OutgoingRecord } from "../../core/kafka/record.js";
import type { Clock } from "../../ports/clock.js";

export interface PacedRequest {
  /** Makes the next record; undefined when there can be none before a moment has passed. */
  readonly make: (now: number) => OutgoingRecord | undefined;
  /** Records in all; undefined goes on. */
  readonly count: number | undefined;
  /** Records per second; undefined is as fast as they are taken. */
  readonly rate: number | undefined;
  readonly durationMilliseconds: number | undefined;
  readonly batchSize: number;
  readonly clock: Clock;
  /** When aborted the batches just end: what was made before is still sent. */
  readonly signal: AbortSignal;
}

const shortest = 5;

/** Batches of records at a steady rate, until count, duration or signal ends them. */
export async function* pacedBatches(request: PacedRequest): AsyncGenerator<readonly OutgoingRecord[]> {
  const { clock, signal, rate } = request;
  const start = clock.now();
  const end = start + (request.durationMilliseconds ?? Infinity);
  const count = request.count ?? Infinity;
  let made = 0;
  while (made < count && !signal.aborted) {
    const now = clock.now();
    if (now >= end) return;
    // The first record of a paced run is due at once, the next one when its time has come.
    const due = rate === undefined ? Infinity : Math.floor(((now - start) * rate) / 1000) + 1;
    const batch: OutgoingRecord[] = [];
    while (batch.length < request.batchSize && made < count && made < due) {
      const record = request.make(now);
      if (record === undefined) break;
      batch.push(record);
      made += 1;
    }
    if (batch.length > 0) {
      yield batch;
      continue;
    }
    const wait = rate === undefined ? shortest : start + (made * 1000) / rate - now;
    await pause(clock, Math.max(shortest, Math.min(wait, end - now)), signal);
  }
}

/** Sleeps, and returns early when the signal is aborted: an interrupted run ends, it does not fail. */
export async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(milliseconds, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
