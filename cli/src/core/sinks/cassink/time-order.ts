import type { RowIdentity, WriteOrder } from "../../rows/sink-rules.js";
import { OpenRows, type OpenRow } from "./open-rows.js";
import { SlidingMinimum } from "./sliding-minimum.js";

/** A row's count is over after so many consecutive records of later times than its write times have reached. */
const gap = 1000;
/** Or when the partition has passed so many offsets since the row's last record. */
const distance = 10_000;
/** Milliseconds. Times from here on, of the year 5138, are not valid: they are microseconds sent as milliseconds. */
export const latestTime = 100_000_000_000_000;

/**
 * order=time: 1000 x the record's milliseconds plus its index among the records of its row and millisecond. The third
 * record of a row at millisecond 5 gets 5002. The thousand and first of them runs over into millisecond 6: it gets
 * 6000, and from then on the row's records of both milliseconds are counted together. The same write times as TimeOrder
 * and RowIndexes of connectors/cassandra-sink give, without what these keep for their commits.
 */
export class TimeOrder implements WriteOrder {
  readonly #earliest = new SlidingMinimum(gap);
  readonly #open = new OpenRows();
  #offset = 0;
  #now: number | undefined;

  begin(offset: number, milliseconds: number): void {
    if (!isTime(milliseconds)) return;
    this.#offset = offset;
    this.#now = milliseconds;
    this.#earliest.add(milliseconds);
    for (let open = this.#open.oldest; open !== undefined; open = this.#open.oldest) {
      if (offset - open.offset <= distance) break;
      this.#giveUp(open);
    }
    const before = this.#earliest.minimum() ?? -Infinity;
    for (let open = this.#overdue(before); open !== undefined; open = this.#overdue(before))
      this.#open.remove(open);
  }

  #overdue(before: number): OpenRow | undefined {
    return this.#open.overdue(before, this.#offset - gap);
  }

  /** If other rows of the millisecond go on, its later ones start from where this one ended. */
  #giveUp(open: OpenRow): void {
    const { millisecond, last } = open;
    if (!this.#open.remove(open)) millisecond.floor = Math.max(millisecond.floor, last);
  }

  writeTime(row: RowIdentity): number {
    const now = this.#now;
    if (now === undefined) throw new Error("a record without a time has no write time");
    let open = this.#open.find(row, now) ?? this.#open.findRunOver(row, now);
    let next: number;
    if (open === undefined) {
      open = this.#open.add(row, now, this.#offset);
      next = Math.max(1000 * now, open.millisecond.floor + 1);
    } else {
      next = open.last + 1;
      this.#open.use(open, this.#offset);
    }
    if (next >= 1000 * (open.end + 1)) next = this.#runOver(open, next);
    open.last = next;
    return next;
  }

  /** Takes in what is counted of the row in the milliseconds into which it runs over. */
  #runOver(open: OpenRow, from: number): number {
    let next = from;
    const ofNext = (): OpenRow | undefined => this.#open.find(open.row, Math.floor(next / 1000));
    for (let into = ofNext(); into !== undefined; into = ofNext()) {
      next = Math.max(next, into.last + 1);
      this.#open.remove(into);
    }
    this.#open.reach(open, Math.floor(next / 1000));
    return next;
  }

  /** A second above its time: a row of a million records in a millisecond reaches no further. */
  latest(_: number, milliseconds: number): number {
    return isTime(milliseconds) ? 1000 * milliseconds + 1_000_000 : Infinity;
  }

  /** Rows in memory, once for each open millisecond. */
  get size(): number {
    return this.#open.size;
  }
}

export function isTime(milliseconds: number): boolean {
  return milliseconds >= 0 && milliseconds < latestTime;
}
