import { type LetterStates, letterStates } from "../../core/dead-letters/letter-states.js";
import type { Check } from "../../core/doctor/check.js";
import { letterSubject, waitingChecks } from "../../core/doctor/letters.js";
import { letterTimeChecks, resolutionChecks } from "../../core/doctor/topics.js";
import { resolutionTopicName } from "../../core/pipeline/dead-letter-topic.js";
import type { CommandContext } from "../../ports/context.js";
import { judged } from "./servers.js";

export interface ExaminedLetters {
  readonly checks: readonly Check[];
  /** Undefined where the letters could not be read. */
  readonly states?: LetterStates | undefined;
}

/** The topic of dead letters, and what has become of the connector's records in it. */
export async function examinedLetters(
  topic: string,
  connector: string,
  words: string,
  context: CommandContext,
): Promise<ExaminedLetters> {
  const { kafka, signal } = context;
  const found = await kafka.describeTopic(topic);
  if (found === undefined) return { checks: [] };
  const resolutions = resolutionTopicName(topic);
  const checks = [
    ...letterTimeChecks(found),
    ...resolutionChecks(resolutions, await kafka.hasTopic(resolutions), words),
  ];
  let states: LetterStates | undefined;
  // Who may describe the topics may still not read them.
  const ofRecords = await judged(letterSubject, context, async () => {
    states = await letterStates(topic, connector, kafka, signal);
    return waitingChecks(states, words);
  });
  return { checks: [...checks, ...ofRecords], states };
}
