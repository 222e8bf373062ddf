import { setTimeout } from "node:timers/promises";
import type { Clock } from "../../ports/clock.js";

/** Milliseconds, nearly 25 days: Node ends a longer timer at once. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    try {
      for (let left = milliseconds; left > 0 || left === milliseconds; left -= longestTimer)
        await setTimeout(Math.min(left, longestTimer), undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
