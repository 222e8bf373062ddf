import type { Usage } from "#test/bench/harness/usage.js";
import type { Run } from "#test/bench/harness/race.js";
import type { Verified } from "#test/bench/harness/verification.js";
import type { Machine } from "./machine.js";

/** A document's file of JSON under docs/benchmarks. */
export interface BenchResult {
  readonly version: 1;
  readonly scenarios: Readonly<Record<string, ScenarioResult>>;
}

export interface ScenarioResult {
  readonly title: string;
  /** Date and time of its end, UTC. */
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly measured: Measured;
}

/** What a scenario has found; each kind has a table of its own. */
export type Measured = RaceResult | LatencyResult | MemoryResult | GrowthResult;

export interface RaceResult {
  readonly kind: "race";
  readonly records: number;
  readonly items: number;
  readonly peers: readonly PeerResult[];
  readonly ratios: readonly Ratio[];
}

export interface PeerResult {
  readonly peer: string;
  readonly title: string;
  /** Of its runs; absent when none came to an end. */
  readonly rowsPerSecond?: number;
  readonly processorSecondsPerMillion?: number;
  readonly runs: readonly Run[];
  /** Why runs did not come to an end. */
  readonly failures: readonly string[];
}

/** Two medians of one scenario, and what is wanted of them. */
export interface Ratio {
  readonly what: string;
  readonly value: number;
  readonly target: { readonly atLeast: number } | { readonly atMost: number };
  readonly met: boolean;
}

export interface LatencyResult {
  readonly kind: "latency";
  readonly series: readonly LatencySeries[];
}

export interface LatencySeries {
  readonly peer: string;
  readonly title: string;
  /** Records a second. */
  readonly rate: number;
  readonly samples: number;
  /** Milliseconds from send to the first read that saw the row, over all rounds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
  /** Milliseconds that are wanted at most, where anything is. */
  readonly wanted?: { readonly p50: number; readonly p99: number };
  readonly rounds: readonly { readonly p50: number; readonly p99: number; readonly verified: Verified }[];
}

export interface MemoryResult {
  readonly kind: "memory";
  readonly records: number;
  readonly items: number;
  /** Megabytes that the worker was given. */
  readonly heap: number;
  readonly run: Run;
  readonly samples: readonly MemorySample[];
  /** Megabytes of live heap that each further million records added, from the second tenth to the last. */
  readonly growthPerMillion?: number;
}

export interface MemorySample {
  /** Since the first row was visible. */
  readonly seconds: number;
  /** Records whose offsets were committed. */
  readonly records: number;
  /** Megabytes of the process. */
  readonly resident: number;
  /** Megabytes that are left after a full collection; taken once in each tenth of the topic. */
  readonly liveHeap?: number;
}

/** The same work on more and more records. */
export interface GrowthResult {
  readonly kind: "growth";
  readonly sizes: readonly SizeResult[];
  readonly ratios: readonly Ratio[];
}

export interface SizeResult {
  /** Each with a row of its own. */
  readonly records: number;
  /** Rounds in turn of the proof, of that of 10,000 rows that changed, and of reading topic and table alone. */
  readonly rounds: readonly Readonly<Record<"proof" | "since" | "topic" | "table", Usage>>[];
  readonly verified: Verified;
}
