import type { StateCounts } from "../core/dead-letters/letter-groups.js";
import { counted, number } from "./text.js";

/** `9 wait, 3 replayed`; what there is none of is left out. */
export function statesText({ waiting, quarantined, replayed, purged }: StateCounts): string {
  return [
    ...(waiting === 0 ? [] : [counted(waiting, "waits", "wait")]),
    ...(quarantined === 0 ? [] : [`${number(quarantined)} in quarantine`]),
    ...(replayed === 0 ? [] : [`${number(replayed)} replayed`]),
    ...(purged === 0 ? [] : [`${number(purged)} purged`]),
  ].join(", ");
}
