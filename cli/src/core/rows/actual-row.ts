import type { CqlValue } from "../cql/value.js";
import { cellCodec, emptyCell, type CellCodec } from "./cell.js";
import type { ActualCell } from "./judge-cell.js";
import { keyCodecs } from "./key-cell.js";
import { packRow, type MaybeCell } from "./packed-row.js";
import type { TableLayout } from "./table-layout.js";

/**
 * The values of one row as the table is read: the columns of the key, then the layout's, and then for each of the
 * layout's `timed` columns its write time (microseconds) and its time to live (seconds), null where there is none.
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

  constructor(layout: TableLayout, shift: number) {
    this.#layout = layout;
    this.keys = keyCodecs(layout);
    this.columns = layout.columns.map(({ type }) => cellCodec(type));
    this.firstTime = this.keys.length + this.columns.length;
    this.#timeOf = layout.columns.map((_, index) => layout.timed.indexOf(index));
    this.#shift = shift;
  }

  /**
   * For a partition that has static columns only, Cassandra gives a row whose other columns are all null. An empty
   * clustering value of a number is null, too, but in a table without static columns that is a row.
   */
  isNoRow(values: RowValues): boolean {
    const { partitionKeySize, hasStatics } = this.#layout;
    if (!hasStatics || partitionKeySize >= this.keys.length) return false;
    return values.slice(partitionKeySize, this.firstTime).every((value) => value === null);
  }

  key(values: RowValues): string {
    return packRow(this.keys.map((codec, index) => codec.encode(values[index] ?? null)));
  }

  cells(values: RowValues): readonly MaybeCell[] {
    const first = this.keys.length;
    return this.columns.map((codec, index) => {
      const value = values[first + index] ?? null;
      if (value === null && this.#time(values, index, 0) !== undefined) return emptyCell;
      return codec.encode(value) ?? undefined;
    });
  }

  /** Microseconds since the Unix epoch; undefined where the column has none, or was read without it. */
  writeTime(values: RowValues, column: number): number | undefined {
    const time = this.#time(values, column, 0);
    return time === undefined ? undefined : time - this.#shift;
  }

  /** Seconds. */
  timeToLive(values: RowValues, column: number): number | undefined {
    return this.#time(values, column, 1);
  }

  /** @param now milliseconds since the Unix epoch */
  cell(values: RowValues, cell: MaybeCell, column: number, now: number): ActualCell {
    const seconds = this.timeToLive(values, column);
    return {
      cell: cell ?? null,
      writeTime: this.writeTime(values, column),
      expiresAt: seconds === undefined ? null : now + seconds * 1000,
    };
  }

  #time(values: RowValues, column: number, offset: 0 | 1): number | undefined {
    const index = this.#timeOf[column] ?? -1;
    const time = index < 0 ? null : values[this.firstTime + 2 * index + offset];
    return typeof time === "number" ? time : undefined;
  }
}
