import { latency } from "./latency.js";
import { long } from "./long.js";
import { memory } from "./memory.js";
import { fresh, peers, tuned, variants, warm } from "./races.js";
import type { Scenario } from "./scenario.js";

/** In the order in which they run: servers are warm when workers must be fresh. */
export const scenarios: readonly Scenario[] = [warm, tuned, variants, fresh, peers, latency, long, memory];
