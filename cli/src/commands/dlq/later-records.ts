import { headerText, parsePosition, replayHeaders } from "../../core/dead-letters/letter.js";
import { type KafkaRecord, positionText } from "../../core/kafka/record.js";
import type { CommandContext } from "../../ports/context.js";
import { byteText } from "./choose.js";

/** A record that is to be sent to the end of its partition. */
export interface Returning {
  /** By its place and time, as a candidate's. */
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** A character for each byte. */
  readonly key: string | null;
}

/**
 * The latest record of the same key behind each record, by the record's name: one that is sent again to the end of the
 * partition comes after it. Records that are dead letters themselves have written nothing, and one that was sent again
 * stands for the place from which it came.
 * @param isLetter whether the record at a place and of a time has become a dead letter
 */
export async function laterRecords(
  returning: readonly Returning[],
  isLetter: (at: string, time: number) => boolean,
  { kafka, signal }: CommandContext,
): Promise<ReadonlyMap<string, string>> {
  const later = new Map<string, string>();
  const keyed = returning.filter(({ key }) => key !== null);
  for (const group of grouped(keyed, ({ topic, partition }) => `${topic}-${partition}`).values()) {
    const [{ topic, partition } = { topic: "", partition: 0 }] = group;
    const end = (await kafka.topicOffsets(topic)).find((each) => each.partition === partition);
    if (end === undefined) continue;
    const byKey = grouped(group, ({ key }) => key ?? "");
    const first = group.reduce((least, { offset }) => Math.min(least, offset), Infinity);
    const from = Math.max(end.low, first + 1);
    if (from >= end.high) continue;
    await kafka.read({
      topic,
      ranges: [{ partition, from, to: end.high }],
      signal,
      onRecords: (records) => {
        for (const record of records) {
          const same = record.key === null ? undefined : byKey.get(byteText(record.key));
          if (same === undefined) continue;
          const at = positionText(topic, partition, record.offset);
          if (isLetter(at, record.timestamp)) continue;
          const offset = originalOffset(record, topic, partition);
          for (const each of same) if (offset > each.offset) later.set(each.name, at);
        }
      },
    });
  }
  return later;
}

function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string): ReadonlyMap<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

function originalOffset(record: KafkaRecord, topic: string, partition: number): number {
  const origin = parsePosition(headerText(record, replayHeaders.origin) ?? "");
  return origin?.topic === topic && origin.partition === partition ? origin.offset : record.offset;
}
