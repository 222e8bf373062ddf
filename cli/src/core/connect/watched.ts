import type { SinkTotals } from "./sink-measures.js";

/** One look at a connector. */
export interface WatchedConnector {
  readonly connector: string;
  /** Absent where Connect has no connector of this name. */
  readonly state?: string;
  readonly tasks: readonly { readonly id: number; readonly state: string }[];
  /** Records that it has still to carry. */
  readonly lag: number;
  /** How old the first of them is; absent where there is none. */
  readonly seconds?: number;
  /** Absent at the first look, and where the workers do not say what tasks count. */
  readonly rowsPerSecond?: number;
  /** Since its tasks started, as the next two; absent where the workers do not say: records reported or passed over. */
  readonly errors?: number;
  /** Requests sent again. */
  readonly retries?: number;
  /** Offsets that could not be committed at the last commit. */
  readonly held?: number;
}

/** All watched connectors at one moment: a document of the stream that `connector watch` prints. */
export interface WatchedMoment {
  /** ISO 8601, in UTC. */
  readonly time: string;
  readonly connectors: readonly WatchedConnector[];
  /** Why this look has failed; the connectors are then those of the last one. */
  readonly problem?: string;
}

/** What tasks count, and when they were asked: milliseconds. */
export interface CountedAt {
  readonly at: number;
  readonly totals: SinkTotals | undefined;
}

/** Rows are written, or deleted. Nothing where a task has started anew since, which counts from zero. */
export function ratesOf(
  now: CountedAt,
  before: CountedAt | undefined,
): Pick<WatchedConnector, "rowsPerSecond" | "errors" | "retries" | "held"> {
  const { totals } = now;
  if (totals === undefined) return {};
  const counts = {
    errors: totals.recordsReported + totals.recordsIgnored,
    retries: totals.requestsRetried,
    held: totals.offsetsHeld,
  };
  if (before?.totals === undefined || now.at <= before.at) return counts;
  const rows = rowsOf(totals) - rowsOf(before.totals);
  if (rows < 0) return counts;
  return { rowsPerSecond: Math.round((10_000 * rows) / (now.at - before.at)) / 10, ...counts };
}

const rowsOf = ({ rowsWritten, rowsDeleted }: SinkTotals): number => rowsWritten + rowsDeleted;
