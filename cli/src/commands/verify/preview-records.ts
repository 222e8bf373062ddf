import { type KafkaRecord, ownRecord } from "../../core/kafka/record.js";
import { partitionsFrom, type StartingPoint } from "../../core/kafka/starting-point.js";
import type { PartitionOffsets } from "../../core/kafka/topic.js";
import type { CommandContext } from "../../ports/context.js";
import type { PlannedTopic } from "./plan.js";

interface ReadPartition extends PartitionOffsets {
  /** Where reading goes on, or for the last records where it has come to, backwards. */
  at: number;
  readonly records: KafkaRecord[];
}

/**
 * Records of a topic, the first ones from a place on, or the last ones: as many in all, by their times, and those of one
 * partition without a gap. They are read in no consumer group.
 */
export async function recordsFrom(
  { topic, isolation }: Pick<PlannedTopic, "topic" | "isolation">,
  ends: readonly PartitionOffsets[],
  { from, count }: { readonly from: StartingPoint; readonly count: number },
  { kafka, signal }: CommandContext,
): Promise<readonly KafkaRecord[]> {
  const isLast = from.kind === "latest";
  const partitions = partitionsFrom(from, topic, ends).map((each): ReadPartition => ({
    ...each,
    at: each.from,
    records: [],
  }));
  const isDone = ({ at, low, high, records }: ReadPartition): boolean =>
    records.length >= count || (isLast ? at <= low : at >= high);
  // After compaction, or between transaction markers, there are fewer records than offsets.
  for (let size = count; !partitions.every(isDone); size *= 2) {
    const open = partitions.filter((each) => !isDone(each));
    const ranges = open.map(({ partition, at, low, high }) =>
      isLast
        ? { partition, from: Math.max(low, at - size), to: at }
        : { partition, from: at, to: Math.min(high, at + size) },
    );
    const read = new Map<number, KafkaRecord[]>(ranges.map(({ partition }) => [partition, []]));
    const onRecords = (records: readonly KafkaRecord[]): void => {
      for (const record of records) read.get(record.partition)?.push(ownRecord(record));
    };
    await kafka.read({ topic, isolation, ranges, signal, onRecords });
    open.forEach((each, index) => {
      const found = read.get(each.partition) ?? [];
      if (isLast) each.records.unshift(...found);
      else each.records.push(...found);
      each.at = (isLast ? ranges[index]?.from : ranges[index]?.to) ?? each.at;
    });
  }
  const some = partitions.flatMap(({ records }) =>
    isLast ? records.slice(-count) : records.slice(0, count),
  );
  return inOrder(some, isLast, count);
}

/** By time; a record goes with those before it in its partition, or after it where the last ones are wanted. */
function inOrder(records: readonly KafkaRecord[], isLast: boolean, count: number): readonly KafkaRecord[] {
  const times = new Map<KafkaRecord, number>();
  const latest = new Map<number, number>();
  const walked = isLast ? [...records].reverse() : records;
  for (const record of walked) {
    const before = latest.get(record.partition) ?? (isLast ? Infinity : -Infinity);
    const time = isLast ? Math.min(before, record.timestamp) : Math.max(before, record.timestamp);
    latest.set(record.partition, time);
    times.set(record, time);
  }
  const sorted = [...records].sort(
    (one, other) =>
      (times.get(one) ?? 0) - (times.get(other) ?? 0) ||
      one.partition - other.partition ||
      one.offset - other.offset,
  );
  return isLast ? sorted.slice(-count) : sorted.slice(0, count);
}
