import type { Clock } from "../../ports/clock.js";
import { pause } from "./paced-batches.js";

interface TickRequest {
  /** Milliseconds from one tick to the next. */
  readonly interval: number;
  readonly durationMilliseconds: number | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Times at which to work, in milliseconds since the epoch: at once, and then every interval. Work that takes
 * longer than the interval makes ticks late, and never leads to a rush of missed ones. The signal ends them.
 */
export async function* ticks(request: TickRequest): AsyncGenerator<number> {
  const { clock, signal, interval } = request;
  const start = clock.now();
  const end = start + (request.durationMilliseconds ?? Infinity);
  for (let due = start; due < end; due = Math.max(due + interval, clock.now())) {
    for (let wait = due - clock.now(); wait > 0 && !signal.aborted; wait = due - clock.now()) {
      await pause(clock, wait, signal);
    }
    if (signal.aborted) return;
    yield clock.now();
  }
}

/** Longest time that ticks made without waiting reach back, for a topic keeps its records for some days only. */
const longestPast = 3 * 86_400_000;
const usualStep = 5_000;
const shortestStep = 1_000;

/**
 * The times of `count` ticks that are made up without waiting: the last one is now, the others lie five seconds
 * apart before it, or closer when they are very many, but at least a second: readings have one time per second.
 */
export function* pastTicks(count: number, now: number): Generator<number> {
  const step = Math.max(shortestStep, Math.min(usualStep, Math.floor(longestPast / count)));
  for (let index = 0; index < count; index++) yield now - (count - 1 - index) * step;
}
