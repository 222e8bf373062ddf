import type { ExpectedRows } from "./expected-rows.js";
import { firstCells } from "./packed-row.js";

/**
 * Partitions of a table that are there for static columns alone, which the pipeline does not map or which are not set.
 * One that no record names is unexpected, as a row is whose key no record has, whichever columns it has. A record that
 * has been deleted or has expired accounts for its partition all the same: its static columns stay.
 */
export class BarePartitions {
  readonly #keys = new Set<string>();
  readonly #rows: ExpectedRows;
  readonly #keySize: number;

  /** @param keySize how many columns of the rows' keys are the partition key */
  constructor(rows: ExpectedRows, keySize: number) {
    this.#rows = rows;
    this.#keySize = keySize;
  }

  /** @param partition its key, packed */
  add(partition: string): void {
    this.#keys.add(partition);
  }

  /** A partition that has values which are judged: it is found, or not, by these. */
  leaveOut(partition: string): void {
    this.#keys.delete(partition);
  }

  /** The partition of a row that a record writes, if it was among these. */
  accountFor(key: string): string | undefined {
    if (this.#keys.size === 0) return undefined;
    const partition = firstCells(key, this.#keySize);
    return this.#keys.delete(partition) ? partition : undefined;
  }

  /** Those that no record names. */
  unexpected(): Iterable<string> {
    if (this.#keys.size > 0) for (const key of this.#rows.everyKey()) this.accountFor(key);
    return this.#keys;
  }
}
