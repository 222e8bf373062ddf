/** One thing that was looked at, and what to do when it is not as it should be. */
export interface Check {
  /** `JDK`, `Kafka`, `clock of Cassandra`. */
  readonly subject: string;
  readonly ok: boolean;
  /** What was seen. */
  readonly seen: string;
  /** Only with a finding: a sentence or a command line. */
  readonly advice?: string;
}

export function good(subject: string, seen: string): Check {
  return { subject, ok: true, seen };
}

export function finding(subject: string, seen: string, advice: string): Check {
  return { subject, ok: false, seen, advice };
}
