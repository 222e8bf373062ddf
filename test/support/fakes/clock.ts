import type { Clock } from "#cli/ports/clock.js";

/** A clock whose time passes only by sleeping; an aborted sleep rejects, as the system's does. */
export class FakeClock implements Clock {
  #now: number;
  readonly sleeps: number[] = [];
  /** Called after every sleep with the time it is then. */
  onSleep: (now: number) => void = () => undefined;

  constructor(start = 1_700_000_000_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(milliseconds);
    this.#now += milliseconds;
    await Promise.resolve();
    this.onSleep(this.#now);
    signal?.throwIfAborted();
  }
}
