import type { TableLayout } from "./table-layout.js";

/**
 * When a cell expires, as one number, for typed arrays hold those of millions of rows: 0 is never; a positive one is the
 * time, in milliseconds since the Unix epoch; a negative one is the earliest time, where it counts from a writing whose
 * time is not known: -5000 is some time from 5000 on.
 */
export type Expiry = number;

export const never: Expiry = 0;

/** Milliseconds by which the clocks of workers, servers and this machine may differ. */
export const clockTolerance = 10_000;

/**
 * Milliseconds by which a cell may outlive its time: the sink computes what remains of a time to live before it sends
 * the row, and sends it again while the server does not take it.
 */
const latestDelivery = 600_000;

/** @param earliest milliseconds since the Unix epoch */
export function someTimeFrom(earliest: number): Expiry {
  return -Math.max(1, earliest);
}

/**
 * When a row written with the table's default_time_to_live expires. It counts from the write, and all that is known of
 * that is that it came after the record's time.
 * @param timestamp of the record, in milliseconds since the Unix epoch
 */
export function defaultExpiry({ defaultTtl }: TableLayout, timestamp: number): Expiry {
  return defaultTtl === 0 ? never : someTimeFrom(Math.max(0, timestamp) + defaultTtl * 1000);
}

/** Whether a cell is still there at a time; `unsure` within the uncertainty of the clocks, or where nobody knows. */
export type Life = "alive" | "over" | "unsure";

export function lifeAt(expiry: Expiry, now: number): Life {
  if (expiry === never || now < Math.abs(expiry) - clockTolerance) return "alive";
  return expiry > 0 && now > expiry + clockTolerance ? "over" : "unsure";
}

/** The same of the last moment at which such a cell may still be seen, as its row may have been sent late. */
export function isLongOver(expiry: Expiry, now: number): boolean {
  return expiry > 0 && now > expiry + latestDelivery;
}

/** Whether a cell that expires then was written with this expiry. @param at milliseconds since the Unix epoch */
export function agrees(expiry: Expiry, at: number): boolean {
  if (at < Math.abs(expiry) - clockTolerance) return false;
  return expiry < 0 || at <= expiry + latestDelivery;
}
