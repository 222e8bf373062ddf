/** Measures of one thing that a sink task of this project counts: docs/reference/sink-metrics.md. */
export interface SinkMeasures {
  /** `task-metrics`, `topic-metrics`, `table-metrics` or `retry-metrics`. */
  readonly type: string;
  /** connector, task, and what tells it from others of them. */
  readonly tags: Readonly<Record<string, string>>;
  /** By name; what has no value yet is absent. */
  readonly values: Readonly<Record<string, number>>;
}

/** What the tasks of one connector have done since each of them started, and what they do now; all tasks together. */
export interface SinkTotals {
  /** How many of the connector's tasks said so. */
  readonly tasks: number;
  readonly recordsRead: number;
  readonly recordsFiltered: number;
  readonly rowsWritten: number;
  /** Not sent, for one of the same key was sent in their stead. */
  readonly rowsSuperseded: number;
  readonly rowsDeleted: number;
  readonly recordsReported: number;
  readonly recordsIgnored: number;
  readonly requestsRetried: number;
  readonly requestsInFlight: number;
  /** Offsets that could not be committed at the last commit: writes in flight, and ties that may still get records. */
  readonly offsetsHeld: number;
  readonly deadLettersWaiting: number;
}

/**
 * Adds up the tasks of a connector. The same task may be there twice, for a worker can be asked under two names.
 * @returns undefined where no task of it is there
 */
export function sinkTotals(connector: string, measures: readonly SinkMeasures[]): SinkTotals | undefined {
  const tasks = new Map<string, SinkMeasures["values"]>();
  for (const { type, tags, values } of measures) {
    if (type === "task-metrics" && tags["connector"] === connector) tasks.set(tags["task"] ?? "", values);
  }
  if (tasks.size === 0) return undefined;
  const sum = (...names: readonly string[]): number =>
    [...tasks.values()].reduce(
      (total, values) => names.reduce((subtotal, name) => subtotal + (values[name] ?? 0), total),
      0,
    );
  return {
    tasks: tasks.size,
    recordsRead: sum("records-read-total"),
    recordsFiltered: sum("records-filtered-total"),
    rowsWritten: sum("rows-written-total"),
    rowsSuperseded: sum("rows-superseded-total"),
    rowsDeleted: sum("rows-deleted-total"),
    recordsReported: sum("records-reported-total"),
    recordsIgnored: sum("records-ignored-total"),
    requestsRetried: sum("retries-total"),
    requestsInFlight: sum("requests-in-flight"),
    offsetsHeld: sum("offsets-held-by-writes", "offsets-held-by-ties"),
    deadLettersWaiting: sum("dead-letters-waiting"),
  };
}
