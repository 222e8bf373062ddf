import type { AddedColumn } from "../cql/table.js";
import { untouched } from "./unpredictable-records.js";

/*
 * A table may have got a column after its records were carried. Cassandra tells when a column was added, and a record
 * tells when it was sent; it was carried some time after that. Two things depend on the columns of that time: a record
 * that sets nothing but nulls deletes its row only while the mapping has every column of the table; and without a mapping
 * a record sets only the columns that the table has.
 */

/** Milliseconds by which clocks may differ, and in which a running sink hears of a new column. */
const tolerance = 60_000;

/**
 * Whether a record may have been carried before the table had a column. Of a record that was sent at 11:59 and a column
 * that was added at 12:00 nobody knows; one that was sent at 12:02 came later.
 * @param timestamp of the record, in milliseconds since the Unix epoch; negative for none
 */
export function mayHaveLacked(added: AddedColumn | undefined, timestamp: number): boolean {
  return added !== undefined && timestamp < added.at + tolerance;
}

export interface EarlierColumnsSnapshot {
  readonly deleted: ReadonlyMap<string, number>;
  readonly lacked: ReadonlyMap<number, ReadonlyMap<string, number>>;
}

/** What the records of a topic may have done in a table that had fewer columns then. */
export class EarlierColumns {
  readonly #deleted = new Map<string, number>();
  readonly #lacked = new Map<number, Map<string, number>>();

  /**
   * A record that would have deleted its row.
   * @param key of the row, packed
   * @param writeTime microseconds since the Unix epoch
   */
  addDelete(key: string, writeTime: number): void {
    this.#deleted.set(key, Math.max(writeTime, this.deletedUntil(key)));
  }

  /** The columns that the table may have lacked when the record at an offset was carried. */
  addLacked(topicPartition: number, columns: readonly string[], offset: number): void {
    const known = this.#lacked.get(topicPartition) ?? new Map<string, number>();
    this.#lacked.set(topicPartition, known);
    for (const column of columns) known.set(column, offset);
  }

  snapshot(): EarlierColumnsSnapshot {
    return { deleted: this.#deleted, lacked: this.#lacked };
  }

  /** Adds what records of other partitions may have done. */
  merge({ deleted, lacked }: EarlierColumnsSnapshot): void {
    for (const [key, writeTime] of deleted) this.addDelete(key, writeTime);
    for (const [topicPartition, columns] of lacked) this.#lacked.set(topicPartition, new Map(columns));
  }

  /** The latest write time of a record that may have deleted the row; {@link untouched} where there is none. */
  deletedUntil(key: string): number {
    return this.#deleted.get(key) ?? untouched;
  }

  /** Whether the column may not have been there for the record; records of a partition are carried in order. */
  lacked(topicPartition: number, column: string, offset: number): boolean {
    return offset <= (this.#lacked.get(topicPartition)?.get(column) ?? -1);
  }
}
