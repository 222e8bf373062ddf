import type { Refusal } from "../../core/rows/topic-fold.js";
import type { RowRecords } from "../../core/rows/expected-rows.js";
import type { DeadLetters } from "./dead-letters.js";
import type { ComparedTable } from "./scan-table.js";

/** What became of the records that feed a table. All but the first add up to it. */
export interface RecordAccount extends RowRecords {
  readonly read: number;
  /** Dropped by the connector's transforms. */
  readonly filtered: number;
  /** Records that cannot be written, and of which no dead letter is found. */
  readonly refused: number;
  /** Records that cannot be written, and are kept as dead letters. */
  readonly deadLettered: number;
  /** Records of which it cannot be said what they write, and those of rows that are not in the sample. */
  readonly unjudged: number;
}

export interface AccountedRecords {
  readonly counts: RecordAccount;
  /** Of those that are kept as dead letters: they are neither sent again nor given up. */
  readonly waiting: number;
  /** The first refused records without a letter. */
  readonly refusals: readonly Refusal[];
  /** The first records of which it cannot be said what they write. */
  readonly unjudgedRecords: readonly Refusal[];
  /** Of the refused ones: their letters may be among those that are deleted, or do not say whose they are. */
  readonly unjudged: number;
  /** Records of rows that are not in the sample. */
  readonly leftOut: number;
  /** Records that were not read, because no connector is given them yet. */
  readonly hidden: number;
}

/** @param hidden records that were not read */
export function accountRecords(
  { table: { fedBy }, records, leftOut }: Pick<ComparedTable, "table" | "records" | "leftOut">,
  letters: DeadLetters | undefined,
  hidden: number,
  examples: number,
): AccountedRecords {
  const sum = (count: "read" | "filtered" | "refused" | "unjudged"): number =>
    fedBy.reduce((total, topic) => total + topic[count], 0);
  const all = fedBy.flatMap(({ refusals }) => refusals);
  const lacking = letters === undefined ? all : all.filter(({ at }) => !letters.origins.has(at));
  const deadLettered = all.length - lacking.length;
  const isWaiting = ({ at }: Refusal): boolean =>
    letters?.origins.has(at) === true && !letters.resolved.has(at);
  const refused = sum("refused") - deadLettered;
  const mayBeGone = letters !== undefined && (letters.isIncomplete || letters.withoutOrigin > 0);
  return {
    counts: {
      read: sum("read"),
      ...records,
      filtered: sum("filtered"),
      refused,
      deadLettered,
      unjudged: sum("unjudged") + leftOut,
    },
    leftOut,
    waiting: all.filter(isWaiting).length,
    unjudgedRecords: fedBy.flatMap(({ unjudgedRecords }) => unjudgedRecords).slice(0, examples),
    refusals: lacking.slice(0, examples),
    unjudged: mayBeGone ? refused : 0,
    hidden,
  };
}
