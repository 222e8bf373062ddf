import { type LetterRecord, recordOfLetter } from "../../core/dead-letters/replayed-record.js";
import { ownRecord } from "../../core/kafka/record.js";
import type { CommandContext } from "../../ports/context.js";
import type { Candidate } from "./choose.js";

/** Reads the letters of some records again in their topic, in the order that is given; one that is gone is left out. */
export async function lettersOfRecords(
  topic: string,
  candidates: readonly Candidate[],
  { kafka, signal }: CommandContext,
): Promise<readonly (readonly [Candidate, LetterRecord])[]> {
  const ranges = new Map<number, { partition: number; from: number; to: number }>();
  const wanted = new Map<string, Candidate>();
  for (const each of candidates) {
    const { partition, offset } = each;
    wanted.set(`${partition}@${offset}`, each);
    const range = ranges.get(partition) ?? { partition, from: offset, to: offset + 1 };
    ranges.set(partition, {
      partition,
      from: Math.min(range.from, offset),
      to: Math.max(range.to, offset + 1),
    });
  }
  const found = new Map<Candidate, LetterRecord>();
  await kafka.read({
    topic,
    ranges: [...ranges.values()],
    signal,
    onRecords: (letters) => {
      for (const letter of letters) {
        const candidate = wanted.get(`${letter.partition}@${letter.offset}`);
        if (candidate !== undefined) found.set(candidate, recordOfLetter(ownRecord(letter)));
      }
    },
  });
  return candidates.flatMap((each) => {
    const letter = found.get(each);
    return letter === undefined ? [] : [[each, letter] as const];
  });
}
