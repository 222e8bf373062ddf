/** A known cause for which a connector does not carry its records. */
export interface Fault {
  /** Stable: scripts may compare it. Its page is `docs/faults/<code>.md`. */
  readonly code: string;
  /** What is wrong, in half a line. */
  readonly title: string;
  /** Why it is so, for somebody who sees it for the first time. */
  readonly means: string;
  /** What to do, one step a line; `NAME` stands for the connector, `RECORD` for the record. */
  readonly fix: readonly string[];
}

/** A fault that the trace of a failed connector or task tells. */
export interface TraceFault extends Fault {
  /** What the messages of the trace say, the heads of all its causes, one a line. Absent where {@link stage} is enough. */
  readonly says?: RegExp;
  /** What Connect was doing with a record. */
  readonly stage?: Stage;
  /** A message as servers write it: it shows in the fault's page what is seen. */
  readonly example: string;
}

/** What Connect does with a record before the sink has it. */
export type Stage = "key" | "value" | "header" | "transform";
