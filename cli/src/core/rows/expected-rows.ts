import { packRow, unpackRow, type MaybeCell, type PackedRow } from "./packed-row.js";
import type { RecordPosition } from "./record-position.js";

/** Which of two writes of a row is the later one: by write time, then by the record's position. */
interface Stamp extends RecordPosition {
  /** Microseconds since the Unix epoch. */
  readonly writeTime: number;
}

/** Flags of a row: no record has set some of its columns. */
const incomplete = 1;
/** The last two records that wrote it have equal write times. */
const equalTimes = 2;
/** The table has it. */
const found = 4;
/** Its cells come from several records, whose stamps are kept cell by cell. */
const mixed = 8;
/** A DELETE was the last to write it. */
const deleted = 16;

const firstSize = 1024;

/**
 * The rows that a table must hold: column by column the last value set since the last DELETE, in the order of write
 * time and offset. Records may come in any order. Every primary key gets a row number, counted from 0; cells are packed
 * into one text and the rest into typed arrays, about 200 bytes a row.
 */
export class ExpectedRows {
  readonly #numbers = new Map<string, number>();
  #cells: (PackedRow | undefined)[] = [];
  #writeTimes = new Float64Array(firstSize);
  #offsets = new Float64Array(firstSize);
  #topicPartitions = new Uint32Array(firstSize);
  #flags = new Uint8Array(firstSize);
  /** Milliseconds since the Unix epoch at which a cell of the row expires, at the earliest; 0 is never. */
  #expiries: Float64Array | undefined;
  /** The stamp of each cell, for rows that are `mixed`. */
  readonly #stamps = new Map<number, (Stamp | undefined)[]>();
  /** The last DELETE of each row that has had one. */
  readonly #deletions = new Map<number, Stamp>();
  #deletedRows = 0;
  /** Writes of a row that was written before; which of the two the table keeps does not matter. */
  superseded = 0;

  /** Rows that the table must have. */
  get size(): number {
    return this.#numbers.size - this.#deletedRows;
  }

  /**
   * The number of a row that is about to be written; a new one for a new key.
   * @param key the cells of the primary key, packed
   */
  numberOf(key: string): number {
    return this.#numbers.get(key) ?? this.#add(key);
  }

