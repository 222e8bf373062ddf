/** How it stands with what was examined. Warnings are for people: they change no exit code. */
export type CheckState = "ok" | "warning" | "problem" | "unjudged";

/** One thing that `doctor` examined, and what to do when it is not right. */
export interface Check {
  /** `JDK`, `Kafka`, `clock of Cassandra`, `topic item_sales`. */
  readonly subject: string;
  readonly state: CheckState;
  readonly seen: string;
  /** A config key, or a record as `topic-partition@offset`. */
  readonly where?: string;
  /** A sentence or a command line; only when not `ok`. */
  readonly advice?: string;
}

export function good(subject: string, seen: string): Check {
  return { subject, state: "ok", seen };
}

export function finding(subject: string, seen: string, advice: string): Check {
  return { subject, state: "problem", seen, advice };
}

export function warning(subject: string, seen: string, advice: string): Check {
  return { subject, state: "warning", seen, advice };
}

/** @param seen why it could not be judged */
export function unjudged(subject: string, seen: string, advice?: string): Check {
  return { subject, state: "unjudged", seen, ...(advice === undefined ? {} : { advice }) };
}

/** What a command that has made these checks ends with. */
export function outcomeOf(checks: readonly Check[]): "clean" | "findings" | "unjudged" {
  if (checks.some(({ state }) => state === "problem")) return "findings";
  return checks.some(({ state }) => state === "unjudged") ? "unjudged" : "clean";
}
