import { type LetterStates, waitingIn } from "../dead-letters/letter-states.js";
import { type Check, finding, warning } from "./check.js";

export const letterSubject = "dead letters";

/**
 * Records of the connector that wait as dead letters.
 * @param words by which a command names the pipeline: `item-sales`, `-f my.yaml`
 */
export function waitingChecks(states: LetterStates, words: string): readonly Check[] {
  const waiting = waitingIn(states);
  if (waiting === undefined) {
    const seen = `${states.letters} letters are in the topic, too many to look here for those that wait`;
    return [warning(letterSubject, seen, `cassink dlq list ${words} counts them`)];
  }
  if (waiting === 0) return [];
  const seen = waiting === 1 ? "1 record waits as a dead letter" : `${waiting} records wait as dead letters`;
  const advice = `cassink dlq list ${words} shows why; cassink dlq replay ${words} sends them again; cassink dlq purge ${words} gives them up`;
  return [finding(letterSubject, seen, advice)];
}
