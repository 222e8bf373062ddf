import { letterOrigin } from "../kafka/dead-letter.js";
import type { KafkaRecord } from "../kafka/record.js";
import { isOf, originText, recordName } from "./letter.js";
import { type LetterSource, readResolutions, readToEnd } from "./read-letters.js";
import type { Resolution } from "./resolution.js";

/** What has become of a record that was dead-lettered. */
export type LetterState = Resolution["action"] | "waiting";

/** A connector's records that have letters in a topic. */
export interface LetterStates {
  /** Letters in the topic, of whichever connector; offsets without a record count, too. */
  readonly letters: number;
  /** By {@link recordName}. Undefined where there are more letters than a command that only looks reads. */
  readonly records?: ReadonlyMap<string, LetterState>;
  /** Letters that do not say which record they are of. */
  readonly withoutOrigin: number;
}

const mostRead = 20_000;

export async function letterStates(
  topic: string,
  connector: string,
  kafka: LetterSource,
  signal: AbortSignal,
): Promise<LetterStates> {
  const offsets = (await kafka.hasTopic(topic)) ? await kafka.topicOffsets(topic) : [];
  const letters = offsets.reduce((sum, { low, high }) => sum + high - low, 0);
  if (letters > mostRead) return { letters, withoutOrigin: 0 };
  const records = new Map<string, LetterState>();
  if (letters === 0) return { letters, records, withoutOrigin: 0 };
  const resolutions = await readResolutions(topic, kafka, signal);
  let withoutOrigin = 0;
  const add = (letter: KafkaRecord): void => {
    const origin = letterOrigin(letter);
    if (origin === undefined) withoutOrigin++;
    else if (isOf(origin, connector)) {
      const at = originText(origin);
      const state = resolutions.of(connector, at, letter.timestamp)?.action ?? "waiting";
      records.set(recordName(at, letter.timestamp), state);
    }
  };
  await readToEnd(topic, add, kafka, signal);
  return { letters, records, withoutOrigin };
}

/** Records that are neither sent again nor given up; undefined where that was not counted. */
export function waitingIn({ records, withoutOrigin }: LetterStates): number | undefined {
  if (records === undefined) return undefined;
  const waiting = [...records.values()].filter((state) => isOpen(state));
  return waiting.length + withoutOrigin;
}

/** One that is given into quarantine still has to be looked at. */
export const isOpen = (state: LetterState): boolean => state === "waiting" || state === "quarantined";
