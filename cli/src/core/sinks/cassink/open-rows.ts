import type { RowIdentity } from "../../rows/sink-rules.js";
import { EarliestFirst, type Ending } from "./earliest-first.js";

/** A millisecond in which rows may still get records. */
export class OpenMillisecond {
  readonly time: number;
  /** The highest write time of the rows in it that were forgotten. */
  floor = -Infinity;
  /** Most milliseconds have one row, which needs no map. */
  #sole: OpenRow | undefined;
  #all: Map<RowIdentity, OpenRow> | undefined;

  constructor(time: number) {
    this.time = time;
  }

  get(row: RowIdentity): OpenRow | undefined {
    if (this.#all !== undefined) return this.#all.get(row);
    return this.#sole?.row === row ? this.#sole : undefined;
  }

  add(row: OpenRow): void {
    if (this.#all === undefined && this.#sole === undefined) {
      this.#sole = row;
      return;
    }
    if (this.#all === undefined) {
      this.#all = new Map();
      if (this.#sole !== undefined) this.#all.set(this.#sole.row, this.#sole);
    }
    this.#all.set(row.row, row);
  }

  /** True if that was the last one. */
  remove(row: RowIdentity): boolean {
    if (this.#all === undefined) return true;
    this.#all.delete(row);
    return this.#all.size === 0;
  }
}

/** A row that may still get records of a millisecond. */
export class OpenRow implements Ending {
  readonly row: RowIdentity;
  readonly millisecond: OpenMillisecond;
  /** The write time that it got last. */
  last = 0;
  /** The last millisecond that its write times have reached. */
  end: number;
  /** The offset of its last record. */
  offset: number;
  /** The rows that had their last record before it and after it. */
  older: OpenRow | undefined;
  newer: OpenRow | undefined;
  place = -1;

  constructor(row: RowIdentity, millisecond: OpenMillisecond, offset: number) {
    this.row = row;
    this.millisecond = millisecond;
    this.end = millisecond.time;
    this.offset = offset;
  }
}

/** Open rows from the oldest on. */
export interface OpenRowsSnapshot {
  readonly rows: readonly RowIdentity[];
  /** Of each row: its millisecond, the floor of that, its last write time, its end and its offset. */
  readonly numbers: Float64Array;
}

const numbersOfRow = 5;

/** The rows that may still get records, as OpenRows of connectors/cassandra-sink. */
export class OpenRows {
  readonly #milliseconds = new Map<number, OpenMillisecond>();
  readonly #byEnd = new EarliestFirst<OpenRow>();
  /** Those whose write times have run over into later milliseconds: almost always none. */
  readonly #runOver = new Map<RowIdentity, Set<OpenRow>>();
  #latest: OpenMillisecond | undefined;
  #newest: OpenRow | undefined;
  /** The oldest of those that are not in the heap. */
  #recent: OpenRow | undefined;
  size = 0;
  /** The one whose last record is the oldest. */
  oldest: OpenRow | undefined;

  find(row: RowIdentity, time: number): OpenRow | undefined {
    return this.#millisecond(time)?.get(row);
  }

  /** The row in an earlier millisecond from which it has run over into this one; the latest, should several have. */
  findRunOver(row: RowIdentity, time: number): OpenRow | undefined {
    if (this.#runOver.size === 0) return undefined;
    let found: OpenRow | undefined;
    for (const open of this.#runOver.get(row) ?? []) {
      if (open.millisecond.time > time || open.end < time) continue;
      if (found === undefined || open.last > found.last) found = open;
    }
    return found;
  }

  #millisecond(time: number): OpenMillisecond | undefined {
    if (this.#latest?.time !== time) this.#latest = this.#milliseconds.get(time);
    return this.#latest;
  }

  add(row: RowIdentity, time: number, offset: number): OpenRow {
    let millisecond = this.#millisecond(time);
    if (millisecond === undefined) {
      millisecond = new OpenMillisecond(time);
      this.#milliseconds.set(time, millisecond);
      this.#latest = millisecond;
    }
    const open = new OpenRow(row, millisecond, offset);
    millisecond.add(open);
    this.#append(open);
    this.size++;
    return open;
  }

  /** True if it was the last row of its millisecond. */
  remove(open: OpenRow): boolean {
    const { row, millisecond, end } = open;
    if (end > millisecond.time) {
      const ofRow = this.#runOver.get(row);
      ofRow?.delete(open);
      if (ofRow?.size === 0) this.#runOver.delete(row);
    }
    this.#unlink(open);
    this.size--;
    const isLast = millisecond.remove(row);
    if (isLast) {
      this.#milliseconds.delete(millisecond.time);
      if (this.#latest === millisecond) this.#latest = undefined;
    }
    return isLast;
  }

  /** The row had a record at this offset, the highest so far. */
  use(open: OpenRow, offset: number): void {
    this.#unlink(open);
    open.offset = offset;
    this.#append(open);
  }

  /** Lets the row's write times reach into a later millisecond. */
  reach(open: OpenRow, end: number): void {
    if (open.end === open.millisecond.time) {
      const ofRow = this.#runOver.get(open.row);
      if (ofRow === undefined) this.#runOver.set(open.row, new Set([open]));
      else ofRow.add(open);
    }
    open.end = end;
  }

  /**
   * A row whose write times end before the given millisecond.
   * @param until only rows that had no record after this offset: no other one is over
   */
  overdue(before: number, until: number): OpenRow | undefined {
    for (let open = this.#recent; open !== undefined && open.offset <= until; open = open.newer) {
      if (open.end < before) return open;
      this.#byEnd.add(open);
      this.#recent = open.newer;
    }
    const first = this.#byEnd.first;
    return first !== undefined && first.end < before ? first : undefined;
  }

  snapshot(): OpenRowsSnapshot {
    const rows: RowIdentity[] = [];
    const numbers = new Float64Array(this.size * numbersOfRow);
    for (let open = this.oldest; open !== undefined; open = open.newer) {
      const { millisecond, last, end, offset } = open;
      numbers.set([millisecond.time, millisecond.floor, last, end, offset], rows.length * numbersOfRow);
      rows.push(open.row);
    }
    return { rows, numbers };
  }

  /**
   * To be called while it is empty. What was in the heap is put there again when it is looked at: in which order rows
   * that are over are handed out means nothing.
   */
  restore({ rows, numbers }: OpenRowsSnapshot): void {
    rows.forEach((row, index) => {
      const [time = 0, floor = 0, last = 0, end = 0, offset = 0] = numbers.subarray(index * numbersOfRow);
      const open = this.add(row, time, offset);
      open.millisecond.floor = floor;
      open.last = last;
      if (end > time) this.reach(open, end);
    });
  }

  #append(open: OpenRow): void {
    open.older = this.#newest;
    open.newer = undefined;
    if (this.#newest === undefined) this.oldest = open;
    else this.#newest.newer = open;
    this.#newest = open;
    this.#recent ??= open;
  }

  #unlink(open: OpenRow): void {
    if (open === this.#recent) this.#recent = open.newer;
    else if (open.place >= 0) this.#byEnd.remove(open);
    if (open.older === undefined) this.oldest = open.newer;
    else open.older.newer = open.newer;
    if (open.newer === undefined) this.#newest = open.older;
    else open.newer.older = open.older;
  }
}
