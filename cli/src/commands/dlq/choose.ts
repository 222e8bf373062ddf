import { fits, type LetterFilter } from "../../core/dead-letters/letter-filter.js";
import { isOf, letterFacts, originText, recordName } from "../../core/dead-letters/letter.js";
import { readResolutions, readToEnd } from "../../core/dead-letters/read-letters.js";
import type { Resolutions } from "../../core/dead-letters/resolution.js";
import type { LetterState } from "../../core/dead-letters/letter-groups.js";
import type { LetterOrigin } from "../../core/kafka/dead-letter.js";
import type { KafkaRecord } from "../../core/kafka/record.js";
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
  const choice = new LetterChoice(connector, filter, await readResolutions(topic, kafka, signal));
  let read = 0;
  await readToEnd(
    topic,
    (letter) => {
      if (++read % 1_000 === 0) progress.report({ kind: "letters read", topic, done: read });
      choice.add(letter);
    },
    kafka,
    signal,
  );
  return choice.chosen();
}

/** Takes letters one after the other. Of several letters of one record the first counts. */
export class LetterChoice {
  readonly #connector: string;
  readonly #filter: LetterFilter;
  readonly #resolutions: Resolutions;
  readonly #byName = new Map<string, Candidate>();
  readonly #records = new Set<string>();
  readonly #topics = new Map<string, string>();
  #withoutOrigin = 0;

  constructor(connector: string, filter: LetterFilter, resolutions: Resolutions) {
    this.#connector = connector;
    this.#filter = filter;
    this.#resolutions = resolutions;
  }

  /** @returns its record, whether it is new or not; undefined where it is not chosen */
  add(letter: KafkaRecord): Candidate | undefined {
    const facts = letterFacts(letter);
    const { origin, time, replays } = facts;
    if (!isOf(origin, this.#connector)) return undefined;
    const at = origin === undefined ? "" : originText(origin);
    const name = recordName(at, time);
    if (origin !== undefined) this.#records.add(name);
    if (!fits(facts, this.#filter)) return undefined;
    if (origin === undefined) {
      this.#withoutOrigin++;
      return undefined;
    }
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const state = this.#resolutions.of(this.#connector, at, time)?.action ?? "waiting";
    const { partition, offset } = letter;
    const key = letter.key === null ? null : byteText(letter.key);
    const kept = { ...origin, topic: this.#once(origin.topic), connector: undefined };
    const candidate: Candidate = { partition, offset, origin: kept, at, name, time, replays, state, key };
    this.#byName.set(name, candidate);
    return candidate;
  }

  chosen(): ChosenLetters {
    const candidates = [...this.#byName.values()].sort(
      ({ origin: a, time: timeOfA }, { origin: b, time: timeOfB }) =>
        a.topic.localeCompare(b.topic) ||
        a.partition - b.partition ||
        a.offset - b.offset ||
        timeOfA - timeOfB,
    );
    return { candidates, records: this.#records, withoutOrigin: this.#withoutOrigin };
  }

  /** Each letter brings a copy of the name, and a hundred thousand of them count. */
  #once(name: string): string {
    const known = this.#topics.get(name) ?? name;
    this.#topics.set(name, known);
    return known;
  }
}
