import type { TableLayout } from "./table-layout.js";

/** Milliseconds by which the clocks of workers, servers and this machine may differ. */
export const clockTolerance = 10_000;

/**
 * Milliseconds since the Unix epoch at which the table's own time to live ends a row, at the earliest; 0 is never. It
 * counts from the writing, which nobody knows but that it was after the record was made.
 */
export function defaultExpiry({ defaultTtl }: TableLayout, timestamp: number): number {
  return defaultTtl === 0 ? 0 : Math.max(0, timestamp) + defaultTtl * 1000;
}
