import type { Reason } from "./reasons.js";

/** Records that are not known, and that may have written a row. */
export interface UnknownWrites {
  readonly reason: Reason;
  /**
   * The write time, in microseconds since the Unix epoch, that none of them exceeds: that of the first record left after
   * a loss. Infinite where nothing is known of them.
   */
  readonly until: number;
}

/** What any of them may have written: those that may be the latest. */
export function anyOf(all: readonly UnknownWrites[]): UnknownWrites | undefined {
  return all.reduce<UnknownWrites | undefined>(
    (latest, next) => (latest !== undefined && latest.until >= next.until ? latest : next),
    undefined,
  );
}
