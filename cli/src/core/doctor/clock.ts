import { type Check, finding, good } from "./check.js";

/** A server's time and ours before and after it was asked; milliseconds since the Unix epoch. */
export interface ClockReading {
  readonly server: number;
  /** How coarse the server's time is: 1000 where it tells whole seconds. */
  readonly resolution: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Milliseconds that clocks may differ. Write times come from one clock, record timestamps from another: a difference
 * makes an old value look newer than a new one.
 */
const tolerance = 1_000;

/** Milliseconds that the server's clock is surely ahead of ours (negative: behind), whatever the answer's way took. */
export function clockOffset({ server, resolution, before, after }: ClockReading): number {
  const earliest = server - after;
  const latest = server + resolution - before;
  if (earliest > 0) return earliest;
  return latest < 0 ? latest : 0;
}

export function clockCheck(name: string, reading: ClockReading): Check {
  const offset = clockOffset(reading);
  const subject = `clock of ${name}`;
  if (Math.abs(offset) <= tolerance) return good(subject, "the same as here");
  const seconds = (Math.abs(offset) / 1000).toFixed(1);
  return finding(
    subject,
    `${seconds} s ${offset > 0 ? "ahead of" : "behind"} this machine`,
    "let both follow a time server (timedatectl set-ntp true): write times and record timestamps are compared",
  );
}
