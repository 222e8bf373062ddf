import { LogVerify, type Outcomes } from "./log-verify.js";

const start = 1_530_305_100_000;

/** Tables that the topics feed: each letter is a table of the contract's file. */
const tableChoices = [
  ...["a", "b", "c", "l", "m", "ab", "ba", "ac", "bl", "al", "bm", "abl", "acm", "abclm"],
] as const;

export interface RandomResult {
  readonly seed: number;
  readonly tables: string;
  readonly records: number;
  readonly written: number;
  readonly refused: number;
  readonly ranOver: number;
  readonly hash: string;
}

interface File {
  readonly tables: Readonly<Record<string, readonly string[]>>;
  readonly mappings: Readonly<Record<string, string>>;
}

/** The log of a seed, as io.cassink.sink.contract.RandomLog draws it, which says what is in it. */
export async function randomLog(seed: number, file: File): Promise<RandomResult> {
  const random = new Random(seed);
  const next = (bound: number): number => random.next(bound);
  const letters = tableChoices[next(tableChoices.length)] ?? "";
  const settings = randomSettings(letters, next, file.mappings);
  const sink = await LogVerify.of(settings, file.tables);
  const topics = settings["topics"]?.split(",") ?? [];
  const byTime = settings["order"] === "time";
  const partitions = 1 + next(2);
  const size = next(60);
  const records = size === 0 ? 12_000 + next(14_000) : size < 7 ? 3_000 + next(4_000) : 20 + next(300);
  const isHot = next(2) === 0;
  const keys = next(6) === 0 ? 2 + next(5_000) : 1 + next(5);
  const clusterings = 1 + next(3);
  const longest = records > 1_000 ? 4_000 : next(2) === 0 ? 10 : 100;
  const offsets = Array.from({ length: topics.length * partitions }, () => 0);
  const counts = new Counts(byTime, sink.shift);
  let clock = start;
  let made = 0;
  while (made < records) {
    const kind = next(11);
    const length = 5 + next(longest);
    const batch = 1 + next(12);
    for (let i = 0; i < length && made < records; i++, made++) {
      let time = clock;
      if (kind === 2) clock++;
      else if (kind === 3) clock += i % batch === 0 ? 1 : 0;
      else if (kind === 4) time += (i % 2) * (1 + (batch % 3));
      else if (kind === 5) time += next(12) === 0 ? 3_600_000 : 0;
      else if (kind === 6) time -= next(40);
      else if (kind === 7) time += next(5);
      else if (kind === 8) clock--;
      const topic = next(topics.length);
      const partition = next(partitions);
      const at = topic * partitions + partition;
      const key = isHot && next(5) > 0 ? 0 : next(keys);
      const clustering = next(clusterings);
      const content = next(28);
      const value = valueOf(content, clustering, made, next);
      if (content === 6) time = -1;
      if (content === 7) time *= 1_000;
      let offset = offsets[at] ?? 0;
      if (content === 8) offset += next(20) === 0 ? next(6_000) : next(30);
      offsets[at] = offset + 1;
      const record = { topic: topics[topic] ?? "", partition, offset, time, key: `k${key}`, value };
      counts.add(sink.add(record), time);
    }
    clock += next(4) - 1;
  }
  return { seed, tables: letters, records, ...counts.all };
}

/** A linear congruential generator, which Java can compute as well. */
class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed, 0x9e3779b1) & 0x7fffffff;
  }

  /** Less than the bound. */
  next(bound: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (this.#state >>> 8) % bound;
  }
}

type Next = (bound: number) => number;

function randomSettings(
  letters: string,
  next: Next,
  mappings: File["mappings"],
): Readonly<Record<string, string>> {
  const byTime = next(10) > 0;
  const generation = next(4) === 0 ? 1 + next(3) : 0;
  const nullToUnset = String(next(3) > 0);
  const topics = next(4) === 0 ? "t,u" : "t";
  const settings: Record<string, string> = {
    order: byTime ? "time" : "log",
    ...(byTime ? {} : { "order.epoch": "1500000000000000" }),
    generation: String(generation),
    topics,
  };
  for (const topic of topics.split(",")) {
    for (const letter of letters) {
      settings[`topic.${topic}.ks.${letter}.mapping`] = mappings[letter] ?? "";
      settings[`topic.${topic}.ks.${letter}.nullToUnset`] = nullToUnset;
    }
  }
  return settings;
}

function valueOf(content: number, clustering: number, number: number, next: Next): string | null {
  const c = `"c":"c${clustering}"`;
  switch (content) {
    case 0:
      return null;
    case 1:
      return `{${c},"s":null,"v":null,"n":null,"l":null}`;
    case 2:
      return `{${c},"s":"s","v":"v","n":"x","l":[1]}`;
    case 3:
      return `{"s":"s","v":"v","n":1,"l":[2]}`;
    case 4:
      return next(4) === 0 ? "{" : `{${c},"l":"x","n":2}`;
    case 5:
      return `{${c},"v":"v${number}"}`;
    case 9:
      return `{${c},"s":"s${number}"}`;
    case 10:
      return `{${c},"n":3,"w":${1_000 * start + next(40)}}`;
    case 11:
      return `{${c},"v":"v","w":"x"}`;
    default:
      return `{${c},"s":"s","v":"v${number}","n":${number},"l":[3]}`;
  }
}

/** What became of the records of a log. */
class Counts {
  readonly #byTime: boolean;
  readonly #shift: bigint;
  #written = 0;
  #refused = 0;
  #ranOver = 0;
  #hash = 0x811c9dc5;

  constructor(byTime: boolean, shift: bigint) {
    this.#byTime = byTime;
    this.#shift = shift;
  }

  add(outcomes: Outcomes, time: number): void {
    for (const [table, outcome] of outcomes) {
      this.#hashOf(`${table}=${outcome}\n`);
      if (outcome === "refused") {
        this.#refused++;
        continue;
      }
      this.#written++;
      const index = BigInt(outcome) - this.#shift - 1000n * BigInt(time);
      if (this.#byTime && index >= 1000n && table !== "ks.m") this.#ranOver++;
    }
  }

  /** FNV-1a of the texts' characters. */
  #hashOf(text: string): void {
    for (let at = 0; at < text.length; at++)
      this.#hash = Math.imul(this.#hash ^ text.charCodeAt(at), 16_777_619);
  }

  get all(): Omit<RandomResult, "seed" | "tables" | "records"> {
    const hash = (this.#hash >>> 0).toString(16);
    return { written: this.#written, refused: this.#refused, ranOver: this.#ranOver, hash };
  }
}
