import type { TableLayout } from "./table-layout.js";

/** Milliseconds by which the clocks of workers, servers and this machine may differ. */
export const clockTolerance = 10_000;

/**
 * Milliseconds since the Unix epoch at which a row written with the table's default_time_to_live expires, at the
 * earliest; 0 is never. It counts from the write, and all that is known of that is that it came after the record's time.
 * @param timestamp of the record, in milliseconds since the Unix epoch
 */
export function defaultExpiry({ defaultTtl }: TableLayout, timestamp: number): number {
  return defaultTtl === 0 ? 0 : Math.max(0, timestamp) + defaultTtl * 1000;
}
