/** The metrics of one MBean of Cassink's sink: docs/reference/sink-metrics.md. */
export interface SinkMeasures {
  /** `task-metrics`, `topic-metrics`, `table-metrics` or `retry-metrics`. */
  readonly type: string;
  /** `connector`, `task` and, depending on the type, the topic or the table. */
  readonly tags: Readonly<Record<string, string>>;
  /** By metric name; a metric without a value yet is missing. */
  readonly values: Readonly<Record<string, number>>;
}

/** Sums over the tasks of one connector. Counts begin when each task starts. */
export interface SinkTotals {
  /** How many of the connector's tasks gave metrics. */
  readonly tasks: number;
  readonly recordsRead: number;
  readonly recordsFiltered: number;
  readonly rowsWritten: number;
  /** Rows not sent, because a newer row of the same key was sent instead. */
  readonly rowsSuperseded: number;
  readonly rowsDeleted: number;
  readonly recordsReported: number;
  readonly recordsIgnored: number;
  readonly requestsRetried: number;
  readonly requestsInFlight: number;
  /**
   * Offsets that could not be committed at the last commit: their writes are in flight, or (order=time) a later record
   * of the same millisecond may follow.
   */
  readonly offsetsHeld: number;
  readonly deadLettersWaiting: number;
  /** Records that are done, and whose receipts are not acknowledged; they hold the offset. */
  readonly receiptsWaiting: number;
  /** Milliseconds for which the first of them waits, in whichever task that is longest. */
  readonly receiptWait: number;
}

/** Milliseconds: ranges are told every five seconds, and no receipt waits for longer where its topic answers. */
const longReceiptWait = 10_000;

/** Whether the topic of receipts, or its brokers, do not answer. */
export function lacksReceipts(totals: SinkTotals | undefined): boolean {
  return totals !== undefined && totals.receiptsWaiting > 0 && totals.receiptWait >= longReceiptWait;
}

/**
 * Adds up the tasks of a connector. A task may be listed twice when one worker is asked under two addresses; it is
 * counted once.
 * @returns undefined when there are no metrics of the connector's tasks
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
    receiptsWaiting: sum("receipts-waiting"),
    receiptWait: Math.max(...[...tasks.values()].map((values) => values["receipt-wait-ms"] ?? 0)),
  };
}
