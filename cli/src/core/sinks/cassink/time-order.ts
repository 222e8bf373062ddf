import type { RowIdentity, WriteOrder } from "../../rows/sink-rules.js";
import { refuse } from "../../refusal.js";
import { RowIndexes } from "./row-indexes.js";
import type { OpenRowsSnapshot } from "./open-rows.js";
import { type MinimumSnapshot, SlidingMinimum } from "./sliding-minimum.js";

/** A row's count is over after so many consecutive records of later times than its write times have reached. */
const gap = 1000;
/** Milliseconds. Times from here on, of the year 5138, are not valid: they are microseconds sent as milliseconds. */
export const latestTime = 100_000_000_000_000;

interface TimeOrderSnapshot {
  readonly earliest: MinimumSnapshot;
  readonly held: OpenRowsSnapshot;
  readonly apart: OpenRowsSnapshot;
  readonly offset: number;
  readonly now: number | undefined;
}

/**
 * order=time: 1000 x the record's milliseconds plus its index among the records of its row and millisecond. The third
 * record of a row at millisecond 5 gets 5002. The thousand and first of them runs over into millisecond 6: it gets
 * 6000, and from then on the row's records of both milliseconds are counted together. The same write times as TimeOrder
 * and RowIndexes of connectors/cassandra-sink give, without what these keep for their commits.
 */
export class TimeOrder implements WriteOrder {
  readonly #earliest = new SlidingMinimum(gap);
  readonly #held = new RowIndexes(gap);
  /** Of the rows that are counted apart: no index of another row depends on them. */
  readonly #apart = new RowIndexes(gap);
  #offset = 0;
  #now: number | undefined;

  begin(offset: number, milliseconds: number): void {
    if (!isTime(milliseconds)) return;
    this.#offset = offset;
    this.#now = milliseconds;
    this.#earliest.add(milliseconds);
    const before = this.#earliest.minimum() ?? -Infinity;
    this.#held.begin(offset, before);
    this.#apart.begin(offset, before);
  }

  writeTime(row: RowIdentity, isCountedApart = false): number {
    if (this.#now === undefined) throw new Error("a record without a time has no write time");
    const indexes = isCountedApart ? this.#apart : this.#held;
    return indexes.writeTime(row, this.#now, this.#offset);
  }

  earliest(_: number, milliseconds: number): number {
    return 1000 * milliseconds;
  }

  /** A second above its time: a row of a million records in a millisecond reaches no further. */
  latest(_: number, milliseconds: number): number {
    return isTime(milliseconds) ? 1000 * milliseconds + 1_000_000 : Infinity;
  }

  snapshot(): TimeOrderSnapshot {
    return {
      earliest: this.#earliest.snapshot(),
      held: this.#held.snapshot(),
      apart: this.#apart.snapshot(),
      offset: this.#offset,
      now: this.#now,
    };
  }

  restore(snapshot: unknown): void {
    const { earliest, held, apart, offset, now } = snapshot as TimeOrderSnapshot;
    this.#earliest.restore(earliest);
    this.#held.restore(held);
    this.#apart.restore(apart);
    this.#offset = offset;
    this.#now = now;
  }

  /** Rows in memory, once for each open millisecond. */
  get size(): number {
    return this.#held.size + this.#apart.size;
  }
}

export function isTime(milliseconds: number): boolean {
  return milliseconds >= 0 && milliseconds < latestTime;
}

/** @throws RecordRefusal for a record's time of which no write time can be made */
export function checkTime(milliseconds: number): void {
  if (isTime(milliseconds)) return;
  refuse(
    milliseconds < 0
      ? "the record has no time; map __timestamp or use order=log"
      : "the record's time is beyond the year 5000: microseconds instead of milliseconds?",
  );
}
