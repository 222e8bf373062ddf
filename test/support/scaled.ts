import { availableParallelism, loadavg } from "node:os";

/**
 * How much longer than on a quiet machine a test may take. A deadline is for what hangs: on two processors with eight
 * others at work, a node that answers after 13 s alone has answered after 65 s. At least 2, for a machine that becomes
 * busy later; `CASSINK_TEST_SLOWNESS` sets another number.
 */
export const slowness = Number(
  process.env["CASSINK_TEST_SLOWNESS"] ??
    Math.min(10, Math.max(2, 1 + (loadavg()[0] ?? 0) / availableParallelism())),
);

/** Milliseconds of a deadline on this machine, from those on a quiet one. */
export function scaled(milliseconds: number): number {
  return Math.round(milliseconds * slowness);
}
