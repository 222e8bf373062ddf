import type { Feed } from "../feeds.js";
import type { PlannedTopic } from "../plan.js";

/** What the write times of a topic's records are made of. */
export interface TimeRule {
  /** Whether the sink counts the records of a row and millisecond, so that a write time depends on those before. */
  readonly counts: boolean;
  /** `anything`: records bring their write times. */
  readonly goesBy: "time" | "offset" | "anything";
  /** Microseconds, with `offset`. */
  readonly epoch: number;
}

export function timeRule(feeds: readonly Feed[], { topic, connector }: PlannedTopic): TimeRule {
  const feed = feeds.find(({ carrier }) => carrier.name === connector);
  const settings = feed?.topics.find((each) => each.topic === topic);
  const order = feed?.sink.writeTimes?.order;
  const mapsTimes = settings?.tables.some(({ mapping }) =>
    mapping?.entries.some(({ target }) => target === "timestamp"),
  );
  return {
    counts: order === "time",
    goesBy: mapsTimes === true ? "anything" : order === "log" ? "offset" : "time",
    epoch: Number(feed?.sink.writeTimes?.["order.epoch"] ?? 0),
  };
}
