import type { CellOrder } from "./cell-order.js";
import { type Expiry, lifeAt, never } from "./expiry.js";
import { LargeMap } from "./large-map.js";
import { packRow, unpackRow, type MaybeCell, type PackedRow } from "./packed-row.js";
import { isLater, isSameRecord, type CellStamp, type Stamp } from "./stamp.js";
import { markerWinner, tieWinner } from "./tie.js";
import type { EvaluatedWrite } from "./write-block.js";

/** What became of the records that write rows. Their sum is the number of puts and deletes. */
export interface RowRecords {
  /** The rows hold something of them. */
  readonly current: number;
  readonly superseded: number;
  /** DELETEs, and of each row that stays deleted the last record that wrote it. */
  readonly deleted: number;
  readonly expired: number;
}

/** Flags of a row: no record has set some of its columns. Of no meaning in one that is `mixed`. */
const incomplete = 1;
/** The last two records that wrote it have equal write times. */
const equalTimes = 2;
/** The table has it. */
const found = 4;
/** Its cells come from several records, whose stamps are kept cell by cell. */
const mixed = 8;
/** A DELETE was the last to write it. */
const deleted = 16;
/** A cell of it has a tie of which it is not known how the server decides it. */
const unsure = 32;
/** It is not known how the server decides a tie of records that say how long the row itself is there. */
const unsureMarker = 64;
/** A record other than a DELETE is of it. */
const put = 128;

const firstSize = 1024;

/** Rows as plain data. */
export interface RowsSnapshot {
  /** In the order of the rows' numbers, as the arrays are. */
  readonly keys: readonly string[];
  readonly cells: readonly (PackedRow | undefined)[];
  readonly writeTimes: Float64Array;
  readonly offsets: Float64Array;
  readonly topicPartitions: Uint32Array;
  readonly flags: Uint8Array;
  readonly indexes: Uint32Array | undefined;
  readonly expiries: Float64Array | undefined;
  readonly stamps: ReadonlyMap<number, (CellStamp | undefined)[]>;
  readonly deletions: ReadonlyMap<number, Stamp>;
  readonly counts: Readonly<Record<"deletedRows" | "puts" | "deletes", number>>;
}

/** What a record sets of a row. */
type SetCells = Pick<EvaluatedWrite, "cells" | "setsAll">;

/**
 * The rows that a table must hold: column by column the last value set since the last DELETE, in the order of write
 * time and offset. Records may come in any order. Every primary key gets a row number, counted from 0; cells are packed
 * into one text and the rest into typed arrays, about 200 bytes a row.
 */
export class ExpectedRows {
  readonly #numbers = new LargeMap<string, number>();
  readonly #orders: readonly (CellOrder | undefined)[];
  #cells: (PackedRow | undefined)[] = [];
  #writeTimes = new Float64Array(firstSize);
  #offsets = new Float64Array(firstSize);
  #topicPartitions = new Uint32Array(firstSize);
  #flags = new Uint8Array(firstSize);
  /** Of the rows' last records; undefined where all are 0. */
  #indexes: Uint32Array | undefined;
  /** When the last record of the row expires, and all its cells in a row that is not `mixed`. */
  #expiries: Float64Array | undefined;
  /** The stamp of each cell, for rows that are `mixed`. */
  readonly #stamps = new Map<number, (CellStamp | undefined)[]>();
  /** The last DELETE of each row that has had one. */
  readonly #deletions = new Map<number, Stamp>();
  #deletedRows = 0;
  #puts = 0;
  /** DELETEs. */
  #deletes = 0;

  /** @param orders of the columns' values, by which equal write times of two partitions are decided */
  constructor(orders: readonly (CellOrder | undefined)[] = []) {
    this.#orders = orders;
  }

  /** Rows that the table must have. */
  get size(): number {
    return this.#numbers.size - this.#deletedRows;
  }

  /** Whether cells of any row expire. */
  get expire(): boolean {
    return this.#expiries !== undefined;
  }

  /**
   * The number of a row that is about to be written; a new one for a new key.
   * @param key the cells of the primary key, packed
   */
  numberOf(key: string): number {
    return this.#numbers.get(key) ?? this.#add(key);
  }

  /** Takes what a record writes into the row of its key. */
  take({ kind, key, cells, setsAll, stamp, expiry }: Omit<EvaluatedWrite, "ofStatics">): void {
    const row = this.numberOf(key);
    if (kind === "delete") this.delete(row, stamp);
    else this.#put(row, { cells, setsAll }, stamp, expiry);
  }

