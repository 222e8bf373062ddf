import { packRow, unpackRow, type MaybeCell, type PackedRow } from "./packed-row.js";

/** Where a record stands: an index into the reader's list of topic-partitions, and an offset. */
export interface Origin {
  readonly source: number;
  readonly offset: number;
}

/** What decides which of two writes of a row is the later one. */
export interface Stamp extends Origin {
  /** Microseconds since the Unix epoch. */
  readonly writeTime: number;
}

/** Flags of a row. */
const incomplete = 1;
const tied = 2;
const seen = 4;
const mixed = 8;
/** A DELETE was the last to write the row. */
const deleted = 16;

const firstSize = 1024;

/**
 * The rows that a table must hold: column by column the last value set since the last DELETE, in the order of (write
 * time, offset). Records may come in any order. Rows are packed texts and numbers in typed arrays, about 200 bytes a
 * row.
 */
export class ExpectedRows {
  readonly #places = new Map<string, number>();
  #rows: (PackedRow | undefined)[] = [];
  #writeTimes = new Float64Array(firstSize);
  #offsets = new Float64Array(firstSize);
  #sources = new Uint32Array(firstSize);
  #flags = new Uint8Array(firstSize);
  /** First possible moment, in milliseconds, at which something of the row may have expired. */
  #expiries: Float64Array | undefined;
  /** The stamps of single cells, for rows whose cells come from different records. */
  readonly #stamps = new Map<number, (Stamp | undefined)[]>();
  /** The last DELETE of each row that has had one. */
  readonly #deletions = new Map<number, Stamp>();
  #gone = 0;
  /** Writes that another write of the same row came before or after. */
  superseded = 0;

  /** Rows that the table must have. */
  get size(): number {
    return this.#places.size - this.#gone;
  }

  /** The number of a row that is about to be written; a new one for a new key. */
  placeOf(key: string): number {
    return this.#places.get(key) ?? this.#add(key);
  }

  /** @param expiry milliseconds since the Unix epoch at which what is put may end, at the earliest; 0 is never */
  put(place: number, cells: readonly MaybeCell[], stamp: Stamp, expiry: number): void {
    const before = this.#rows[place];
    if (before !== undefined) this.superseded++;
    // Of a DELETE and an INSERT of one write time the server keeps the DELETE.
    const deletion = this.#deletions.get(place);
    if (deletion !== undefined && stamp.writeTime <= deletion.writeTime) return;
    if (before === undefined) return this.#replace(place, cells, stamp, expiry);
    if (!this.#has(place, deleted)) return this.#merge(place, cells, stamp, expiry);
    this.#clear(place, deleted);
    this.#gone--;
    this.#replace(place, cells, stamp, expiry);
  }

  delete(place: number, stamp: Stamp): void {
    if (this.#rows[place] === undefined) {
      this.#rows[place] = "";
      this.#set(place, deleted);
      this.#gone++;
    } else {
      this.superseded++;
    }
    const earlier = this.#deletions.get(place);
    if (earlier !== undefined && !isLater(stamp, earlier)) return;
    this.#deletions.set(place, stamp);
    if (this.#has(place, deleted)) return;
    const isNewest = this.#stampOf(place).writeTime <= stamp.writeTime;
    if (!isNewest) return this.#forgetOlderCells(place, stamp);
    this.#rows[place] = "";
    this.#stamps.delete(place);
    this.#clear(place, mixed | incomplete | tied);
    this.#set(place, deleted);
    this.#gone++;
  }

  /** The row's place, or undefined where the table must not have it. */
  find(key: string): number | undefined {
    const place = this.#places.get(key);
    return place === undefined || this.#has(place, deleted) ? undefined : place;
  }

  row(place: number): PackedRow {
    return this.#rows[place] ?? "";
  }

  /** The record that wrote the row's cell; of a cell that nothing wrote, the row's last record. */
  originOf(place: number, column: number): Origin {
    return this.#stamps.get(place)?.[column] ?? this.#stampOf(place);
  }

  /** Whether two records of the row share their write time: then the table may hold either's values. */
  isTied(place: number): boolean {
    return this.#has(place, tied);
  }

  mayHaveExpired(place: number, now: number): boolean {
    const expiry = this.#expiries?.[place] ?? 0;
    return expiry !== 0 && expiry <= now;
  }

  markSeen(place: number): void {
    this.#set(place, seen);
  }

  isSeen(place: number): boolean {
    return this.#has(place, seen);
  }

  /** Of the rows that the table must have. */
  *keys(): Iterable<readonly [key: string, place: number]> {
    for (const entry of this.#places) if (!this.#has(entry[1], deleted)) yield entry;
  }

  #add(key: string): number {
    const place = this.#places.size;
    this.#places.set(key, place);
    if (place >= this.#writeTimes.length) this.#grow();
    return place;
  }

  /** All that was there before is overwritten. */
  #replace(place: number, cells: readonly MaybeCell[], stamp: Stamp, expiry: number): void {
    this.#rows[place] = packRow(cells);
    this.#stampRow(place, stamp);
    this.#expire(place, expiry);
    if (cells.includes(undefined)) this.#set(place, incomplete);
    else this.#clear(place, incomplete);
  }

  #merge(place: number, cells: readonly MaybeCell[], stamp: Stamp, expiry: number): void {
    const old = this.#stampOf(place);
    if (old.writeTime === stamp.writeTime) this.#set(place, tied);
    const newer = isLater(stamp, old);
    if (newer) this.#clear(place, old.writeTime === stamp.writeTime ? 0 : tied);
    if (newer && !cells.includes(undefined)) {
      this.#stamps.delete(place);
      this.#clear(place, mixed);
      return this.#replace(place, cells, stamp, expiry);
    }
    if (!newer && !this.#has(place, mixed | incomplete)) return;
    this.#mergeCells(place, cells, stamp, newer);
    const before = this.#expiries?.[place] ?? 0;
    this.#expire(place, before === 0 || expiry === 0 ? before + expiry : Math.min(before, expiry));
  }

  #mergeCells(place: number, cells: readonly MaybeCell[], stamp: Stamp, newer: boolean): void {
    const merged = unpackRow(this.row(place));
    const old = this.#stampOf(place);
    const stamps = this.#stamps.get(place) ?? merged.map((cell) => (cell === undefined ? undefined : old));
    cells.forEach((cell, index) => {
      const before = stamps[index];
      if (cell === undefined || (before !== undefined && !isLater(stamp, before))) return;
      merged[index] = cell;
      stamps[index] = stamp;
    });
    this.#stamps.set(place, stamps);
    this.#set(place, mixed);
    this.#rows[place] = packRow(merged);
    if (newer) this.#stampRow(place, stamp);
    if (!merged.includes(undefined)) this.#clear(place, incomplete);
  }

  #stampOf(place: number): Stamp {
    return {
      writeTime: this.#writeTimes[place] ?? 0,
      offset: this.#offsets[place] ?? 0,
      source: this.#sources[place] ?? 0,
    };
  }

