import { headerText, replayHeaders } from "../../core/dead-letters/letter.js";
import { parsePosition } from "../../core/kafka/position.js";
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
  readonly time: number;
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
    const read = async (from: number, onRecord: (record: KafkaRecord) => void): Promise<void> => {
      if (from >= end.high) return;
      const ranges = [{ partition, from, to: end.high }];
      await kafka.read({ topic, ranges, signal, onRecords: (records) => records.forEach(onRecord) });
    };
    /** Whose place has another record, or none: their topic was made again, and all that it holds is later. */
    const former = new Set(group.filter(({ offset }) => offset >= end.high));
    const byOffset = grouped(group, ({ offset }) => offset);
    const byKey = grouped(group, ({ key }) => key);
    const first = group.reduce((least, { offset }) => Math.min(least, offset), Infinity);
    await read(Math.max(end.low, first), (record) => {
      for (const each of byOffset.get(record.offset) ?? []) {
        if (each.time !== record.timestamp) former.add(each);
      }
      const same = sameKey(record, byKey);
      const at = positionText(topic, partition, record.offset);
      if (same.length === 0 || isLetter(at, record.timestamp)) return;
      const offset = originalOffset(record, topic, partition);
      for (const each of same) if (offset > each.offset) later.set(each.name, at);
    });
    if (former.size === 0) continue;
    const formerByKey = grouped([...former], ({ key }) => key);
    await read(end.low, (record) => {
      const at = positionText(topic, partition, record.offset);
      const same = sameKey(record, formerByKey);
      if (same.length === 0 || isLetter(at, record.timestamp)) return;
      for (const each of same) later.set(each.name, at);
    });
  }
  return later;
}

function sameKey(
  { key }: KafkaRecord,
  byKey: ReadonlyMap<string | null, readonly Returning[]>,
): readonly Returning[] {
  return key === null ? [] : (byKey.get(byteText(key)) ?? []);
}

function grouped<Item, Name>(
  items: readonly Item[],
  nameOf: (item: Item) => Name,
): ReadonlyMap<Name, readonly Item[]> {
  const groups = new Map<Name, Item[]>();
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
