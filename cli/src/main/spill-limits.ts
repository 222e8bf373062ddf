import type { SpillLimits } from "../ports/spill.js";

/** For tests alone: what a large run does, with few records. */
export function spillLimits(environment: Readonly<Record<string, string | undefined>>): Partial<SpillLimits> {
  const text = environment["CASSINK_TEST_SPILL_LIMITS"];
  return text === undefined ? {} : (JSON.parse(text) as Partial<SpillLimits>);
}
