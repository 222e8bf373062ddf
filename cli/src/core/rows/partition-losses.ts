import type { Reason } from "./reasons.js";
import { anyOf, type UnknownWrites } from "./unknown-writes.js";

export type LossReason = Extract<Reason, "retention" | "compaction">;

/** What is known of the write times, in microseconds, of one partition's lost records. */
interface Loss {
  readonly reason: LossReason;
  /** Whether no record has come after the last loss. */
  isOpen: boolean;
  /** The highest write time of the records that came next after a loss. */
  next: number;
  /** The highest write time since. */
  highest: number;
  /** By how much a record came later than one of a higher write time. */
  lateness: number;
}

/** By partition. */
export type LossesSnapshot = ReadonlyMap<number, Readonly<Loss>>;

/**
 * What the records that a topic's partitions have lost may have written. They came before the first record that is left
 * after them, so their write times are taken to be no higher than its one, and higher by no more than records that are
 * left came late: after a loss before offset 100, whose record has the write time 5000, that is 5000, and 5300 where a
 * record at 6700 came behind one at 7000. A DELETE among them may have ended what is expected up to there.
 */
export class PartitionLosses {
  readonly #losses = new Map<number, Loss>();
  readonly #mapsTimes: boolean;

  /** @param mapsTimes whether records set their write times, which then say nothing of those that are lost */
  constructor(mapsTimes: boolean) {
    this.#mapsTimes = mapsTimes;
  }

  /** Of all partitions: a row's records may have been in any of them. Undefined where none has lost any. */
  get writes(): UnknownWrites | undefined {
    return anyOf([...this.#losses.values()].map((loss) => this.#writes(loss)));
  }

  lose(partition: number, reason: LossReason): void {
    const known = this.#losses.get(partition);
    if (known !== undefined) known.isOpen = true;
    // Of both reasons, retention comes first, and is the one that a user can do something about.
    else {
      const nothing = { next: -Infinity, highest: -Infinity, lateness: 0 };
      this.#losses.set(partition, { reason, isOpen: true, ...nothing });
    }
  }

  /** The next record of the partition that writes a row has this write time, in microseconds. */
  follow(partition: number, writeTime: number): void {
    if (this.#losses.size === 0) return;
    const loss = this.#losses.get(partition);
    if (loss === undefined) return;
    if (loss.isOpen) loss.next = Math.max(loss.next, writeTime);
    loss.isOpen = false;
    loss.lateness = Math.max(loss.lateness, loss.highest - writeTime);
    loss.highest = Math.max(loss.highest, writeTime);
  }

  snapshot(): LossesSnapshot {
    return this.#losses;
  }

  /** Adds what other partitions have lost. */
  merge(losses: LossesSnapshot): void {
    for (const [partition, loss] of losses) this.#losses.set(partition, { ...loss });
  }

  #writes({ reason, isOpen, next, lateness }: Loss): UnknownWrites {
    return { reason, until: isOpen || this.#mapsTimes ? Infinity : next + lateness };
  }
}
