import type { ExpectedRows } from "./expected-rows.js";
import { firstCells } from "./packed-row.js";

/**
 * Partitions of a table that are there for static columns alone, which the pipeline does not map or which are not set.
 * One that no record names is unexpected, as a row is whose key no record has, whichever columns it has. A record that
 * has been deleted or has expired accounts for its partition all the same: its static columns stay.
 */
export class BarePartitions {
  #keys = new Set<string>();
  readonly #unexpected = new Set<string>();
  #rows: ExpectedRows;
  readonly #keySize: number;

  /**
   * @param rows that are expected in the table, or in the part of it that is read
   * @param keySize how many columns of the rows' keys are the partition key
   */
  constructor(rows: ExpectedRows, keySize: number) {
    this.#rows = rows;
    this.#keySize = keySize;
  }

  /** The partitions that are added next are of one part of the table. @param rows that are expected in it */
  beginPart(rows: ExpectedRows): void {
    this.#rows = rows;
  }

  /** @param partition its key, packed */
  add(partition: string): void {
    this.#keys.add(partition);
  }

  /** A partition that has values which are judged: it is found, or not, by these. */
  leaveOut(partition: string): void {
    this.#keys.delete(partition);
  }

  /** The partition of a row that a record writes, if it was among those that no record names. */
  accountFor(key: string): string | undefined {
    if (this.#unexpected.size === 0) return undefined;
    const partition = firstCells(key, this.#keySize);
    return this.#unexpected.delete(partition) ? partition : undefined;
  }

  /** Between two parts: those that no record names. */
  snapshot(): ReadonlySet<string> {
    return this.#unexpected;
  }

  /** Adds those of other parts. */
  merge(unexpected: ReadonlySet<string>): void {
    for (const partition of unexpected) this.#unexpected.add(partition);
  }

  /** Of those that were added, the ones that no record names. */
  takeUnexpected(): readonly string[] {
    const keys = this.#keys;
    this.#keys = new Set();
    if (keys.size > 0) for (const key of this.#rows.everyKey()) keys.delete(firstCells(key, this.#keySize));
    for (const key of keys) this.#unexpected.add(key);
    return [...keys];
  }
}
