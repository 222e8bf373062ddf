import type { RowIdentity } from "../../rows/sink-rules.js";
import { OpenRows, type OpenRow, type OpenRowsSnapshot } from "./open-rows.js";

/** A row's count is over when the partition has passed so many offsets since its last record. */
const distance = 10_000;

/** Counts the records of each row and millisecond, as RowIndexes of connectors/cassandra-sink. */
export class RowIndexes {
  readonly #gap: number;
  readonly #open = new OpenRows();

  /** @param gap so many consecutive records of later times end a count */
  constructor(gap: number) {
    this.#gap = gap;
  }

  /**
   * Ends the counts that are over.
   * @param offset of the record that is begun
   * @param before counts that reach no further than to earlier milliseconds are over
   */
  begin(offset: number, before: number): void {
    for (let open = this.#open.oldest; open !== undefined; open = this.#open.oldest) {
      if (offset - open.offset <= distance) break;
      this.#giveUp(open);
    }
    const until = offset - this.#gap;
    for (let open = this.#open.overdue(before, until); open !== undefined;) {
      this.#open.remove(open);
      open = this.#open.overdue(before, until);
    }
  }

  /** If other rows of the millisecond go on, its later ones start from where this one ended. */
  #giveUp(open: OpenRow): void {
    const { millisecond, last } = open;
    if (!this.#open.remove(open)) millisecond.floor = Math.max(millisecond.floor, last);
  }

  /** The write time, in microseconds, of the row in the record at this offset. */
  writeTime(row: RowIdentity, milliseconds: number, offset: number): number {
    let open = this.#open.find(row, milliseconds) ?? this.#open.findRunOver(row, milliseconds);
    let next: number;
    if (open === undefined) {
      open = this.#open.add(row, milliseconds, offset);
      next = Math.max(1000 * milliseconds, open.millisecond.floor + 1);
    } else {
      next = open.last + 1;
      this.#open.use(open, offset);
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

  snapshot(): OpenRowsSnapshot {
    return this.#open.snapshot();
  }

  restore(snapshot: OpenRowsSnapshot): void {
    this.#open.restore(snapshot);
  }

  /** Rows in memory, once for each open millisecond. */
  get size(): number {
    return this.#open.size;
  }
}
