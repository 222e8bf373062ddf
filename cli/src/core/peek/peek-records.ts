import type { RangeReader } from "../kafka/range-reader.js";
import { type KafkaRecord, ownRecord } from "../kafka/record.js";
import type { ReadRanges } from "../kafka/starting-point.js";
import type { IsolationLevel, PartitionOffsets } from "../kafka/topic.js";
import { mergedByTime } from "./merge-by-time.js";

/**
 * The first or last records of the ranges, at most `count`, by their times. Offsets may hold no record, after compaction
 * and transactions: a part that gave too few is read further.
 */
export async function peekRecords(
  topic: string,
  { ranges, end }: ReadRanges,
  count: number,
  isolation: IsolationLevel,
  { kafka, signal }: { readonly kafka: RangeReader; readonly signal: AbortSignal },
): Promise<readonly KafkaRecord[]> {
  const found = new Map<number, readonly KafkaRecord[]>();
  let open = ranges.filter(({ low, high }) => high > low);
  for (let width = count; open.length > 0; width *= 4) {
    const parts = open.map((range) => ({ range, part: partOf(range, end, width) }));
    for (const { part } of parts) found.set(part.partition, []);
    await kafka.read({
      topic,
      ranges: parts.map(({ part }) => part),
      signal,
      isolation,
      onRecords: (records) => {
        for (const record of records) {
          const held = found.get(record.partition) ?? [];
          if (end === "first" && held.length >= count) continue;
          found.set(record.partition, [...held, ownRecord(record)].slice(-count));
        }
      },
    });
    open = parts
      .filter(({ range, part }) => {
        const isWhole = part.from === range.low && part.to === range.high;
        return !isWhole && (found.get(range.partition) ?? []).length < count;
      })
      .map(({ range }) => range);
  }
  return mergedByTime([...found.values()], count, end);
}

function partOf({ partition, low, high }: PartitionOffsets, end: ReadRanges["end"], width: number) {
  return end === "first"
    ? { partition, from: low, to: Math.min(high, low + width) }
    : { partition, from: Math.max(low, high - width), to: high };
}
