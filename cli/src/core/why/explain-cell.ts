import { sameCell, type Cell } from "../rows/cell.js";
import { lifeAt, never } from "../rows/expiry.js";
import type { CellEvent } from "./cell-history.js";
import type { RowEvent } from "./row-event.js";

/** Why a cell is what it is; the texts are in reporters/why.ts. */
export const causes = [
  /** A record wrote it. */
  "record",
  /** Several records have its write time and say its value. */
  "one of several records",
  /** A record of its millisecond says its value, and counts more records before it than the sink did. */
  "restarted index",
  /** No record of the pipeline did. */
  "no record",
  /** It was written before what the topic still holds. */
  "before the log",
  /** No record that is left did, and some are gone. */
  "no record left",
  /** A record of the row, of which it cannot be said what it writes, may have. */
  "uncertain record",
  /** No value: as a record says. */
  "set null",
  "deleted",
  "expired",
  /** No value: it was to expire about now. */
  "perhaps expired",
  /** No value: no record sets one. */
  "never set",
  /** No value, though a record sets one that the connector has carried: it is lost, or another writer removed it. */
  "not there",
  /** No value: the table may have got the column after the record. */
  "column added later",
  /** No record was found, and not all were looked at. */
  "not searched",
] as const;
export type Cause = (typeof causes)[number];

/** What is known about the log beside the records that were found. */
export interface LogKnowledge {
  /** Whether a record with this write time would stand before what the topic still holds, or where the cleaner was. */
  readonly isBeforeLog: (writeTime: number) => boolean;
  /** Whether the broker has removed records of which nobody knows what they were. */
  readonly hasLost: boolean;
  /** Whether the log cleaner has removed some among those that were read. */
  readonly hasGaps: boolean;
  /** Whether all records of the cell that are left were read. */
  readonly isComplete: boolean;
  /** Whether write times count the records of a row and millisecond (order=time). */
  readonly counts: boolean;
  /** Whether some record of the row cannot be predicted. */
  readonly hasUncertain: boolean;
  /** Whether the connector had carried the record before the row was read. */
  readonly isCarried: (event: RowEvent) => boolean;
}

/** A cell of the table. */
export interface FoundCell {
  readonly cell: Cell | null;
  /** Microseconds since the Unix epoch, without a generation's; undefined where the server tells none. */
  readonly writeTime: number | undefined;
  /** Microseconds by which it may be off. */
  readonly error: number;
}

export interface Explanation {
  readonly cause: Cause;
  /** The records that made it so: one, or those that equally may have. */
  readonly by: readonly CellEvent[];
  /** Others that have its write time, and lost. */
  readonly tied: readonly CellEvent[];
  /** What the cell was directly before: the last earlier record of it, or those with one write time. */
  readonly superseded: readonly CellEvent[];
  /** The last record that sets it later, though the table does not have that: of those that are carried, if any. */
  readonly later: CellEvent | undefined;
}

/**
 * @param history all that records say of the cell, in the order in which the server lets them win
 * @param now milliseconds since the Unix epoch
 */
export function explainCell(
  found: FoundCell,
  history: readonly CellEvent[],
  log: LogKnowledge,
  now: number,
): Explanation {
  return found.cell === null
    ? explainNull(history, log, now)
    : explainValue({ ...found, cell: found.cell }, history, log);
}

function explainValue(
  { cell, writeTime, error }: FoundCell & { readonly cell: Cell },
  history: readonly CellEvent[],
  log: LogKnowledge,
): Explanation {
  // Before Cassandra 5.0 nobody tells when a collection was written: the last record decides.
  const at = writeTime ?? history.at(-1)?.event.writeTime ?? NaN;
  const isAt = ({ event }: CellEvent): boolean => Math.abs(event.writeTime - at) <= error;
  const says = (said: CellEvent): boolean => sameCell(said.cell, cell);
  const same = history.filter(isAt);
  const by = same.filter(says);
  if (by.length > 0) {
    const tied = same.filter((each) => !by.includes(each));
    return {
      cause: by.length === 1 ? "record" : "one of several records",
      by,
      tied,
      ...around(history, at - error, at + error, log),
    };
  }
  const restarted = log.counts ? history.filter((each) => says(each) && isCountedAnew(each, at)) : [];
  const first = restarted[0]?.event.writeTime;
  if (first !== undefined) {
    const last = restarted.at(-1)?.event.writeTime ?? first;
    return { cause: "restarted index", by: restarted, tied: [], ...around(history, first, last, log) };
  }
  const cause = log.isBeforeLog(at)
    ? "before the log"
    : log.hasUncertain
      ? "uncertain record"
      : log.hasGaps
        ? "no record left"
        : "no record";
  return { cause, by: [], tied: same, ...around(history, at - error, at + error, log) };
}

/** A sink that was idle and then started again counts a millisecond anew: right millisecond, lower index. */
function isCountedAnew({ event }: CellEvent, at: number): boolean {
  return !event.bringsTime && Math.floor(at / 1000) === event.timestamp && at < event.writeTime;
}

/** A record that sets a value, and that the connector has perhaps not come to, says nothing of the null that is there. */
function explainNull(all: readonly CellEvent[], log: LogKnowledge, now: number): Explanation {
  const end = all.findLastIndex(
    (each) => log.isCarried(each.event) || nullCause(each, log, now) !== "not there",
  );
  const history = all.slice(0, end + 1);
  const later = all.slice(end + 1).at(-1);
  const last = history.at(-1);
  if (last === undefined) {
    const cause = log.hasUncertain
      ? "uncertain record"
      : !log.isComplete
        ? "not searched"
        : log.hasLost
          ? "no record left"
          : "never set";
    return { cause, by: [], tied: [], superseded: [], later };
  }
  const { writeTime } = last.event;
  const same = history.filter(({ event }) => event.writeTime === writeTime);
  const by = same.filter(({ cell, event }) => cell === last.cell && event.kind === last.event.kind);
  return {
    cause: nullCause(last, log, now),
    by,
    tied: same.filter((each) => !by.includes(each)),
    superseded: around(history, writeTime, writeTime, log).superseded,
    later,
  };
}

function nullCause({ event, cell }: CellEvent, log: LogKnowledge, now: number): Cause {
  if (event.kind === "delete") return "deleted";
  if (cell === null) return "set null";
  const life = event.expiry === never ? "alive" : lifeAt(event.expiry, now);
  if (life === "over") return "expired";
  if (life === "unsure") return "perhaps expired";
  if (log.hasUncertain) return "uncertain record";
  return event.lacked.length > 0 ? "column added later" : "not there";
}

function around(
  history: readonly CellEvent[],
  from: number,
  to: number,
  { isCarried }: LogKnowledge,
): Pick<Explanation, "superseded" | "later"> {
  const before = history.filter(({ event }) => event.writeTime < from);
  const last = before.at(-1)?.event.writeTime;
  const after = history.filter(({ event }) => event.writeTime > to);
  const later = after.findLast(({ event }) => isCarried(event)) ?? after.at(-1);
  return { superseded: before.filter(({ event }) => event.writeTime === last), later };
}
