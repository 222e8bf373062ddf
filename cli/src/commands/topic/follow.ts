import { type KafkaRecord, ownRecord, positionText } from "../../core/kafka/record.js";
import type { IsolationLevel, PartitionOffsets } from "../../core/kafka/topic.js";
import { mergedByTime } from "../../core/peek/merge-by-time.js";
import { InputError, ServiceError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";

interface FollowRequest {
  readonly topic: string;
  /** By partition, the offset that is read next. */
  readonly next: ReadonlyMap<number, number>;
  /** Whether partitions that are added later are read, too, from their beginnings. */
  readonly takesNew: boolean;
  readonly isolation: IsolationLevel;
}

/** Milliseconds between two looks at a topic that has nothing new. */
const pauseBetweenLooks = 500;
/** Offsets of a partition that are read at once: no more records are in memory. */
const offsetsPerRead = 500;

/**
 * Records as they come, until the signal: each once, by its offset, whichever broker has the partition. Those of one look
 * stand in the order of their times. A cluster that does not answer is asked again.
 * @throws InputError when the topic is deleted, or made again
 */
export async function* followedRecords(
  { topic, next: start, takesNew, isolation }: FollowRequest,
  context: CommandContext,
): AsyncGenerator<readonly KafkaRecord[]> {
  const { kafka, clock, progress, signal } = context;
  const next = new Map(start);
  const isOver = (): boolean => signal.aborted;
  let isHeldUp = false;
  while (!isOver()) {
    const found = new Map<number, KafkaRecord[]>();
    try {
      const offsets = await offsetsOf(topic, isolation, context);
      const ranges = rangesOf(topic, offsets, { next, takesNew }, context);
      if (ranges.length > 0) {
        const onRecords = (records: readonly KafkaRecord[]): void => {
          for (const record of records) {
            found.set(record.partition, [...(found.get(record.partition) ?? []), ownRecord(record)]);
            // Where the read fails further on, it goes on from here.
            next.set(record.partition, record.offset + 1);
          }
        };
        await kafka.read({ topic, ranges, signal, isolation, onRecords });
      }
      for (const { partition, to } of ranges) next.set(partition, to);
      isHeldUp = false;
    } catch (error) {
      if (isOver()) return;
      if (!(error instanceof ServiceError)) throw error;
      if (!isHeldUp) progress.report({ kind: "following waits", topic, reason: error.message });
      isHeldUp = true;
    }
    const records = mergedByTime([...found.values()], Infinity, "first");
    if (records.length > 0) yield records;
    else {
      await clock.sleep(pauseBetweenLooks, signal).catch((error: unknown) => {
        if (!isOver()) throw error;
      });
    }
  }
}

async function offsetsOf(
  topic: string,
  isolation: IsolationLevel,
  { kafka }: CommandContext,
): Promise<readonly PartitionOffsets[]> {
  // Asked for its offsets, a topic that is gone is looked for again and again.
  if (await kafka.hasTopic(topic)) return kafka.topicOffsets(topic, isolation);
  throw new InputError(`topic ${topic} has been deleted`, {
    where: `topic ${topic} on ${kafka.bootstrapServers.join(", ")}`,
    hint: "what it held until then has been shown",
  });
}

interface Reached {
  readonly next: Map<number, number>;
  readonly takesNew: boolean;
}

/** What is there and not read yet, a part of it where it is much. */
function rangesOf(
  topic: string,
  offsets: readonly PartitionOffsets[],
  { next, takesNew }: Reached,
  { progress }: CommandContext,
): readonly { readonly partition: number; readonly from: number; readonly to: number }[] {
  return offsets.flatMap(({ partition, low, high }) => {
    const reached = next.get(partition) ?? (takesNew ? low : undefined);
    if (reached === undefined) return [];
    if (high < reached) {
      throw new InputError(`topic ${topic} has been made again, or has lost records`, {
        where: `${positionText(topic, partition, high)} is its end, and it was read up to ${reached}`,
        hint: "run the command again to read what is there now",
      });
    }
    if (low > reached) {
      progress.report({ kind: "records deleted unread", topic, partition, from: reached, to: low });
    }
    const from = Math.max(low, reached);
    next.set(partition, from);
    return from < high ? [{ partition, from, to: Math.min(high, from + offsetsPerRead) }] : [];
  });
}
