import { packRow, unpackRow, type MaybeCell, type PackedRow } from "./packed-row.js";
import type { RowWrite } from "./table-plan.js";

/** Where a record stands: an index into the reader's list of topic-partitions, and an offset. */
export interface Origin {
  readonly source: number;
  readonly offset: number;
}

interface Stamp extends Origin {
  readonly writeTime: number;
}

/** Flags of a row. */
const incomplete = 1;
const tied = 2;
const seen = 4;
const mixed = 8;

const firstSize = 1024;

/**
 * The rows that a table must hold: column by column the last value set, in the order of (write time, offset).
 * Records may come in any order. Rows are packed texts and numbers in typed arrays, about 200 bytes a row.
 */
export class ExpectedRows {
  readonly #places = new Map<string, number>();
  #rows: PackedRow[] = [];
  #writeTimes = new Float64Array(firstSize);
  #offsets = new Float64Array(firstSize);
  #sources = new Uint32Array(firstSize);
  #flags = new Uint8Array(firstSize);
  /** First possible moment, in milliseconds, at which something of the row may have expired. */
  #expiries: Float64Array | undefined;
  /** The stamps of single cells, for rows whose cells come from different records. */
  readonly #stamps = new Map<number, (Stamp | undefined)[]>();
  /** Writes that another write of the same row came before or after. */
  superseded = 0;

  get size(): number {
    return this.#places.size;
  }

  /** @param timestamp of the record, in milliseconds: a time to live runs from then at the earliest */
  apply(write: RowWrite, origin: Origin, timestamp: number): void {
    let place = this.#places.get(write.key);
    const stamp: Stamp = { ...origin, writeTime: write.writeTime };
    if (place === undefined) {
      place = this.#add(write.key);
      this.#put(place, write.cells, stamp);
    } else {
      this.superseded++;
      this.#merge(place, write.cells, stamp);
    }
    if (write.ttl > 0) this.#expires(place, timestamp + write.ttl * 1000);
  }

  /** The row's place, or undefined when no record makes it. */
  find(key: string): number | undefined {
    return this.#places.get(key);
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

  *keys(): Iterable<readonly [key: string, place: number]> {
    yield* this.#places;
  }

  #add(key: string): number {
    const place = this.#places.size;
    this.#places.set(key, place);
    if (place >= this.#writeTimes.length) this.#grow();
    return place;
  }

  #put(place: number, cells: readonly MaybeCell[], stamp: Stamp): void {
    this.#rows[place] = packRow(cells);
    this.#stampRow(place, stamp);
    if (cells.includes(undefined)) this.#set(place, incomplete);
    else this.#clear(place, incomplete);
  }

  #merge(place: number, cells: readonly MaybeCell[], stamp: Stamp): void {
    const old = this.#stampOf(place);
    if (old.writeTime === stamp.writeTime) this.#set(place, tied);
    const newer = isLater(stamp, old);
    if (newer) this.#clear(place, old.writeTime === stamp.writeTime ? 0 : tied);
    if (!this.#has(place, mixed)) {
      if (newer && !cells.includes(undefined)) return this.#put(place, cells, stamp);
      if (!newer && !this.#has(place, incomplete)) return;
    }
    this.#mergeCells(place, cells, stamp, newer);
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

  #expires(place: number, at: number): void {
    this.#expiries ??= new Float64Array(this.#writeTimes.length);
    const before = this.#expiries[place] ?? 0;
    this.#expiries[place] = before === 0 ? at : Math.min(before, at);
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
