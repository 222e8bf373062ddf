import { type LetterStates, letterStates } from "../../core/dead-letters/letter-states.js";
import type { Check } from "../../core/doctor/check.js";
import { waitingChecks } from "../../core/doctor/letters.js";
import { letterTimeChecks, resolutionChecks } from "../../core/doctor/topics.js";
import { resolutionTopicName } from "../../core/pipeline/dead-letter-topic.js";
import type { CommandContext } from "../../ports/context.js";

export interface ExaminedLetters {
  readonly checks: readonly Check[];
  readonly states?: LetterStates;
}

/** The topic of dead letters, and what has become of the connector's records in it. */
export async function examinedLetters(
  topic: string,
  connector: string,
  words: string,
  { kafka, signal }: CommandContext,
): Promise<ExaminedLetters> {
  const found = await kafka.describeTopic(topic);
  if (found === undefined) return { checks: [] };
  const resolutions = resolutionTopicName(topic);
  const states = await letterStates(topic, connector, kafka, signal);
  return {
    states,
    checks: [
      ...letterTimeChecks(found),
      ...resolutionChecks(resolutions, await kafka.hasTopic(resolutions), words),
      ...waitingChecks(states, words),
    ],
  };
}
