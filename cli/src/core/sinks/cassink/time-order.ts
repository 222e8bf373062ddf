import type { WriteOrder } from "../../rows/sink-rules.js";
import { RowTimes } from "./row-times.js";
import { SlidingMinimum } from "./sliding-minimum.js";

/** So many consecutive records of later times end a millisecond. */
const gap = 1000;
/** Rows remembered; beyond, one index serves all rows of the fullest millisecond, or the earliest ones end. */
const defaultMostRows = 1_000_000;
/** Later times, in milliseconds, are microseconds that were sent as milliseconds: no time of a record. */
export const latestTime = 100_000_000_000_000;

/**
 * order=time: 1000 x the record's milliseconds plus its index among the records of its row and millisecond. Past index
 * 999 the row carries on into the next millisecond, whose own records then start behind. The same times as TimeOrder of
 * connectors/cassandra-sink gives, without what that one keeps for its commits.
 */
export class TimeOrder implements WriteOrder {
  /** The milliseconds that may still get records, by time, from {@link #first} on. */
  #open: Tie[] = [];
  #first = 0;
  /** Those of them in which some row has run over: almost always none. */
  readonly #overflowing = new Set<Tie>();
  readonly #earliest = new SlidingMinimum(gap);
  #current: Tie | undefined;
  readonly #mostRows: number;
  #rows = 0;

  /** @param mostRows remembered */
  constructor(mostRows = defaultMostRows) {
    this.#mostRows = mostRows;
  }

  begin(_: number, milliseconds: number): void {
    if (!isTime(milliseconds)) return;
    this.#earliest.add(milliseconds);
    const before = this.#earliest.minimum();
    if (before !== undefined) this.#close(before);
    if (this.#current?.milliseconds !== milliseconds) this.#current = this.#tieOf(milliseconds);
  }

  writeTime(row: number): number {
    const tie = this.#current;
    if (tie === undefined) throw new Error("a record without a time has no write time");
    const last = tie.last.get(row);
    if (last === undefined) this.#rows++;
    const next =
      last === undefined
        ? Math.max(tie.milliseconds * 1000, this.#lastOfEarlier(tie, row) + 1, tie.floor + 1)
        : last + 1;
    tie.last.set(row, next);
    const reach = Math.floor(next / 1000);
    if (reach > tie.reach) {
      tie.reach = reach;
      this.#overflowing.add(tie);
    }
    if (this.#rows > this.#mostRows) this.#forget();
    return next;
  }

  /** In order of time, so that a row's overflow is never forgotten before what it pushes back. */
  #close(before: number): void {
    for (let tie = this.#open[this.#first]; tie !== undefined; tie = this.#open[++this.#first]) {
      if (tie.milliseconds >= before || tie.reach >= before) break;
      this.#end(tie);
    }
    // Not at every step: a millisecond ends at nearly every record.
    if (this.#first > gap) this.#keep(this.#open.slice(this.#first));
  }

  #keep(open: Tie[]): void {
    this.#open = open;
    this.#first = 0;
  }

  #end(tie: Tie): void {
    this.#overflowing.delete(tie);
    this.#rows -= tie.last.size;
    if (tie === this.#current) this.#current = undefined;
  }

  /** The open millisecond, made where there is none. Most records are of the last one, or later. */
  #tieOf(milliseconds: number): Tie {
    let place = this.#open.length;
    if ((this.#open[place - 1]?.milliseconds ?? 0) > milliseconds) place = this.#placeOf(milliseconds);
    const found = place > this.#first ? this.#open[place - 1] : undefined;
    if (found?.milliseconds === milliseconds) return found;
    const tie = new Tie(milliseconds);
    if (place === this.#open.length) this.#open.push(tie);
    else this.#open.splice(place, 0, tie);
    return tie;
  }

  /** Behind the last millisecond that is not later. */
  #placeOf(milliseconds: number): number {
    let [from, to] = [this.#first, this.#open.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#open[middle]?.milliseconds ?? 0) > milliseconds) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  /** Where the row's earlier milliseconds have run over into this one. */
  #lastOfEarlier(current: Tie, row: number): number {
    let last = -Infinity;
    for (const tie of this.#overflowing) {
      if (tie.milliseconds >= current.milliseconds || tie.reach < current.milliseconds) continue;
      last = Math.max(last, tie.last.get(row) ?? -Infinity, tie.floor);
    }
    return last;
  }

  #forget(): void {
    const open = this.#open.slice(this.#first);
    const fullest = open.reduce((most, tie) => (tie.last.size > most.last.size ? tie : most));
    if (fullest.last.size >= this.#mostRows / 4) {
      this.#rows -= fullest.last.size;
      fullest.floor = Math.max(fullest.floor, fullest.last.highest());
      fullest.last = new RowTimes();
      return;
    }
    const kept = open.filter((tie) => {
      if (tie === this.#current || this.#rows <= this.#mostRows / 2) return true;
      this.#end(tie);
      return false;
    });
    this.#keep(kept);
  }
}

export function isTime(milliseconds: number): boolean {
  return milliseconds >= 0 && milliseconds < latestTime;
}

/** The records of one millisecond. */
class Tie {
  readonly milliseconds: number;
  last = new RowTimes();
  /** Every row's last write time is taken to be at least this. */
  floor = -Infinity;
  /** The millisecond into which the longest row has run. */
  reach: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
    this.reach = milliseconds;
  }
}
