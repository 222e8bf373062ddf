import { ServiceError } from "../../errors.js";
import type { ConnectorConfig } from "../connect/connector-config.js";
import { deadLetterTopicName } from "../pipeline/dead-letter-topic.js";
import { letterStates, waitingIn } from "./letter-states.js";
import type { LetterSource } from "./read-letters.js";

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
    const states = await letterStates(topic, connector, kafka, signal);
    const waiting = waitingIn(states);
    return { topic, letters: states.letters, ...(waiting === undefined ? {} : { waiting }) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    signal.throwIfAborted();
    return { topic, letters: 0, unknown: error.message };
  }
}
