import { setTimeout } from "node:timers/promises";

export interface Patience {
  /** Milliseconds from one look to the next. */
  readonly every: number;
  /** Milliseconds. */
  readonly within: number;
  readonly signal: AbortSignal;
  /** What is known of the thing that is waited for, when it does not come. */
  readonly otherwise?: () => Promise<string>;
}

/**
 * Waits for a condition.
 * @throws Error naming what did not come, with what is known of it
 */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  { every, within, signal, otherwise }: Patience,
): Promise<void> {
  const deadline = performance.now() + within;
  for (;;) {
    signal.throwIfAborted();
    if (await condition()) return;
    if (performance.now() > deadline) {
      const known = otherwise === undefined ? "" : `: ${await otherwise()}`;
      throw new Error(`waited ${Math.round(within / 1000)} s for ${what}${known}`);
    }
    await setTimeout(every, undefined, { signal });
  }
}
