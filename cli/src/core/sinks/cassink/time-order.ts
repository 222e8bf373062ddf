import type { WriteOrder } from "../../rows/sink-rules.js";
import { RowTimes } from "./row-times.js";
import { SlidingMinimum } from "./sliding-minimum.js";

/** After so many consecutive records of later times, a millisecond gets no more records. */
const gap = 1000;
/** Rows remembered; beyond that, all rows of the fullest millisecond share one index, or the earliest milliseconds end. */
const defaultMostRows = 1_000_000;
/** Milliseconds. Times from here on, of the year 5138, are not valid: they are microseconds sent as milliseconds. */
export const latestTime = 100_000_000_000_000;

/**
 * order=time: 1000 x the record's milliseconds plus its index among the records of its row and millisecond. The third
 * record of a row at millisecond 5 gets 5002. Past index 999 the row runs over into the next millisecond, whose records
 * then start after that: after 1,001 records at millisecond 5, the first at millisecond 6 gets 6001. The same write
 * times as TimeOrder of connectors/cassandra-sink gives, without what that class keeps for its commits.
 */
export class TimeOrder implements WriteOrder {
  /** The milliseconds that may still get records, by time, from {@link #first} on. */
  #open: OpenMillisecond[] = [];
  #first = 0;
  /** Those of them in which a row has run over: almost always none. */
  readonly #overflowing = new Set<OpenMillisecond>();
  readonly #earliest = new SlidingMinimum(gap);
  #current: OpenMillisecond | undefined;
  /** The first millisecond of the chain that `#firstChainEnd` is of. */
  #firstOfChain: OpenMillisecond | undefined;
  #firstChainEnd = 0;
  readonly #mostRows: number;
  #rows = 0;

  constructor(mostRows = defaultMostRows) {
    this.#mostRows = mostRows;
  }

  begin(_: number, milliseconds: number): void {
    if (!isTime(milliseconds)) return;
    this.#earliest.add(milliseconds);
    const before = this.#earliest.minimum();
    if (before !== undefined) this.#close(before);
    if (this.#current?.milliseconds !== milliseconds) this.#current = this.#openAt(milliseconds);
  }

  writeTime(row: number): number {
    const open = this.#current;
    if (open === undefined) throw new Error("a record without a time has no write time");
    const last = open.last.get(row);
    if (last === undefined) this.#rows++;
    const next =
      last === undefined
        ? Math.max(open.milliseconds * 1000, this.#lastOfEarlier(open, row) + 1, open.floor + 1)
        : last + 1;
    open.last.set(row, next);
    const reach = Math.floor(next / 1000);
    if (reach > open.reach) {
      open.reach = reach;
      this.#overflowing.add(open);
    }
    if (this.#rows > this.#mostRows) this.#forget();
    return next;
  }

  /**
   * Ends whole chains, in order of time. A chain is an open millisecond, those into which its rows have run over, those
   * into which theirs have, and so on: a replay that began in the middle of one would give lower write times.
   */
  #close(before: number): void {
    for (let end = this.#endOfFirstChain(before); end < before; end = this.#endOfFirstChain(before)) {
      for (let open = this.#open[this.#first]; open !== undefined; open = this.#open[++this.#first]) {
        if (open.milliseconds > end) break;
        this.#end(open);
      }
    }
    // Not at every step: a millisecond ends at nearly every record.
    if (this.#first > gap) this.#keep(this.#open.slice(this.#first));
  }

  /** A chain only grows, so it is walked again only when the last known end is passed. Infinite where none is open. */
  #endOfFirstChain(before: number): number {
    const first = this.#open[this.#first];
    if (first === undefined || first.milliseconds >= before) return Infinity;
    if (first === this.#firstOfChain && this.#firstChainEnd >= before) return this.#firstChainEnd;
    let end = first.reach;
    for (let index = this.#first; index < this.#open.length; index++) {
      const open = this.#open[index];
      if (open === undefined || open.milliseconds > end) break;
      end = Math.max(end, open.reach);
    }
    this.#firstOfChain = first;
    this.#firstChainEnd = end;
    return end;
  }

  #keep(open: OpenMillisecond[]): void {
    this.#open = open;
    this.#first = 0;
  }

  #end(open: OpenMillisecond): void {
    this.#overflowing.delete(open);
    this.#rows -= open.last.size;
    if (open === this.#current) this.#current = undefined;
  }

  /** The open millisecond, made where there is none. Most records are of the latest one, or later. */
  #openAt(milliseconds: number): OpenMillisecond {
    let index = this.#open.length;
    if ((this.#open[index - 1]?.milliseconds ?? 0) > milliseconds) index = this.#indexAfter(milliseconds);
    const found = index > this.#first ? this.#open[index - 1] : undefined;
    if (found?.milliseconds === milliseconds) return found;
    const open = new OpenMillisecond(milliseconds);
    if (index === this.#open.length) this.#open.push(open);
    else this.#open.splice(index, 0, open);
    return open;
  }

  /** The index after the last millisecond that is not later. */
  #indexAfter(milliseconds: number): number {
    let [from, to] = [this.#first, this.#open.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#open[middle]?.milliseconds ?? 0) > milliseconds) to = middle;
      else from = middle + 1;
    }
    return from;
  }

  /** The last write time of the row in earlier milliseconds that have run over into this one. */
  #lastOfEarlier(current: OpenMillisecond, row: number): number {
    let last = -Infinity;
    for (const open of this.#overflowing) {
      if (open.milliseconds >= current.milliseconds || open.reach < current.milliseconds) continue;
      last = Math.max(last, open.last.get(row) ?? -Infinity, open.floor);
    }
    return last;
  }

  #forget(): void {
    const all = this.#open.slice(this.#first);
    const fullest = all.reduce((most, open) => (open.last.size > most.last.size ? open : most));
    if (fullest.last.size >= this.#mostRows / 4) {
      this.#rows -= fullest.last.size;
      fullest.floor = Math.max(fullest.floor, fullest.last.highest());
      fullest.last = new RowTimes();
      return;
    }
    const kept = all.filter((open) => {
      if (open === this.#current || this.#rows <= this.#mostRows / 2) return true;
      this.#end(open);
      return false;
    });
    this.#keep(kept);
  }
}

export function isTime(milliseconds: number): boolean {
  return milliseconds >= 0 && milliseconds < latestTime;
}

/** The records of one millisecond. */
class OpenMillisecond {
  readonly milliseconds: number;
  last = new RowTimes();
  /** The least last write time of every row: that of rows which were forgotten. */
  floor = -Infinity;
  /** The millisecond into which the longest row has run. */
  reach: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
    this.reach = milliseconds;
  }
}
