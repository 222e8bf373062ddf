/**
 * Why something is not judged. `verify table` counts each, and ends with exit code 4 unless the user accepts it. The
 * texts follow a count, as in `12 cells not judged: ...`.
 */
export const reasons = {
  changing: "records that came while the table was read write them",
  expiry: "their time to live ends about now, or when they were written is not known",
  unpredictable: "what the sink writes there cannot be computed",
  now: "now() gives another value for every write",
  tie: "records of two partitions have the same write time, and what the server keeps of them is not known here",
  index:
    "their write times are lower than their records', as after a restart, or where a record was not written",
  retention: "the broker has deleted records that may have written them",
  compaction: "the broker's log cleaner has removed records that may have written them",
  transaction: "they stand behind a transaction that has not ended, so that no connector is given them",
  "other-writer": "another connector writes this table too, and its rows cannot be computed",
  schema: "a column of the table may have been added after their records were carried",
  sample: "they are not in the sample",
  letters: "their dead letters are deleted, or do not say which records they are of",
} as const;

export type Reason = keyof typeof reasons;

export const reasonNames = Object.keys(reasons) as readonly Reason[];

/** Those that a user may accept: a sample is never taken for the whole. */
export const acceptableReasons = reasonNames.filter((reason) => reason !== "sample");

/** What was not judged for one reason. */
export interface Unjudged {
  readonly reason: Reason;
  /** Rows of which it is not known whether they should be there. */
  readonly rows: number;
  /** Cells; those of such rows are among them. */
  readonly cells: number;
  readonly records: number;
}

/** Counts by reason. */
export class UnjudgedCounts {
  readonly #counts = new Map<Reason, { rows: number; cells: number; records: number }>();

  add(reason: Reason, of: "rows" | "cells" | "records", count = 1): void {
    if (count === 0) return;
    const counts = this.#counts.get(reason) ?? { rows: 0, cells: 0, records: 0 };
    counts[of] += count;
    this.#counts.set(reason, counts);
  }

  merge(counted: readonly Unjudged[]): void {
    for (const { reason, rows, cells, records } of counted) {
      for (const [of, count] of Object.entries({ rows, cells, records }))
        this.add(reason, of as "rows" | "cells" | "records", count);
    }
  }

  /** In the order of the table of texts. */
  all(): readonly Unjudged[] {
    return reasonNames.flatMap((reason) => {
      const counts = this.#counts.get(reason);
      return counts === undefined ? [] : [{ reason, ...counts }];
    });
  }
}

/** The counts of several parts of a table, by reason. */
export function unjudgedTogether(parts: readonly Unjudged[]): readonly Unjudged[] {
  const counts = new UnjudgedCounts();
  counts.merge(parts);
  return counts.all();
}
