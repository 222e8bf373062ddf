import type { ExpectedRows } from "./expected-rows.js";
import { never } from "./expiry.js";
import { unpackRow } from "./packed-row.js";
import { untouched } from "./unpredictable-records.js";

/*
 * A table may have got columns after its records were carried, and the log does not say when. Two things look different
 * by that: a record that sets nothing but nulls deletes its row only while the mapping has every column of the table; and
 * without a mapping, a record sets a column only once the table has it.
 */

/** Puts that would have deleted their rows if the table had fewer columns then. */
export class EarlierDeletes {
  readonly #until = new Map<string, number>();
  /** `topic-partition@offset` of each, where they are kept. */
  readonly origins = new Set<string>();

  /**
   * @param key packed
   * @param writeTime microseconds since the Unix epoch
   */
  add(key: string, writeTime: number, origin: string | undefined): void {
    this.#until.set(key, Math.max(writeTime, this.until(key)));
    if (origin !== undefined) this.origins.add(origin);
  }

  /** The latest write time of one of them in the row; {@link untouched} where there is none. */
  until(key: string): number {
    return this.#until.get(key) ?? untouched;
  }
}

/** What a {@link TableComparison} is told of the columns that a table may have got. */
export interface EarlierColumns {
  /** The latest write time, in microseconds since the Unix epoch, that a DELETE of this row may have had. */
  readonly deletedUntil: (key: string) => number;
  /** Whether the records of a partition are written without a mapping. */
  readonly followsColumns: (topicPartition: number) => boolean;
}

/**
 * Since when columns are known to be there: since the first record of a partition whose value a row has. Records of one
 * partition are carried in order, so a later one has set the column, too.
 */
export class KnownColumns {
  readonly #since = new Map<number, number[]>();
  readonly #rows: ExpectedRows;

  /** @param isRight whether the row of this key is there, with all that is expected of it */
  constructor(rows: ExpectedRows, isRight: (key: string) => boolean) {
    this.#rows = rows;
    for (const [key, row] of rows.keys()) if (rows.isFound(row) && isRight(key)) this.#add(row);
  }

  /** Whether the table had the column when the record was carried that set this cell. */
  has(row: number, column: number): boolean {
    const { topicPartition, offset } = this.#rows.stampOf(row, column);
    return (this.#since.get(topicPartition)?.[column] ?? Infinity) <= offset;
  }

  #add(row: number): void {
    unpackRow(this.#rows.cells(row)).forEach((cell, column) => {
      const { topicPartition, offset, expiry, tie } = this.#rows.stampOf(row, column);
      if (cell === undefined || cell === null || expiry !== never || tie === "unsure") return;
      const since = this.#since.get(topicPartition) ?? [];
      since[column] = Math.min(since[column] ?? Infinity, offset);
      this.#since.set(topicPartition, since);
    });
  }
}
