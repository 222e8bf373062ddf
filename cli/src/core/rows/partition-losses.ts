import type { Reason } from "./reasons.js";
import type { UnknownWrites } from "./unknown-writes.js";

export type LossReason = Extract<Reason, "retention" | "compaction">;

/**
 * What the records that a topic's partitions have lost may have written. They came before the first record that is left
 * after them, so their write times are taken to be no higher than its one: after a loss before offset 100, whose record
 * has the write time 5000, that is 5000.
 */
export class PartitionLosses {
  readonly #byPartition = new Map<number, UnknownWrites>();
  /** Partitions that have lost records, and no record has come after them. */
  readonly #open = new Set<number>();

  get byPartition(): ReadonlyMap<number, UnknownWrites> {
    return this.#byPartition;
  }

  lose(partition: number, reason: LossReason): void {
    this.#open.add(partition);
    // Of both, retention is the one that a user can do something about.
    const known = this.#byPartition.get(partition)?.reason;
    this.#byPartition.set(partition, { reason: known ?? reason, until: Infinity });
  }

  /** The next record of the partition that writes a row has this write time, in microseconds. */
  follow(partition: number, writeTime: number): void {
    if (this.#open.size === 0 || !this.#open.delete(partition)) return;
    const known = this.#byPartition.get(partition);
    if (known !== undefined) this.#until(partition, known, writeTime);
  }

  #until(partition: number, known: UnknownWrites, writeTime: number): void {
    const before = this.#highest.get(partition) ?? -Infinity;
    const until = Math.max(before, writeTime);
    this.#highest.set(partition, until);
    this.#byPartition.set(partition, { ...known, until });
  }

  /** By partition, of the losses that a record has followed. */
  readonly #highest = new Map<number, number>();
}
