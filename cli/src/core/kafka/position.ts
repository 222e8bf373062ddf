import { isTopicName } from "./topic.js";

/** One record's place. */
export interface TopicPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** `item-sales-0@17` as its parts; undefined for another text, and for a topic that cannot be called so. */
export function parsePosition(text: string): TopicPosition | undefined {
  const [, topic = "", partition, offset] = /^(.+)-(\d+)@(\d+)$/.exec(text) ?? [];
  const position = { topic, partition: Number(partition), offset: Number(offset) };
  return isTopicName(topic) && Number.isSafeInteger(position.offset) ? position : undefined;
}

/** Of each partition, the offsets from the first to the last of the places in it. */
export function rangesOver(
  places: readonly Pick<TopicPosition, "partition" | "offset">[],
): readonly { readonly partition: number; readonly from: number; readonly to: number }[] {
  const ranges = new Map<number, { readonly from: number; readonly to: number }>();
  for (const { partition, offset } of places) {
    const { from = offset, to = offset + 1 } = ranges.get(partition) ?? {};
    ranges.set(partition, { from: Math.min(from, offset), to: Math.max(to, offset + 1) });
  }
  return [...ranges].map(([partition, range]) => ({ partition, ...range }));
}
