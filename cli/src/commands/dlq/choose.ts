import { fits, type LetterFilter } from "../../core/dead-letters/letter-filter.js";
import { isOf, letterFacts, originText, recordName } from "../../core/dead-letters/letter.js";
import { readResolutions, readToEnd } from "../../core/dead-letters/read-letters.js";
import type { LetterState } from "../../core/dead-letters/letter-groups.js";
import type { LetterOrigin } from "../../core/kafka/dead-letter.js";
import { type Moment, timeOf } from "../../core/moment.js";
import type { CommandContext } from "../../ports/context.js";
import type { LettersOf } from "./selection.js";

/** A record with a dead letter, and where its first letter is. */
export interface Candidate {
  readonly partition: number;
  readonly offset: number;
  readonly origin: LetterOrigin;
  /** `topic-partition@offset` */
  readonly at: string;
  /** By its place and its time: two candidates of one place are records of a topic that was made again. */
  readonly name: string;
  /** Of the record, in milliseconds since the Unix epoch. */
  readonly time: number;
  readonly replays: number;
  readonly state: LetterState;
  /** The record's, a character for each byte; null where it has none. */
  readonly key: string | null;
}

export interface ChosenLetters {
  /** The records that fit, each once, in the order of topic, partition, offset and time. */
  readonly candidates: readonly Candidate[];
  /** The names of the records of all letters of the connector, those that do not fit, too. */
  readonly records: ReadonlySet<string>;
  /** Letters that fit and do not say of which record they are. */
  readonly withoutOrigin: number;
}

export interface FilterInput extends Omit<LetterFilter, "since"> {
  readonly since?: Moment;
}

/** A character for each byte, for bytes that are compared and kept. */
export const byteText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/** @param now milliseconds since the Unix epoch */
export function filterOf({ cause, column, topic, since, origin }: FilterInput, now: number): LetterFilter {
  return {
    ...(cause === undefined ? {} : { cause }),
    ...(column === undefined ? {} : { column }),
    ...(topic === undefined ? {} : { topic }),
    ...(since === undefined ? {} : { since: timeOf(since, now) }),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** The records of a connector's dead letters that fit a filter: their places are kept, and not the letters. */
export async function chooseLetters(
  { topic, connector }: Pick<LettersOf, "topic" | "connector">,
  filter: LetterFilter,
  { kafka, progress, signal }: CommandContext,
): Promise<ChosenLetters> {
  const resolutions = await readResolutions(topic, kafka, signal);
  const byName = new Map<string, Candidate>();
  const records = new Set<string>();
  const topics = new Map<string, string>();
  // Each letter brings a copy of the name, and a hundred thousand of them count.
  const once = (name: string): string => {
    const known = topics.get(name) ?? name;
    topics.set(name, known);
    return known;
  };
  let withoutOrigin = 0;
  let read = 0;
  await readToEnd(
    topic,
    (letter) => {
      if (++read % 1_000 === 0) progress.report({ kind: "letters read", topic, done: read });
      const facts = letterFacts(letter);
      const { origin, time, replays } = facts;
      if (!isOf(origin, connector)) return;
      const at = origin === undefined ? "" : originText(origin);
      const name = recordName(at, time);
      if (origin !== undefined) records.add(name);
      if (!fits(facts, filter)) return;
      if (origin === undefined) {
        withoutOrigin++;
        return;
      }
      if (byName.has(name)) return;
      const state = resolutions.of(connector, at, time)?.action ?? "waiting";
      const { partition, offset } = letter;
      const key = letter.key === null ? null : byteText(letter.key);
      const kept = { ...origin, topic: once(origin.topic), connector: undefined };
      byName.set(name, { partition, offset, origin: kept, at, name, time, replays, state, key });
    },
    kafka,
    signal,
  );
  const candidates = [...byName.values()].sort(
    ({ origin: a, time: timeOfA }, { origin: b, time: timeOfB }) =>
      a.topic.localeCompare(b.topic) || a.partition - b.partition || a.offset - b.offset || timeOfA - timeOfB,
  );
  return { candidates, records, withoutOrigin };
}
