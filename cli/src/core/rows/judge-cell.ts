import { sameCell, unpredictableReason, type Cell } from "./cell.js";
import { agrees, isLongOver, lifeAt, never, type Expiry } from "./expiry.js";
import { generationShift } from "./generation.js";
import type { Reason } from "./reasons.js";
import type { CellStamp } from "./stamp.js";
import type { UnknownWrites } from "./unknown-writes.js";

/**
 * Microseconds by which the write time of a record may be above the one that is computed for it, where records that are
 * not known came before it: they may have been of its row and millisecond, and count then.
 */
export const writeTimeTolerance = 1_000_000;

/** What is wrong with a cell. */
export type Fault = "value" | "write time" | "time to live";

/**
 * `restarted index`: the value is right, and so is the millisecond of its write time, but not the index in it. Where the
 * sink was idle, or forgot for want of memory, and went on in the same millisecond, it counted from 0 again; the log does
 * not tell.
 */
export type CellVerdict =
  "right" | "restarted index" | { readonly wrong: Fault } | { readonly reason: Reason };

export interface ExpectedCell {
  /** Null for one that is not set. */
  readonly cell: Cell | null;
  readonly stamp: CellStamp;
  /** Whether a record has set it, to a value or to null. */
  readonly isSet: boolean;
}

export interface ActualCell {
  /** Null for one that is not set. */
  readonly cell: Cell | null;
  /** Microseconds since the Unix epoch; undefined where it cannot be read, as of a collection before Cassandra 5.0. */
  readonly writeTime: number | undefined;
  /**
   * Milliseconds since the Unix epoch; null for a cell that does not expire. Of a collection, when the first of its
   * elements does. Counts only beside a write time.
   */
  readonly expiresAt: number | null;
  /** The same of the last of its elements; null if one of them does not expire. */
  readonly lastExpiresAt: number | null;
}

const right = "right";
const wrong = (fault: Fault): CellVerdict => ({ wrong: fault });

/**
 * Judges one cell of a row that the table has.
 * @param unknown records that may have written it although nobody knows them
 * @param now milliseconds since the Unix epoch
 * @param generation of the sink: so often its write times may have been raised since the cell was written
 */
export function judgeCell(
  expected: ExpectedCell,
  actual: ActualCell,
  unknown: UnknownWrites | undefined,
  now: number,
  generation = 0,
): CellVerdict {
  const { stamp } = expected;
  const excused = unknown !== undefined && !isBefore(actual, expected) && mayHave(unknown, actual.writeTime);
  if (stamp.tie === "unsure" && expected.isSet) {
    return isAfter(actual, stamp) && !excused ? wrong("write time") : { reason: "tie" };
  }
  if (actual.cell === null) return judgeNull(expected, unknown, now);
  const fault = faultOf(expected, actual, now, generation);
  if (fault === undefined || fault === "restarted index") {
    return unpredictableReason(expected.cell) === undefined ? (fault ?? right) : { reason: "unpredictable" };
  }
  if (fault === "expiry" || fault === "index") return { reason: fault };
  return excused ? { reason: unknown.reason } : wrong(fault);
}

/** The table has no value: right where none is expected, or where it has expired. */
function judgeNull(
  { cell, stamp, isSet }: ExpectedCell,
  unknown: UnknownWrites | undefined,
  now: number,
): CellVerdict {
  if (cell === null) return right;
  const life = lifeAt(stamp.expiry, now);
  if (life === "over") return right;
  if (life === "unsure") return { reason: "expiry" };
  const mayBeGone = unknown !== undefined && isSet && stamp.writeTime <= unknown.until;
  return mayBeGone ? { reason: unknown.reason } : wrong("value");
}

/** A record that is not known did not write this, for the expected one would have won over it. */
function isBefore({ writeTime }: ActualCell, { stamp, isSet }: ExpectedCell): boolean {
  return isSet && writeTime !== undefined && writeTime < stamp.writeTime;
}

/** Whichever record of a tie has won, both have the same write time. */
function isAfter({ cell, writeTime }: ActualCell, { writeTime: tied }: CellStamp): boolean {
  return cell !== null && writeTime !== undefined && writeTime > tied;
}

/** Whether records that are not known may have written something at that time, or have raised it. */
export function mayHave({ until }: UnknownWrites, writeTime: number | undefined): boolean {
  return writeTime === undefined || writeTime <= until + writeTimeTolerance;
}

function faultOf(
  { cell, stamp }: ExpectedCell,
  actual: ActualCell,
  now: number,
  generation: number,
): Fault | "expiry" | "restarted index" | "index" | undefined {
  if (!sameCell(cell, actual.cell)) return "value";
  const { expiry } = stamp;
  if (actual.writeTime === undefined) {
    if (expiry === never || lifeAt(expiry, now) !== "over") return undefined;
    return isLongOver(expiry, now) ? "time to live" : "expiry";
  }
  const hasItsTime =
    expiry === never
      ? actual.expiresAt === null
      : isAlike(expiry, actual.expiresAt) && isAlike(expiry, actual.lastExpiresAt);
  if (!hasItsTime) return "time to live";
  return faultOfTime(stamp, actual.writeTime, generation);
}

/**
 * A write time above its record's keeps later records out. One below is of an earlier record with the same value, so the
 * record itself was not written; unless it is the record's own, of before the generation was raised.
 */
function faultOfTime(
  { writeTime, index = 0 }: CellStamp,
  actual: number,
  generation: number,
): "write time" | "restarted index" | "index" | undefined {
  if (actual > writeTime) return "write time";
  const below = (writeTime - actual) % generationShift;
  if (Math.floor((writeTime - actual) / generationShift) > generation) return "write time";
  if (below === 0) return undefined;
  if (below > index) return "write time";
  return canBeRestarted(index - below, index) ? "restarted index" : "index";
}

/**
 * Whether the last of the row's records in a millisecond can have got this index because counting began anew. Where the
 * expected one is 2 and the table has 0, it was the third record itself that was counted from 0, so that the second one,
 * at 1, would have won over it, if it set the cell. With 1, it was the second record, and the third has won.
 */
const canBeRestarted = (actual: number, expected: number): boolean => 2 * actual >= expected - 1;

const isAlike = (expiry: Expiry, at: number | null): boolean => at !== null && agrees(expiry, at);
