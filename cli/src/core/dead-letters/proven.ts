import { type LetterSource } from "./read-letters.js";
import { parsePosition, rangesOver } from "../kafka/position.js";
import { replaysIn } from "./replays-in-topic.js";
import { keyWithin, resolutionKey, type Resolution } from "./resolution.js";

/** What is asked of Kafka, as the port of that name has it. */
type RecordSource = Pick<LetterSource, "hasTopic" | "topicOffsets" | "read">;

/**
 * Of the records that were sent again by what is noted, those that are where they are noted to be, with the headers of a
 * replay. Anybody may write a note, and a topic may be made again.
 */
export async function provenReplays(
  resolutions: readonly Resolution[],
  kafka: RecordSource,
  signal: AbortSignal,
): Promise<ReadonlySet<Resolution>> {
  const proven = new Set<Resolution>();
  for (const [topic, noted] of byTopic(resolutions)) {
    if (!(await kafka.hasTopic(topic))) continue;
    const offsets = await kafka.topicOffsets(topic);
    const ranges = rangesOver(noted).flatMap(({ partition, from, to }) => {
      const there = offsets.find((each) => each.partition === partition);
      return there === undefined
        ? []
        : [{ partition, from: Math.max(there.low, from), to: Math.min(there.high, to) }];
    });
    const found = await replaysIn([{ topic, ranges }], kafka, signal);
    for (const { resolution } of noted) {
      const { connector, origin, time, to = "" } = resolution;
      const keys = [resolutionKey(connector, origin, time), keyWithin(connector, origin)];
      if (keys.some((key) => found.get(key)?.includes(to))) proven.add(resolution);
    }
  }
  return proven;
}

interface Noted {
  readonly resolution: Resolution;
  readonly partition: number;
  readonly offset: number;
}

function byTopic(resolutions: readonly Resolution[]): ReadonlyMap<string, readonly Noted[]> {
  const topics = new Map<string, Noted[]>();
  for (const resolution of resolutions) {
    const place = resolution.action === "replayed" ? parsePosition(resolution.to ?? "") : undefined;
    if (place === undefined) continue;
    const { topic, partition, offset } = place;
    const known = topics.get(topic);
    if (known === undefined) topics.set(topic, [{ resolution, partition, offset }]);
    else known.push({ resolution, partition, offset });
  }
  return topics;
}
