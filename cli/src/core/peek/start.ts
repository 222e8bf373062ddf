import { isTopicName } from "../kafka/topic.js";

/** One record's place. */
export interface TopicPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** `orders-0@1187` is offset 1187 of partition 0 of topic orders; undefined for another text. */
export function topicPosition(text: string): TopicPosition | undefined {
  const [, topic = "", partition, offset] = /^(.+)-(\d+)@(\d+)$/.exec(text) ?? [];
  if (!isTopicName(topic)) return undefined;
  return { topic, partition: Number(partition), offset: Number(offset) };
}

/** Where reading begins: at an end, an offset (of one partition, where it says so), or the first record of a time on. */
export type ReadStart =
  | { readonly kind: "earliest" }
  | { readonly kind: "latest" }
  | { readonly kind: "offset"; readonly offset: number; readonly of?: TopicPosition }
  /** Milliseconds since the Unix epoch. */
  | { readonly kind: "time"; readonly time: number }
  /** Milliseconds before now. */
  | { readonly kind: "ago"; readonly milliseconds: number };
