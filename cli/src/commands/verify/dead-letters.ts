import { letterOrigin } from "../../core/kafka/dead-letter.js";
import { positionText } from "../../core/kafka/record.js";
import type { CommandContext } from "../../ports/context.js";
import type { Carrier } from "./await-carried.js";

/** The dead letters of one connector. */
export interface DeadLetters {
  readonly topic: string;
  /** Letters of this connector, those included that repeat one. */
  readonly read: number;
  /** The records that they are of, as `topic-partition@offset`. */
  readonly origins: ReadonlySet<string>;
  /** Letters that do not say which record they are of. */
  readonly withoutOrigin: number;
  /** Whether the broker has deleted letters. */
  readonly isIncomplete: boolean;
}

/**
 * Reads a dead-letter topic. Several connectors may write to one: letters that name another one are left out. A topic
 * that is not there yet has no letters.
 */
export async function readDeadLetters(
  topic: string,
  { name }: Carrier,
  { kafka, signal }: CommandContext,
): Promise<DeadLetters> {
  const origins = new Set<string>();
  let read = 0;
  let withoutOrigin = 0;
  const exists = await kafka.hasTopic(topic);
  const offsets = exists ? await kafka.topicOffsets(topic) : [];
  if (offsets.some(({ low, high }) => high > low)) {
    await kafka.read({
      topic,
      ranges: offsets.map(({ partition, low, high }) => ({ partition, from: low, to: high })),
      signal,
      onRecords: (letters) => {
        for (const letter of letters) {
          const origin = letterOrigin(letter);
          if (origin === undefined) withoutOrigin++;
          else if (origin.connector === undefined || origin.connector === name) {
            read++;
            origins.add(positionText(origin.topic, origin.partition, origin.offset));
          }
        }
      },
    });
  }
  return { topic, read, origins, withoutOrigin, isIncomplete: offsets.some(({ low }) => low > 0) };
}
