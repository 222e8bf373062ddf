import { type Counted, UnpredictableValue } from "../refusal.js";
import { cellCount, firstCells } from "./packed-row.js";

/** A time before all write times: nothing is touched. */
export const untouched = -Infinity;

export interface UnpredictableSnapshot {
  readonly byKey: ReadonlyMap<string, number>;
  readonly anywhere: number;
}

/**
 * What records may have touched whose writes cannot be predicted: one row where its key is known, else any. A cell may
 * be what they made of it where they have the later write time: of a record at 5000 the cells up to 5000, and those
 * that nothing has set.
 */
export class UnpredictableRecords {
  readonly #byKey = new Map<string, number>();
  #anywhere = untouched;
  /** By partition, as of a version. */
  #partitions = new Map<string, number>();
  #partitionsVersion = 0;
  /** Raised with each record that touches more than is known so far. */
  version = 0;

  /**
   * @param key packed; undefined for any row
   * @param until the latest write time that it may have, in microseconds since the Unix epoch
   */
  add(key: string | undefined, until: number): void {
    if (until <= this.until(key)) return;
    this.version++;
    if (key === undefined) this.#anywhere = until;
    else this.#byKey.set(key, until);
  }

  snapshot(): UnpredictableSnapshot {
    return { byKey: this.#byKey, anywhere: this.#anywhere };
  }

  /** Adds what other records may have touched. */
  merge({ byKey, anywhere }: UnpredictableSnapshot): void {
    for (const [key, until] of byKey) this.add(key, until);
    this.add(undefined, anywhere);
  }

  /** The latest write time that one of them may have in the row; {@link untouched} where none touches it. */
  until(key: string | undefined): number {
    const ofRow = key === undefined ? undefined : this.#byKey.get(key);
    return Math.max(this.#anywhere, ofRow ?? untouched);
  }

  /** The same of all rows of a partition, which share its static columns. @param partition its key, packed */
  untilInPartition(partition: string): number {
    if (this.#partitionsVersion < this.version) {
      this.#partitionsVersion = this.version;
      this.#partitions = this.#byPartition(cellCount(partition));
    }
    return Math.max(this.#anywhere, this.#partitions.get(partition) ?? untouched);
  }

  #byPartition(keySize: number): Map<string, number> {
    const partitions = new Map<string, number>();
    for (const [key, until] of this.#byKey) {
      const partition = firstCells(key, keySize);
      partitions.set(partition, Math.max(partitions.get(partition) ?? untouched, until));
    }
    return partitions;
  }
}

/**
 * Runs what is made of a record once its key is known, so that what cannot be predicted is of that row alone.
 * @param counted by what the sink counts the record
 * @throws UnpredictableValue of that row
 */
export function ofRow<Result>(key: string, make: () => Result, counted?: () => Counted | undefined): Result {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof UnpredictableValue) || error.row !== undefined) throw error;
    // What fails behind the key is the write time, or a value by which the sink decides whether the row is deleted.
    throw new UnpredictableValue(error.reason, error.message, { key, isLate: true, counted: counted?.() });
  }
}
