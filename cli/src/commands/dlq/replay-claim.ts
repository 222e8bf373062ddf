import { keyWithin } from "../../core/dead-letters/resolution.js";
import { readToEnd } from "../../core/dead-letters/read-letters.js";
import { ServiceError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { Note, ResolutionLog } from "./resolution-log.js";

/** By topic and partition, the offset from which on a run may have sent records. */
export type SentFrom = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What a run notes before it does anything, again and again while it runs, and takes back at its end. */
interface RunNote {
  readonly action: "replaying";
  readonly connector: string;
  /** Made up for each run. */
  readonly run: string;
  /** When it was noted, in milliseconds since the Unix epoch. */
  readonly at: number;
  readonly from: SentFrom;
}

/**
 * Milliseconds. A run says at least each second that it goes on. One that has said nothing for so long has ended, and the
 * topic holds what it had under way.
 */
const silence = 4_000;
const beat = 1_000;

/** No resolution: the place of a record has an @. */
const runKey = (connector: string): string => keyWithin(connector, "run");

/** Only one run at a time replays or gives up the letters of a connector, and each knows from where on to look for what others sent. */
export class ReplayClaim {
  /** Where the topics ended before the first run that did not come to its end, or before this one. */
  readonly from: SentFrom;
  /** Whether an earlier run did not come to its end. */
  readonly isInherited: boolean;
  readonly #connector: string;
  readonly #log: ResolutionLog;
  readonly #context: CommandContext;
  readonly #run: string;
  /** The last word of earlier runs, if they did not come to their ends. */
  readonly #before: RunNote | undefined;
  /** Whether it is noted what earlier runs have sent. */
  #isSettled: boolean;
  /** Whether another run has taken over, as this one was held up. */
  #isLost = false;
  #saidAt = -Infinity;

  private constructor({ connector, log, run, from, before }: Claimed, context: CommandContext) {
    this.#connector = connector;
    this.#log = log;
    this.#run = run;
    this.#context = context;
    this.from = from;
    this.#before = before;
    this.isInherited = before !== undefined;
    this.#isSettled = !this.isInherited;
  }

  /**
   * @param ends where the topics end that this run sends to
   * @throws ServiceError while another run is at work
   */
  static async make(
    connector: string,
    log: ResolutionLog,
    ends: () => Promise<SentFrom>,
    context: CommandContext,
  ): Promise<ReplayClaim> {
    const { clock, progress, signal } = context;
    const key = runKey(connector);
    let notes = await runNotes(key, log.topic, context);
    const before = notes.at(-1);
    if (before !== undefined) {
      const left = Math.min(silence, Math.max(0, before.at + silence - clock.now()));
      if (left > 0) {
        progress.report({ kind: "replay waits", connector });
        await clock.sleep(left, signal);
      }
      notes = await runNotes(key, log.topic, context);
      const now = notes.at(-1);
      if (now !== undefined && !isSame(now, before)) throw busy(connector, now);
    }
    const from = [await ends(), ...notes.map((note) => note.from)].reduce(earliest);
    const made = { connector, log, run: crypto.randomUUID(), from, before: notes.at(-1) };
    const claim = new ReplayClaim(made, context);
    await log.write([claim.note()]);
    const since = (await runNotes(key, log.topic, context)).slice(notes.length);
    const [first] = since;
    if (first === undefined || first.run === claim.#run) return claim;
    // The other one was first. What it has noted is the last word again.
    await log.write([{ key, document: first }]);
    throw busy(connector, first);
  }

  /** To be written with what is noted of records: it says that the run goes on. */
  note(): Note {
    this.#saidAt = this.#context.clock.now();
    const document: RunNote = {
      ...{ action: "replaying", connector: this.#connector, run: this.#run },
      ...{ at: this.#saidAt, from: this.from },
    };
    return { key: runKey(this.#connector), document };
  }

  /** Says that the run goes on, if it is time. A run that was held up for long looks whether another has taken over. */
  async keep(): Promise<void> {
    const quiet = this.#context.clock.now() - this.#saidAt;
    if (quiet < beat) return;
    if (quiet >= silence / 2) {
      const last = (await runNotes(runKey(this.#connector), this.#log.topic, this.#context)).at(-1);
      // A dry run has noted nothing: it finds the note of the run before.
      const isKnown = last !== undefined && this.#before !== undefined && isSame(last, this.#before);
      if (last !== undefined && last.run !== this.#run && !isKnown) {
        this.#isLost = true;
        throw busy(this.#connector, last);
      }
    }
    await this.#log.write([this.note()]);
  }

  /** To be called when all is noted that earlier runs have sent. */
  settle(): void {
    this.#isSettled = true;
  }

  /**
   * Takes the note back: everything is noted that this run has sent. It stays where earlier runs may have sent more, so
   * that the next run looks for it, and where it is another run's.
   */
  async end(): Promise<void> {
    if (!this.#isSettled || this.#isLost) return;
    await this.#log.write([{ key: runKey(this.#connector), document: null }]);
  }
}

interface Claimed {
  readonly connector: string;
  readonly log: ResolutionLog;
  readonly run: string;
  readonly from: SentFrom;
  readonly before: RunNote | undefined;
}

/** The notes of runs since the last one that has come to its end, in order. */
async function runNotes(
  key: string,
  topic: string,
  { kafka, signal }: CommandContext,
): Promise<readonly RunNote[]> {
  let notes: RunNote[] = [];
  await readToEnd(
    topic,
    (record) => {
      if (record.key === null || Buffer.from(record.key).toString("utf8") !== key) return;
      const note = record.value === null ? undefined : runNote(parsed(record.value));
      if (note === undefined) notes = [];
      else notes.push(note);
    },
    kafka,
    signal,
  );
  return notes;
}

function parsed(value: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(value).toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

function runNote(said: unknown): RunNote | undefined {
  const note = said as Partial<RunNote> | null | undefined;
  const isNote = note?.action === "replaying" && typeof note.run === "string" && typeof note.at === "number";
  return isNote && typeof note.from === "object" ? (note as RunNote) : undefined;
}

const isSame = (one: RunNote, other: RunNote): boolean => one.run === other.run && one.at === other.at;

/** Of each partition the lower offset. */
function earliest(one: SentFrom, other: SentFrom): SentFrom {
  const topics = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    topics.map((topic) => {
      const merged = { ...one[topic] };
      for (const [partition, offset] of Object.entries(other[topic] ?? {}))
        merged[partition] = Math.min(merged[partition] ?? Infinity, offset);
      return [topic, merged];
    }),
  );
}

function busy(connector: string, { at }: RunNote): ServiceError {
  return new ServiceError("Kafka", `another run is at work on the dead letters of connector ${connector}`, {
    where: `it has last said so at ${new Date(at).toISOString()}`,
    hint: "wait until it has ended; one that was killed is noticed after some seconds",
  });
}
