/** What a round of a fault found. docs/benchmarks/faults.md has a line for all rounds of a fault. */
export interface FaultRound {
  readonly fault: string;
  /** Zero for a round that failed before it could compare. */
  readonly rowsChecked: number;
  readonly wrongRows: number;
  /** How often the test does its harm, where that is not once. */
  readonly rounds?: number;
  /** Increments that were counted again, where the test counts them. */
  readonly repeated?: number;
}

declare module "vitest" {
  interface TaskMeta {
    faultRound?: FaultRound;
  }
}

/** How often each fault is done: `CASSINK_FAULT_ROUNDS`, or three times. Numbers from 1 on, which are the seeds too. */
export const faultRounds: readonly number[] = Array.from(
  { length: Number(process.env["CASSINK_FAULT_ROUNDS"] ?? 3) },
  (_, index) => index + 1,
);
