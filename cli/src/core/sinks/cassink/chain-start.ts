import { isTime } from "./time-order.js";

/** Offsets without a record of a millisecond after which none of its rows is counted on. */
export const chainReach = 10_000;
/** The sink holds no commit for a millisecond that got no record for so long (order.idleRelease); milliseconds. */
const idleRelease = 5_000;

/** Records of one millisecond, and of those into which it runs over, that may be counted together. */
interface Chain {
  readonly from: number;
  /** The highest write time that one row could have, were all records its own: microseconds. */
  last: number;
  first: number;
  /** Offset of its last record so far. */
  seen: number;
}

/**
 * Where a sink with order=time must begin to read, so that all records from an offset on get the write times that they
 * have: at the first record of each millisecond that has records on both sides of that offset, for a record's write time
 * depends on how many of its row and millisecond came before.
 *
 * | offset | millisecond |                                                          |
 * | -----: | ----------: | -------------------------------------------------------- |
 * |     40 |           5 | a start here, for 41: the rows' records of 5 are counted |
 * |     41 |           5 |                                                          |
 * |     42 |           6 | a start here, for 42                                     |
 *
 * Rows are not told apart, which takes no mapping and may only begin too early. Read too early does no harm: what is
 * written again gets its own write time or an earlier one.
 */
export class ChainStart {
  readonly #target: number;
  readonly #chains = new Map<number, Chain>();
  readonly #runOver = new Set<Chain>();
  readonly #across = new Set<Chain>();
  #openAtTarget: number | undefined;

  constructor(target: number) {
    this.#target = target;
  }

  /**
   * Records of the partition in order, from well before the target, until {@link chainReach} behind it or the end.
   * @param time milliseconds since the Unix epoch
   */
  add(offset: number, time: number): void {
    if (offset >= this.#target) this.#openAtTarget ??= this.#openNow(this.#target);
    if (!isTime(time)) return;
    this.#forget(offset);
    const chain = this.#joined(time) ?? { from: time, last: 1000 * time - 1, first: offset, seen: offset };
    chain.last += 1;
    chain.seen = offset;
    // Set anew, for the oldest stands first.
    this.#chains.delete(chain.from);
    this.#chains.set(chain.from, chain);
    this.#runTogether(chain);
    if (offset >= this.#target && chain.first < this.#target) this.#across.add(chain);
  }

  /**
   * The first offset of what is counted on at the target, whether or not records of it follow; the target if there is
   * nothing. If it lies less than {@link chainReach} behind the first offset that was read, more must be read.
   */
  get openFrom(): number {
    return this.#openAtTarget ?? this.#openNow(this.#target);
  }

  /**
   * The offset at which to begin, and the one behind what keeps the target from being one.
   * @param isEnd whether the partition's last record has been read: others of its time may follow
   * @param now milliseconds since the Unix epoch
   */
  result(isEnd: boolean, now: number): { readonly start: number; readonly behind: number } {
    const recent = [...this.#chains.values()].filter(
      ({ first, last }) => isEnd && first < this.#target && Math.floor(last / 1000) > now - idleRelease,
    );
    const held = [...this.#across, ...recent];
    return {
      start: held.reduce((least, { first }) => Math.min(least, first), this.#target),
      behind: held.reduce((most, { seen }) => Math.max(most, seen + 1), this.#target),
    };
  }

  #openNow(offset: number): number {
    this.#forget(offset);
    return [...this.#chains.values()].reduce((least, { first }) => Math.min(least, first), offset);
  }

  #forget(offset: number): void {
    for (const chain of this.#chains.values()) {
      if (offset - chain.seen <= chainReach) break;
      this.#remove(chain);
    }
  }

  /** All that a record of this time may be counted with, as one. */
  #joined(time: number): Chain | undefined {
    const own = this.#chains.get(time);
    if (this.#runOver.size === 0) return own;
    const covering = [...this.#runOver].filter(
      (chain) => chain !== own && chain.from <= time && time <= Math.floor(chain.last / 1000),
    );
    const all = own === undefined ? covering : [own, ...covering];
    return all.reduce<Chain | undefined>(
      (joined, chain) => (joined === undefined ? chain : this.#merge(joined, chain)),
      undefined,
    );
  }

  #runTogether(chain: Chain): void {
    for (let time = chain.from + 1; time <= Math.floor(chain.last / 1000); time += 1) {
      this.#runOver.add(chain);
      const into = this.#chains.get(time);
      if (into !== undefined) this.#take(chain, into);
    }
  }

  #merge(one: Chain, other: Chain): Chain {
    const [chain, into] = one.from <= other.from ? [one, other] : [other, one];
    this.#take(chain, into);
    return chain;
  }

  #take(chain: Chain, into: Chain): void {
    chain.last = Math.max(chain.last, into.last + 1);
    chain.first = Math.min(chain.first, into.first);
    chain.seen = Math.max(chain.seen, into.seen);
    if (this.#across.has(into)) this.#across.add(chain);
    this.#remove(into);
  }

  #remove(chain: Chain): void {
    this.#chains.delete(chain.from);
    this.#runOver.delete(chain);
  }
}

interface TimedOffset {
  readonly offset: number;
  readonly timestamp: number;
}

/** Offsets that are looked at first: what is counted at the target may well have begun a reach and some late records before. */
const firstLook = 3 * chainReach;

/**
 * The chains around an offset, read from so far back that each one which reaches it begins among what was read.
 * @param low the first offset that the partition holds
 * @param read hands out the records of the partition from an offset on, in order; times in milliseconds since the Unix epoch
 */
export async function chainsAround(
  target: number,
  low: number,
  read: (from: number, onRecords: (records: readonly TimedOffset[]) => void) => Promise<void>,
): Promise<ChainStart> {
  for (let look = firstLook; ; look *= 2) {
    const from = Math.max(low, target - look);
    const chains = new ChainStart(target);
    await read(from, (records) => {
      for (const { offset, timestamp } of records) chains.add(offset, timestamp);
    });
    if (from === low || chains.openFrom >= from + chainReach) return chains;
  }
}