  /** @param expiry milliseconds since the Unix epoch at which the cells expire, at the earliest; 0 is never */
  put(row: number, cells: readonly MaybeCell[], stamp: Stamp, expiry: number): void {
    const before = this.#cells[row];
    if (before !== undefined) this.superseded++;
    // Of a DELETE and an INSERT of one write time the server keeps the DELETE.
    const deletion = this.#deletions.get(row);
    if (deletion !== undefined && stamp.writeTime <= deletion.writeTime) return;
    if (before === undefined) return this.#replace(row, cells, stamp, expiry);
    if (!this.#has(row, deleted)) return this.#merge(row, cells, stamp, expiry);
    this.#clear(row, deleted);
    this.#deletedRows--;
    this.#replace(row, cells, stamp, expiry);
  }

  delete(row: number, stamp: Stamp): void {
    if (this.#cells[row] === undefined) {
      this.#cells[row] = "";
      this.#set(row, deleted);
      this.#deletedRows++;
    } else {
      this.superseded++;
    }
    const earlier = this.#deletions.get(row);
    if (earlier !== undefined && !isLater(stamp, earlier)) return;
    this.#deletions.set(row, stamp);
    if (this.#has(row, deleted)) return;
    const isNewest = this.#stampOf(row).writeTime <= stamp.writeTime;
    if (!isNewest) return this.#forgetOlderCells(row, stamp);
    this.#cells[row] = "";
    this.#stamps.delete(row);
    this.#clear(row, mixed | incomplete | equalTimes);
    this.#set(row, deleted);
    this.#deletedRows++;
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
  recordOf(row: number, column: number): RecordPosition {
    return this.#stamps.get(row)?.[column] ?? this.#stampOf(row);
  }

  /** Whether the last two records of the row have equal write times: then the table may hold the values of either. */
  hasEqualTimes(row: number): boolean {
    return this.#has(row, equalTimes);
  }

  mayHaveExpired(row: number, now: number): boolean {
    const expiry = this.#expiries?.[row] ?? 0;
    return expiry !== 0 && expiry <= now;
  }

  markFound(row: number): void {
    this.#set(row, found);
  }

  isFound(row: number): boolean {
    return this.#has(row, found);
  }

  /** The keys and numbers of the rows that the table must have. */
  *keys(): Iterable<readonly [key: string, row: number]> {
    for (const entry of this.#numbers) if (!this.#has(entry[1], deleted)) yield entry;
  }

  #add(key: string): number {
    const row = this.#numbers.size;
    this.#numbers.set(key, row);
    if (row >= this.#writeTimes.length) this.#grow();
    return row;
  }

  /** The record sets the row anew: earlier cells are gone. */
  #replace(row: number, cells: readonly MaybeCell[], stamp: Stamp, expiry: number): void {
    this.#cells[row] = packRow(cells);
    this.#stampRow(row, stamp);
    this.#expire(row, expiry);
    if (cells.includes(undefined)) this.#set(row, incomplete);
    else this.#clear(row, incomplete);
  }

  #merge(row: number, cells: readonly MaybeCell[], stamp: Stamp, expiry: number): void {
    const old = this.#stampOf(row);
    if (old.writeTime === stamp.writeTime) this.#set(row, equalTimes);
    const newer = isLater(stamp, old);
    if (newer) this.#clear(row, old.writeTime === stamp.writeTime ? 0 : equalTimes);
    if (newer && !cells.includes(undefined)) {
      this.#stamps.delete(row);
      this.#clear(row, mixed);
      return this.#replace(row, cells, stamp, expiry);
    }
    if (!newer && !this.#has(row, mixed | incomplete)) return;
    this.#mergeCells(row, cells, stamp, newer);
    const before = this.#expiries?.[row] ?? 0;
    this.#expire(row, before === 0 || expiry === 0 ? before + expiry : Math.min(before, expiry));
  }

  #mergeCells(row: number, cells: readonly MaybeCell[], stamp: Stamp, newer: boolean): void {
    const merged = unpackRow(this.cells(row));
    const old = this.#stampOf(row);
    const stamps = this.#stamps.get(row) ?? merged.map((cell) => (cell === undefined ? undefined : old));
    cells.forEach((cell, index) => {
      const before = stamps[index];
      if (cell === undefined || (before !== undefined && !isLater(stamp, before))) return;
      merged[index] = cell;
      stamps[index] = stamp;
    });
    this.#stamps.set(row, stamps);
    this.#set(row, mixed);
    this.#cells[row] = packRow(merged);
    if (newer) this.#stampRow(row, stamp);
    if (!merged.includes(undefined)) this.#clear(row, incomplete);
  }

  #stampOf(row: number): Stamp {
    return {
      writeTime: this.#writeTimes[row] ?? 0,
      offset: this.#offsets[row] ?? 0,
      topicPartition: this.#topicPartitions[row] ?? 0,
    };
  }

  #stampRow(row: number, stamp: Stamp): void {
    this.#writeTimes[row] = stamp.writeTime;
    this.#offsets[row] = stamp.offset;
    this.#topicPartitions[row] = stamp.topicPartition;
  }

  #expire(row: number, at: number): void {
    if (at === 0 && this.#expiries === undefined) return;
    this.#expiries ??= new Float64Array(this.#writeTimes.length);
    this.#expiries[row] = at;
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
    if (cells.includes(undefined)) this.#set(row, incomplete);
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
    if (this.#expiries !== undefined) this.#expiries = grown(this.#expiries, new Float64Array(size));
  }
}

/** By write time, then by offset; where both are equal, the records are of different partitions. */
function isLater(stamp: Stamp, earlier: Stamp): boolean {
  if (stamp.writeTime !== earlier.writeTime) return stamp.writeTime > earlier.writeTime;
  if (stamp.offset !== earlier.offset) return stamp.offset > earlier.offset;
  return stamp.topicPartition >= earlier.topicPartition;
}
