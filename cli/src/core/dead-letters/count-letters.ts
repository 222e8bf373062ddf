import { ServiceError } from "../../errors.js";
import type { ConnectorConfig } from "../connect/connector-config.js";
import { letterOrigin } from "../kafka/dead-letter.js";
import { deadLetterTopicName } from "../pipeline/dead-letter-topic.js";
import { isOf, originText, recordName } from "./letter.js";
import { type LetterSource, readResolutions, readToEnd } from "./read-letters.js";

/** How many records of a connector wait as dead letters. */
export interface LetterCount {
  readonly topic: string;
  /** Letters in the topic, of whichever connector; offsets without a record count, too. */
  readonly letters: number;
  /** Records of this connector that are neither sent again nor given up. Undefined where that is not counted, or not known. */
  readonly waiting?: number;
  /** Why it is not known. */
  readonly unknown?: string;
}

/** More letters than these are not read by a command that only looks. */
const mostCounted = 20_000;

/** Undefined for a connector without a dead-letter topic. What the user may not read does not hide the rest. */
export async function countLetters(
  connector: string,
  config: ConnectorConfig,
  kafka: LetterSource,
  signal: AbortSignal,
): Promise<LetterCount | undefined> {
  const topic = deadLetterTopicName(config);
  if (topic === undefined) return undefined;
  try {
    const offsets = (await kafka.hasTopic(topic)) ? await kafka.topicOffsets(topic) : [];
    const letters = offsets.reduce((sum, { low, high }) => sum + high - low, 0);
    if (letters === 0) return { topic, letters, waiting: 0 };
    if (letters > mostCounted) return { topic, letters };
    const resolutions = await readResolutions(topic, kafka, signal);
    const waiting = new Set<string>();
    let withoutOrigin = 0;
    await readToEnd(
      topic,
      (letter) => {
        const origin = letterOrigin(letter);
        if (origin === undefined) withoutOrigin++;
        else if (isOf(origin, connector)) {
          const at = originText(origin);
          const action = resolutions.of(connector, at, letter.timestamp)?.action ?? "waiting";
          if (action === "waiting" || action === "quarantined") waiting.add(recordName(at, letter.timestamp));
        }
      },
      kafka,
      signal,
    );
    return { topic, letters, waiting: waiting.size + withoutOrigin };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    signal.throwIfAborted();
    return { topic, letters: 0, unknown: error.message };
  }
}
