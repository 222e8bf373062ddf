import { type Check, finding, good } from "./check.js";

/**
 * A server's time, and this machine's time before and after the server was asked; milliseconds since the Unix epoch.
 */
interface ClockReading {
  readonly server: number;
  /** Milliseconds: 1000 for a server that gives whole seconds. */
  readonly resolution: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Milliseconds that clocks may differ. Write times may come from one clock and record timestamps from another; when
 * they differ, an old value can look newer than a new one.
 */
const tolerance = 1_000;

/**
 * Milliseconds by which the server's clock is certainly ahead of this machine's (negative: behind); 0 when the time
 * between question and answer could explain the difference.
 */
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
