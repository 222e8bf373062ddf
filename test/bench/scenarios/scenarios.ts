import { latency } from "./latency.js";
import { long } from "./long.js";
import { memory } from "./memory.js";
import { fresh, peers, tuned, variants, warm } from "./races.js";
import type { Scenario } from "./scenario.js";

/** In the order in which they run when none is named. */
export const scenarios: readonly Scenario[] = [fresh, warm, tuned, variants, peers, latency, long, memory];
