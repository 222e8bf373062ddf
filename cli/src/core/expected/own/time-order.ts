import type { WriteOrder } from "../write-order.js";

/** So many consecutive records of later times end a millisecond. */
const gap = 1000;
/** Rows remembered; beyond, one index serves all rows of the fullest millisecond, or the earliest ones end. */
const mostRows = 1_000_000;
/** Later times, in milliseconds, are microseconds that were sent as milliseconds: no time of a record. */
export const latestTime = 100_000_000_000_000;

/**
 * order=time: 1000 x the record's milliseconds plus its index among the records of its row and millisecond. Past index
 * 999 the row carries on into the next millisecond, whose own records then start behind. The same times as TimeOrder of
 * connectors/cassandra-sink gives, without what that one keeps for its commits.
 */
export class TimeOrder implements WriteOrder {
  /** The milliseconds that may still get records, by time. */
  readonly #open: Tie[] = [];
  /** Those of them in which some row has run over: almost always none. */
  readonly #overflowing = new Set<Tie>();
  readonly #earliest = new SlidingMinimum(gap);
  #current: Tie | undefined;
  #rows = 0;

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
    if (this.#rows > mostRows) this.#forget();
    return next;
  }

  /** In order of time, so that a row's overflow is never forgotten before what it pushes back. */
  #close(before: number): void {
    let ended = 0;
    for (const tie of this.#open) {
      if (tie.milliseconds >= before || tie.reach >= before) break;
      this.#end(tie);
      ended++;
    }
    if (ended > 0) this.#open.splice(0, ended);
  }

  #end(tie: Tie): void {
    this.#overflowing.delete(tie);
    this.#rows -= tie.last.size;
    if (tie === this.#current) this.#current = undefined;
  }

  /** The open millisecond, made where there is none. Most records are of the last one, or later. */
  #tieOf(milliseconds: number): Tie {
    let place = this.#open.length;
    while (place > 0 && (this.#open[place - 1]?.milliseconds ?? 0) > milliseconds) place--;
    const found = this.#open[place - 1];
    if (found?.milliseconds === milliseconds) return found;
    const tie = new Tie(milliseconds);
    this.#open.splice(place, 0, tie);
    return tie;
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
    const fullest = this.#open.reduce((most, tie) => (tie.last.size > most.last.size ? tie : most));
    if (fullest.last.size >= mostRows / 4) {
      this.#rows -= fullest.last.size;
      for (const time of fullest.last.values()) fullest.floor = Math.max(fullest.floor, time);
      fullest.last.clear();
      return;
    }
    const kept = this.#open.filter((tie) => {
      if (tie === this.#current || this.#rows <= mostRows / 2) return true;
      this.#end(tie);
      return false;
    });
    this.#open.splice(0, this.#open.length, ...kept);
  }
}

export function isTime(milliseconds: number): boolean {
  return milliseconds >= 0 && milliseconds < latestTime;
}

/** The records of one millisecond. */
class Tie {
  readonly milliseconds: number;
  /** The last write time of each row. */
  readonly last = new Map<number, number>();
  /** Every row's last write time is taken to be at least this. */
  floor = -Infinity;
  /** The millisecond into which the longest row has run. */
  reach: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
    this.reach = milliseconds;
  }
}

/** The least of the last so many numbers. */
class SlidingMinimum {
  readonly #width: number;
  /** Rising; a ring would save little, for the queue is short but for times that rise. */
  #numbers: number[] = [];
  #positions: number[] = [];
  #first = 0;
  #added = 0;

  constructor(width: number) {
    this.#width = width;
  }

  add(number: number): void {
    while (this.#numbers.length > this.#first && (this.#numbers.at(-1) ?? 0) >= number) {
      this.#numbers.pop();
      this.#positions.pop();
    }
    this.#numbers.push(number);
    this.#positions.push(this.#added++);
    if ((this.#positions[this.#first] ?? 0) < this.#added - this.#width) this.#first++;
    if (this.#first > this.#width) {
      this.#numbers = this.#numbers.slice(this.#first);
      this.#positions = this.#positions.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Undefined until so many were added. */
  minimum(): number | undefined {
    return this.#added < this.#width ? undefined : this.#numbers[this.#first];
  }
}
