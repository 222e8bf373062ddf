/** One thing that `doctor` examined, and what to do when it is not right. */
export interface Check {
  /** `JDK`, `Kafka`, `clock of Cassandra`. */
  readonly subject: string;
  readonly ok: boolean;
  readonly seen: string;
  /** A sentence or a command line; only when not `ok`. */
  readonly advice?: string;
}

export function good(subject: string, seen: string): Check {
  return { subject, ok: true, seen };
}

export function finding(subject: string, seen: string, advice: string): Check {
  return { subject, ok: false, seen, advice };
}
