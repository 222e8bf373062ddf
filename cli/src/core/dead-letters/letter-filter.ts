import { type LetterFacts, originText } from "./letter.js";

/** Which letters are meant: those that fit all that is given. */
export interface LetterFilter {
  /** A part of the cause, or of its group's text; upper and lower case are the same. */
  readonly cause?: string;
  /** A column that the cause names. */
  readonly column?: string;
  /** The topic of the record. */
  readonly topic?: string;
  /** Records of this time and later, in milliseconds since the Unix epoch. */
  readonly since?: number;
  /** Records by their places: `topic-partition@offset`. */
  readonly origin?: readonly string[];
}

export function fits(
  { origin, time, cause }: LetterFacts,
  { cause: part, column, topic, since, origin: places }: LetterFilter,
): boolean {
  const has = (text: string): boolean => text.toLowerCase().includes(part?.toLowerCase() ?? "");
  return (
    (part === undefined || has(cause.text) || has(cause.group)) &&
    (column === undefined || cause.columns.includes(column)) &&
    (topic === undefined || origin?.topic === topic) &&
    (since === undefined || time >= since) &&
    (places === undefined || (origin !== undefined && places.includes(originText(origin))))
  );
}
