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
