import { type LetterFacts, originText, recordName } from "./letter.js";
import type { Resolution } from "./resolution.js";

/** By what letters may be grouped. */
export const groupings = ["cause", "column", "topic"] as const;
export type Grouping = (typeof groupings)[number];

/** What has become of records: those that still wait, and those of which something is noted. */
export type LetterState = "waiting" | Resolution["action"];
export type StateCounts = Readonly<Record<LetterState, number>>;

/** Letters that are alike. */
export interface LetterGroup extends StateCounts {
  /** Left out where letters are grouped by something else. */
  readonly cause?: string;
  /** The columns that the cause names, joined; empty where it names none. */
  readonly column?: string;
  /** The topic of the records. */
  readonly topic?: string;
  /** Letters, those included that repeat one. */
  readonly letters: number;
  /** The records that they are of. The counts of states are of these. */
  readonly origins: number;
  /** The times of the records, in milliseconds since the Unix epoch. */
  readonly first: number;
  readonly last: number;
  /** A record that waits, or any: `topic-partition@offset`. The letter's own position where none says its record. */
  readonly example: string;
}

/** Further kinds of letters are counted as one group: causes that cannot be told alike must not fill the memory. */
const mostGroups = 1_000;

interface Counting {
  readonly counts: { -readonly [Key in keyof LetterGroup]: LetterGroup[Key] };
  readonly seen: PackedRecords;
  exampleWaits: boolean;
}

/** Counts letters by what they have in common. It keeps groups, positions and times, and no letter. */
export class LetterGroups {
  readonly #by: readonly Grouping[];
  readonly #groups = new Map<string, Counting>();
  readonly #seen = new PackedRecords();
  readonly #states = { waiting: 0, replayed: 0, purged: 0, quarantined: 0 };
  #letters = 0;
  #withoutOrigin = 0;

  /** @param by nothing means all of them together */
  constructor(by?: Grouping) {
    this.#by = by === undefined ? groupings : [by];
  }

  /** @param at the letter's own position */
  add({ origin, time, cause }: LetterFacts, state: LetterState, at: string): void {
    this.#letters++;
    const group = this.#group(cause.group, cause.columns.join(", "), origin?.topic ?? "");
    const { counts, seen } = group;
    counts.letters++;
    counts.first = Math.min(counts.first, time);
    counts.last = Math.max(counts.last, time);
    if (origin === undefined) {
      // Nobody can say of which record it is, so that each counts for itself, and none can be replayed.
      this.#withoutOrigin++;
      this.#states.waiting++;
      counts.origins++;
      counts.waiting++;
      if (counts.example === "") counts.example = at;
      return;
    }
    const side = `${origin.connector ?? ""}/${origin.topic}-${origin.partition}`;
    if (this.#seen.add(side, origin.offset, time)) this.#states[state]++;
    if (!seen.add(side, origin.offset, time)) return;
    counts.origins++;
    counts[state]++;
    if (counts.example === "" || (!group.exampleWaits && state === "waiting")) {
      counts.example = originText(origin);
      group.exampleWaits = state === "waiting";
    }
  }

  get totals(): StateCounts & {
    readonly letters: number;
    readonly origins: number;
    readonly withoutOrigin: number;
  } {
    const { waiting, replayed, purged, quarantined } = this.#states;
    return {
      letters: this.#letters,
      origins: waiting + replayed + purged + quarantined,
      withoutOrigin: this.#withoutOrigin,
      ...this.#states,
    };
  }

  /** The largest first. */
  all(): readonly LetterGroup[] {
    return [...this.#groups.values()]
      .map(({ counts }) => counts)
      .sort((a, b) => b.waiting - a.waiting || b.letters - a.letters);
  }

  #group(cause: string, column: string, topic: string): Counting {
    const named = { cause, column, topic };
    const key = this.#by.map((by) => named[by]).join("\n");
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const isFull = this.#groups.size >= mostGroups;
    if (isFull) {
      const rest = this.#groups.get("");
      if (rest !== undefined) return rest;
    }
    const shown = isFull
      ? { cause: `other causes than these ${mostGroups}` }
      : Object.fromEntries(this.#by.map((by) => [by, named[by]]));
    const made: Counting = {
      counts: {
        ...shown,
        ...{ letters: 0, origins: 0, waiting: 0, replayed: 0, purged: 0, quarantined: 0 },
        ...{ first: Infinity, last: -Infinity, example: "" },
      },
      seen: new PackedRecords(),
      exampleWaits: false,
    };
    this.#groups.set(isFull ? "" : key, made);
    return made;
  }
}

/** Records by their positions and times, as numbers under the names of their partitions. */
export class PackedRecords {
  readonly #times = new Map<string, Map<number, number>>();
  /** Further records of a position: there are some only where a topic was made again. */
  readonly #others = new Set<string>();

  /** False when it was there. */
  add(partition: string, offset: number, time: number): boolean {
    const known = this.#times.get(partition) ?? new Map<number, number>();
    if (known.size === 0) this.#times.set(partition, known);
    const first = known.get(offset);
    if (first === undefined) known.set(offset, time);
    if (first === undefined || first === time) return first === undefined;
    const before = this.#others.size;
    return this.#others.add(recordName(`${partition}@${offset}`, time)).size > before;
  }
}