  #put(row: number, cells: SetCells, stamp: Stamp, expiry: Expiry): void {
    this.#puts++;
    this.#set(row, put);
    // Of a DELETE and an INSERT of one write time the server keeps the DELETE.
    const deletion = this.#deletions.get(row);
    if (deletion !== undefined && stamp.writeTime <= deletion.writeTime) return;
    if (this.#cells[row] === undefined) return this.#replace(row, cells, stamp, expiry);
    if (!this.#has(row, deleted)) return this.#merge(row, cells, stamp, expiry);
    this.#clear(row, deleted);
    this.#deletedRows--;
    this.#replace(row, cells, stamp, expiry);
  }

  delete(row: number, stamp: Stamp): void {
    this.#deletes++;
    if (this.#cells[row] === undefined) {
      this.#cells[row] = "";
      this.#set(row, deleted);
      this.#deletedRows++;
    }
    const earlier = this.#deletions.get(row);
    if (earlier !== undefined && !isLater(stamp, earlier)) return;
    this.#deletions.set(row, stamp);
    if (this.#has(row, deleted)) return;
    const isNewest = this.#stampOf(row).writeTime <= stamp.writeTime;
    if (!isNewest) return this.#forgetOlderCells(row, stamp);
    this.#cells[row] = "";
    this.#stamps.delete(row);
    this.#clear(row, mixed | incomplete | equalTimes | unsure | unsureMarker);
    this.#set(row, deleted);
    this.#deletedRows++;
  }

  /** Takes over all that other expected rows hold of a row, which they go on to hold. */
  takeOver(from: ExpectedRows, key: string): void {
    const old = from.#numbers.get(key);
    if (old === undefined) return;
    const row = this.numberOf(key);
    if (from.#cells[old] !== undefined) this.#cells[row] = from.#cells[old];
    this.#stampRow(row, from.#stampOf(old), from.#expiryOf(old));
    this.#flags[row] = from.#flags[old] ?? 0;
    const [stamps, deletion] = [from.#stamps.get(old), from.#deletions.get(old)];
    if (stamps !== undefined) this.#stamps.set(row, stamps);
    if (deletion !== undefined) this.#deletions.set(row, deletion);
    if (this.#has(row, deleted)) this.#deletedRows++;
  }

  /** The row's number, or undefined where the table must not have it. */
  find(key: string): number | undefined {
    const row = this.#numbers.get(key);
    return row === undefined || this.#has(row, deleted) ? undefined : row;
  }

  cells(row: number): PackedRow {
    return this.#cells[row] ?? "";
  }

  /** The record that wrote a cell of the row; for a cell that no record wrote, the row's last record. */
  stampOf(row: number, column: number): CellStamp {
    return this.#stamps.get(row)?.[column] ?? this.lastStamp(row);
  }

  /** The row's last record; of those with one write time the one that says how long the row is there. */
  lastStamp(row: number): CellStamp {
    return { ...this.#stampOf(row), expiry: this.#expiryOf(row) };
  }

  /** The write time of {@link stampOf}. */
  writeTimeOf(row: number, column: number): number {
    const stamps = this.#has(row, mixed) ? this.#stamps.get(row) : undefined;
    return stamps?.[column]?.writeTime ?? this.#writeTimes[row] ?? 0;
  }

  /** Whether the last two records of the row have equal write times: then the table may hold the values of either. */
  hasEqualTimes(row: number): boolean {
    return this.#has(row, equalTimes);
  }

  /** Whether each of its cells is known. */
  isSure(row: number): boolean {
    return !this.#has(row, unsure);
  }

  /** Whether it is known how long the row is there without its values: as long as {@link lastStamp} says. */
  isMarkerSure(row: number): boolean {
    return !this.#has(row, unsureMarker);
  }

  markFound(row: number): void {
    this.#set(row, found);
  }

  isFound(row: number): boolean {
    return this.#has(row, found);
  }

  /** The keys of all rows that records have written or deleted. */
  everyKey(): Iterable<string> {
    return this.#numbers.keys();
  }

  /** The keys and numbers of the rows that the table must have. */
  *keys(): Iterable<readonly [key: string, row: number]> {
    for (const entry of this.#numbers) if (!this.#has(entry[1], deleted)) yield entry;
  }

  /**
   * What became of the records, once the table has been read: the same in whatever order they came. A record that expires at a time which is not known has
   * expired if the table does not have its row.
   */
  records(now: number): RowRecords {
    let current = 0;
    let expired = 0;
    let ended = 0;
    for (let row = 0; row < this.#numbers.size; row++) {
      if (this.#has(row, deleted)) {
        if (this.#has(row, put)) ended++;
        continue;
      }
      if (!this.expire && !this.#has(row, mixed)) {
        current++;
        continue;
      }
      for (const { expiry } of this.#stampsIn(row)) {
        const life = expiry === never ? "alive" : lifeAt(expiry, now);
        if (life === "over" || (life === "unsure" && !this.isFound(row))) expired++;
        else current++;
      }
    }
    const superseded = this.#puts - ended - current - expired;
    return { current, superseded, deleted: this.#deletes + ended, expired };
  }

  snapshot(): RowsSnapshot {
    const { size } = this.#numbers;
    return {
      keys: [...this.#numbers.keys()],
      cells: this.#cells,
      writeTimes: this.#writeTimes.slice(0, size),
      offsets: this.#offsets.slice(0, size),
      topicPartitions: this.#topicPartitions.slice(0, size),
      flags: this.#flags.slice(0, size),
      indexes: this.#indexes?.slice(0, size),
      expiries: this.#expiries?.slice(0, size),
      stamps: this.#stamps,
      deletions: this.#deletions,
      counts: {
        deletedRows: this.#deletedRows,
        puts: this.#puts,
        deletes: this.#deletes,
      },
    };
  }

  /** Adds rows of other keys. */
  merge(snapshot: RowsSnapshot): void {
    if (this.#numbers.size === 0) return this.#restore(snapshot);
    const others = new ExpectedRows(this.#orders);
    others.#restore(snapshot);
    for (const key of snapshot.keys) this.takeOver(others, key);
    this.#puts += others.#puts;
    this.#deletes += others.#deletes;
  }

  #restore(snapshot: RowsSnapshot): void {
    for (const key of snapshot.keys) this.#add(key);
    this.#cells = [...snapshot.cells];
    this.#writeTimes.set(snapshot.writeTimes);
    this.#offsets.set(snapshot.offsets);
    this.#topicPartitions.set(snapshot.topicPartitions);
    this.#flags.set(snapshot.flags);
    const { length } = this.#writeTimes;
    if (snapshot.indexes !== undefined) {
      this.#indexes = new Uint32Array(length);
      this.#indexes.set(snapshot.indexes);
    }
    if (snapshot.expiries !== undefined) {
      this.#expiries = new Float64Array(length);
      this.#expiries.set(snapshot.expiries);
    }
    for (const [row, stamps] of snapshot.stamps) this.#stamps.set(row, stamps);
    for (const [row, deletion] of snapshot.deletions) this.#deletions.set(row, deletion);
    const { deletedRows, puts, deletes } = snapshot.counts;
    this.#deletedRows = deletedRows;
    this.#puts = puts;
    this.#deletes = deletes;
  }

  #add(key: string): number {
    const row = this.#numbers.size;
    this.#numbers.set(key, row);
    if (row >= this.#writeTimes.length) this.#grow();
    return row;
  }

  /** The record sets the row anew: earlier cells are gone. */
  #replace(row: number, { cells, setsAll }: SetCells, stamp: Stamp, expiry: Expiry): void {
    this.#cells[row] = cells;
    this.#stampRow(row, stamp, expiry);
    this.#clear(row, unsure | unsureMarker);
    if (setsAll) this.#clear(row, incomplete);
    else this.#set(row, incomplete);
  }

  #merge(row: number, set: SetCells, stamp: Stamp, expiry: Expiry): void {
    const old = this.#stampOf(row);
    const isEqual = old.writeTime === stamp.writeTime;
    if (isEqual) this.#set(row, equalTimes);
    const newer = isLater(stamp, old);
    if (newer) this.#clear(row, isEqual ? 0 : equalTimes);
    const isTie = isEqual && old.topicPartition !== stamp.topicPartition;
    if (newer && !isTie && set.setsAll) {
      this.#stamps.delete(row);
      this.#clear(row, mixed);
      return this.#replace(row, set, stamp, expiry);
    }
    if (!newer && !isTie && !this.#has(row, mixed | incomplete)) return;
    const before = isTie ? { stamp: this.lastStamp(row), setsAll: this.#hasEveryCell(row) } : undefined;
    this.#mergeCells(row, unpackRow(set.cells), { ...stamp, expiry });
    if (before !== undefined) {
      const now = { stamp: { ...stamp, expiry }, setsAll: set.setsAll };
      const winner = markerWinner(before, now);
      if (winner === "unsure") this.#set(row, unsureMarker);
      if (winner === "now") this.#stampRow(row, stamp, expiry);
    } else if (newer) {
      if (!isEqual) this.#clear(row, unsureMarker);
      this.#stampRow(row, stamp, expiry);
    }
  }

  /** Whether some record has set each of its cells. */
  #hasEveryCell(row: number): boolean {
    if (!this.#has(row, mixed)) return !this.#has(row, incomplete);
    return this.#stamps.get(row)?.every((stamp) => stamp !== undefined) === true;
  }

  #mergeCells(row: number, cells: readonly MaybeCell[], stamp: CellStamp): void {
    const merged = unpackRow(this.cells(row));
    const old = this.lastStamp(row);
    const stamps = this.#stamps.get(row) ?? merged.map((cell) => (cell === undefined ? undefined : old));
    cells.forEach((cell, index) => {
      if (cell === undefined) return;
      const before = stamps[index];
      const cellBefore = merged[index];
      if (before === undefined || cellBefore === undefined || stamp.writeTime > before.writeTime) {
        merged[index] = cell;
        stamps[index] = stamp;
      } else if (stamp.writeTime === before.writeTime) {
        const [kept, keptStamp] = tieWinner([cellBefore, before], [cell, stamp], this.#orders[index]);
        merged[index] = kept;
        stamps[index] = keptStamp;
        if (keptStamp.tie === "unsure") this.#set(row, unsure);
      }
    });
    this.#stamps.set(row, stamps);
    this.#set(row, mixed);
    this.#cells[row] = packRow(merged);
  }

  #stampOf(row: number): Stamp {
    return {
      index: this.#indexes?.[row] ?? 0,
      writeTime: this.#writeTimes[row] ?? 0,
      offset: this.#offsets[row] ?? 0,
      topicPartition: this.#topicPartitions[row] ?? 0,
    };
  }

  #expiryOf(row: number): Expiry {
    return this.#expiries?.[row] ?? never;
  }

  /** One stamp for each record that the row holds something of: its last record, and those of its cells. */
  #stampsIn(row: number): readonly CellStamp[] {
    const last = this.lastStamp(row);
    const stamps = this.#stamps.get(row);
    if (stamps === undefined) return [last];
    const distinct = [last];
    for (const stamp of stamps) {
      if (stamp !== undefined && !distinct.some((known) => isSameRecord(known, stamp))) distinct.push(stamp);
    }
    return distinct;
  }

  #stampRow(row: number, stamp: Stamp, expiry: Expiry): void {
    this.#writeTimes[row] = stamp.writeTime;
    this.#offsets[row] = stamp.offset;
    this.#topicPartitions[row] = stamp.topicPartition;
    const { index = 0 } = stamp;
    if (index > 0) this.#indexes ??= new Uint32Array(this.#writeTimes.length);
    if (this.#indexes !== undefined) this.#indexes[row] = index;
    if (expiry === never && this.#expiries === undefined) return;
    this.#expiries ??= new Float64Array(this.#writeTimes.length);
    this.#expiries[row] = expiry;
  }

  /** A DELETE whose write time is before that of other records: the cells that those have set stay. */
  #forgetOlderCells(row: number, deletion: Stamp): void {
    const stamps = this.#stamps.get(row);
    if (stamps === undefined) return;
    const cells = unpackRow(this.cells(row)).map((cell, index) =>
      (stamps[index]?.writeTime ?? -Infinity) <= deletion.writeTime ? undefined : cell,
    );
    this.#cells[row] = packRow(cells);
    this.#stamps.set(
      row,
      stamps.map((stamp, index) => (cells[index] === undefined ? undefined : stamp)),
    );
  }

  #has(row: number, flag: number): boolean {
    return ((this.#flags[row] ?? 0) & flag) !== 0;
  }

  #set(row: number, flag: number): void {
    this.#flags[row] = (this.#flags[row] ?? 0) | flag;
  }

  #clear(row: number, flag: number): void {
    this.#flags[row] = (this.#flags[row] ?? 0) & ~flag;
  }

  #grow(): void {
    const size = this.#writeTimes.length * 2;
    const grown = <T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#writeTimes = grown(this.#writeTimes, new Float64Array(size));
    this.#offsets = grown(this.#offsets, new Float64Array(size));
    this.#topicPartitions = grown(this.#topicPartitions, new Uint32Array(size));
    this.#flags = grown(this.#flags, new Uint8Array(size));
    if (this.#indexes !== undefined) this.#indexes = grown(this.#indexes, new Uint32Array(size));
    if (this.#expiries !== undefined) this.#expiries = grown(this.#expiries, new Float64Array(size));
  }
}
