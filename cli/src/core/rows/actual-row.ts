import type { CqlValue } from "../cql/value.js";
import { emptyCell, exactCodec, type CellCodec } from "./cell.js";
import type { ActualCell } from "./judge-cell.js";
import { keyCodecs } from "./key-cell.js";
import { generationShift } from "./generation.js";
import { packRow, type MaybeCell } from "./packed-row.js";
import type { TableLayout } from "./table-layout.js";

/**
 * The values of one row as the table is read: the columns of the key, then the layout's, and then for each of the
 * layout's `timed` columns its write time (microseconds; a bigint beyond 2^53) and its time to live (seconds, of a column of several cells an
 * array of them), null where there is none.
 */
export type RowValues = readonly (CqlValue | null)[];

/** Reads rows of one table as cells. */
export class RowCells {
  readonly keys: readonly CellCodec[];
  readonly columns: readonly CellCodec[];
  readonly #layout: TableLayout;
  /** The index of the first write time among a row's values. */
  readonly firstTime: number;
  /** By column: the index among those that are timed; -1 for none. */
  readonly #timeOf: readonly number[];
  /** Microseconds that the sink adds to each write time. */
  readonly #shift: number;
  /** The sink's `generation`. */
  readonly generation: number;
  readonly #exactShift: bigint;

  constructor(layout: TableLayout, shift: number) {
    this.#layout = layout;
    this.keys = keyCodecs(layout);
    this.columns = layout.columns.map(({ type }) => exactCodec(type));
    this.firstTime = this.keys.length + this.columns.length;
    this.#timeOf = layout.columns.map((_, index) => layout.timed.indexOf(index));
    this.#shift = shift;
    this.generation = Math.round(shift / generationShift);
    this.#exactShift = BigInt(shift);
  }

  /**
   * For a partition that has static columns only, Cassandra gives a row whose other columns are all null. An empty
   * clustering value of a number is null, too, but in a table without static columns that is a row.
   */
  isNoRow(values: RowValues): boolean {
    const { partitionKeySize, staticNames } = this.#layout;
    if (staticNames.length === 0 || partitionKeySize >= this.keys.length) return false;
    return values.slice(partitionKeySize, this.firstTime).every((value) => value === null);
  }

  key(values: RowValues): string {
    return packedKey(this.keys, values);
  }

  partitionKey(values: RowValues): string {
    return packedKey(this.keys.slice(0, this.#layout.partitionKeySize), values);
  }

  cells(values: RowValues): readonly MaybeCell[] {
    const first = this.keys.length;
    return this.columns.map((codec, index) => {
      const value = values[first + index] ?? null;
      if (value === null && this.writeTime(values, index) !== undefined) return emptyCell;
      return codec.encode(value) ?? undefined;
    });
  }

  /** Microseconds since the Unix epoch; undefined where the column has none, or was read without it. */
  writeTime(values: RowValues, column: number): number | undefined {
    return this.withoutShift(this.#time(values, column, 0));
  }

  /** A write time as the table has it, without what the sink adds; undefined where it is none. */
  withoutShift(time: CqlValue | null | undefined): number | undefined {
    if (typeof time === "number") return time - this.#shift;
    return typeof time === "bigint" ? Number(time - this.#exactShift) : undefined;
  }

  /** The latest write time in a row, as {@link writeTime} has it; undefined where one of its values has none. */
  latestWriteTime(values: RowValues): number | undefined {
    let latest = -Infinity;
    for (let column = 0; column < this.columns.length; column++) {
      if ((values[this.keys.length + column] ?? null) === null) continue;
      const writeTime = this.writeTime(values, column);
      if (writeTime === undefined) return undefined;
      latest = Math.max(latest, writeTime);
    }
    return latest === -Infinity ? undefined : latest;
  }

  /** Seconds, of the cell that expires first; undefined where none does. */
  timeToLive(values: RowValues, column: number): number | undefined {
    const all = this.#timesToLive(values, column).filter((seconds) => typeof seconds === "number");
    return all.length === 0 ? undefined : Math.min(...all);
  }

  /** @param now milliseconds since the Unix epoch */
  cell(values: RowValues, cell: MaybeCell, column: number, now: number): ActualCell {
    const all = this.#timesToLive(values, column);
    const seconds = all.filter((one) => typeof one === "number");
    const at = (some: number): number => now + some * 1000;
    return {
      cell: cell ?? null,
      writeTime: this.writeTime(values, column),
      expiresAt: seconds.length === 0 ? null : at(Math.min(...seconds)),
      lastExpiresAt: seconds.length === 0 || seconds.length < all.length ? null : at(Math.max(...seconds)),
    };
  }

  /** Of each cell that the column has. A user-defined type has none for a field that is null, yet it is listed. */
  #timesToLive(values: RowValues, column: number): readonly (CqlValue | null)[] {
    const times = this.#time(values, column, 1);
    const all = [times].flat();
    if (this.#layout.columns[column]?.type.kind !== "udt" || !Array.isArray(times)) return all;
    const value = values[this.keys.length + column];
    return all.filter((_, field) => Array.isArray(value) && (value[field] ?? null) !== null);
  }

  #time(values: RowValues, column: number, offset: 0 | 1): CqlValue | null {
    const index = this.#timeOf[column] ?? -1;
    return index < 0 ? null : (values[this.firstTime + 2 * index + offset] ?? null);
  }
}

function packedKey(codecs: readonly CellCodec[], values: RowValues): string {
  return packRow(codecs.map((codec, index) => codec.encode(values[index] ?? null)));
}
