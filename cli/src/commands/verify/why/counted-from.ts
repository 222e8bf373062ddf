import type { RangeReader } from "../../../core/kafka/range-reader.js";
import type { IsolationLevel } from "../../../core/kafka/topic.js";
import { ChainStart, chainReach } from "../../../core/sinks/cassink/chain-start.js";

interface CountedPlace {
  readonly topic: string;
  readonly isolation: IsolationLevel;
  readonly partition: number;
  readonly low: number;
  /** The offset from which on write times are wanted. */
  readonly target: number;
}

/** Offsets that are looked at first: what is counted there may well have begun a reach and some late records before. */
const firstLook = 3 * chainReach;

/**
 * From where records must be counted so that those from an offset on get their write times with order=time: the first
 * record of each millisecond that may still be counted on there, and of what runs over into it.
 */
export async function countedFrom(
  { topic, isolation, partition, low, target }: CountedPlace,
  kafka: RangeReader,
  signal: AbortSignal,
): Promise<number> {
  for (let look = firstLook; ; look *= 2) {
    const from = Math.max(low, target - look);
    if (from === target) return target;
    const chains = new ChainStart(target);
    await kafka.read({
      topic,
      isolation,
      ranges: [{ partition, from, to: target }],
      signal,
      onRecords: (records) => {
        for (const { offset, timestamp } of records) chains.add(offset, timestamp);
      },
    });
    const start = chains.openFrom;
    if (from === low || start >= from + chainReach) return start;
  }
}