  #stampRow(place: number, stamp: Stamp): void {
    this.#writeTimes[place] = stamp.writeTime;
    this.#offsets[place] = stamp.offset;
    this.#sources[place] = stamp.source;
  }

  #expire(place: number, at: number): void {
    if (at === 0 && this.#expiries === undefined) return;
    this.#expiries ??= new Float64Array(this.#writeTimes.length);
    this.#expiries[place] = at;
  }

  /** A DELETE that came late in the log: what newer records set stays. */
  #forgetOlderCells(place: number, deletion: Stamp): void {
    const stamps = this.#stamps.get(place);
    if (stamps === undefined) return;
    const cells = unpackRow(this.row(place)).map((cell, index) =>
      (stamps[index]?.writeTime ?? -Infinity) <= deletion.writeTime ? undefined : cell,
    );
    this.#rows[place] = packRow(cells);
    this.#stamps.set(
      place,
      stamps.map((stamp, index) => (cells[index] === undefined ? undefined : stamp)),
    );
    if (cells.includes(undefined)) this.#set(place, incomplete);
  }

  #has(place: number, flag: number): boolean {
    return ((this.#flags[place] ?? 0) & flag) !== 0;
  }

  #set(place: number, flag: number): void {
    this.#flags[place] = (this.#flags[place] ?? 0) | flag;
  }

  #clear(place: number, flag: number): void {
    this.#flags[place] = (this.#flags[place] ?? 0) & ~flag;
  }

  #grow(): void {
    const size = this.#writeTimes.length * 2;
    const grown = <T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#writeTimes = grown(this.#writeTimes, new Float64Array(size));
    this.#offsets = grown(this.#offsets, new Float64Array(size));
    this.#sources = grown(this.#sources, new Uint32Array(size));
    this.#flags = grown(this.#flags, new Uint8Array(size));
    if (this.#expiries !== undefined) this.#expiries = grown(this.#expiries, new Float64Array(size));
  }
}

/** Later in the fold: by write time, then offset; across partitions of equal both, by the partition. */
function isLater(one: Stamp, other: Stamp): boolean {
  if (one.writeTime !== other.writeTime) return one.writeTime > other.writeTime;
  if (one.offset !== other.offset) return one.offset > other.offset;
  return one.source >= other.source;
}
