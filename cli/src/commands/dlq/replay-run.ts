import { type LetterRecord, replayedRecord } from "../../core/dead-letters/replayed-record.js";
import type { Resolution } from "../../core/dead-letters/resolution.js";
import { type OutgoingRecord, positionText } from "../../core/kafka/record.js";
import { ServiceError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { RecordProducer } from "../../ports/kafka.js";
import type { DlqReplayInput } from "../../program/dlq.js";
import type { Candidate } from "./choose.js";
import type { ReplayClaim } from "./replay-claim.js";
import type { ReplayTarget } from "./replay-targets.js";
import { noteOf, type ResolutionLog } from "./resolution-log.js";
import type { LettersOf } from "./selection.js";

/** A record that was not sent. */
export interface RefusedReplay {
  /** `topic-partition@offset` */
  readonly origin: string;
  readonly reason: string;
}

/** Hands out the records of letters, in the order that is given. */
export type LetterReader = (
  candidates: readonly Candidate[],
) => Promise<readonly (readonly [Candidate, LetterRecord])[]>;

interface RunRequest {
  readonly letters: LettersOf;
  readonly input: DlqReplayInput;
  readonly targets: ReadonlyMap<string, ReplayTarget>;
  readonly read: LetterReader;
}

interface Ready {
  readonly candidate: Candidate;
  readonly topic: string;
  readonly record: OutgoingRecord;
}

const lettersPerRead = 500;
const recordsPerBatch = 200;
const shownExamples = 5;

/** Sends records and notes what has become of them. */
export class ReplayRun {
  readonly #request: RunRequest;
  readonly #context: CommandContext;
  #replayed = 0;
  #found = 0;
  #quarantined = 0;
  #refused = 0;
  readonly #examples: { readonly origin: string; readonly to?: string }[] = [];
  readonly #refusals: RefusedReplay[] = [];
  /** Whether everything is noted that was sent. */
  isNoted = true;
  /** When the next record may be sent, in milliseconds since the Unix epoch. */
  #dueAt = -Infinity;

  constructor(request: RunRequest, context: CommandContext) {
    this.#request = request;
    this.#context = context;
  }

  result() {
    const { letters, input } = this.#request;
    const isOpen = this.#refused + this.#quarantined > 0;
    return {
      outcome: isOpen ? ("findings" as const) : ("clean" as const),
      pipeline: letters.pipeline.name,
      connector: letters.connector,
      topic: letters.topic,
      replayed: this.#replayed,
      examples: this.#examples,
      found: this.#found,
      quarantined: this.#quarantined,
      maxReplays: input.maxReplays,
      refused: this.#refused,
      refusals: this.#refusals,
    };
  }

  /** @param count records that earlier runs had sent, and that are noted now */
  countFound(count: number): void {
    this.#found += count;
  }

  /** @param later why some must not be sent, by their names */
  async send(
    candidates: readonly Candidate[],
    later: ReadonlyMap<string, string> | undefined,
    log: ResolutionLog,
    claim: ReplayClaim,
  ): Promise<void> {
    const { input, read } = this.#request;
    const isSpent = ({ replays }: Candidate): boolean => replays >= input.maxReplays;
    const spent = candidates.filter(isSpent);
    const fresh = spent.filter(({ state }) => state !== "quarantined");
    await log.write(fresh.map((each) => noteOf({ ...this.#resolution(each, 0), action: "quarantined" })));
    this.#quarantined += spent.length;
    const sendable: Candidate[] = [];
    for (const each of candidates) {
      if (isSpent(each)) continue;
      const reason = later?.get(each.name);
      if (reason === undefined) sendable.push(each);
      else this.#refuse(each.at, `${reason}; --overwrite sends it all the same`);
    }
    if (sendable.length === 0) return;
    const topic = [...this.#request.targets.keys()].join(", ");
    if (input.dryRun !== true) this.#context.progress.report({ kind: "sending", topic });
    const producer = await this.#context.kafka.producer();
    for (let from = 0; from < sendable.length && !this.#isAborted; from += lettersPerRead) {
      const part = sendable.slice(from, from + lettersPerRead);
      await this.#sendAll(await read(part), producer, log, claim);
    }
    await producer.close();
  }

  async #sendAll(
    found: readonly (readonly [Candidate, LetterRecord])[],
    producer: RecordProducer,
    log: ResolutionLog,
    claim: ReplayClaim,
  ): Promise<void> {
    const { rate = Infinity } = this.#request.input;
    const size = Math.max(1, Math.min(recordsPerBatch, Math.floor(rate / 10)));
    let batch: Ready[] = [];
    const flush = async (): Promise<void> => {
      await this.#pause(batch.length / rate, claim);
      if (this.#isAborted) return;
      await this.#sendBatch(batch, producer, log, claim);
      batch = [];
    };
    for (const [candidate, letter] of found) {
      if (this.#isAborted) return;
      const ready = await this.#ready(candidate, letter);
      if (ready === undefined) continue;
      batch.push(ready);
      await claim.keep();
      if (batch.length >= size) await flush();
    }
    if (batch.length > 0) await flush();
  }

  /** Undefined for one that is refused, or when Ctrl-C is pressed. */
  async #ready(candidate: Candidate, letter: LetterRecord): Promise<Ready | undefined> {
    const { letters, input, targets } = this.#request;
    const { origin } = candidate;
    const topic = input.to ?? origin.topic;
    const value =
      input.through === undefined ? letter.value : await this.#changed(candidate, letter, input.through);
    if (value === undefined) return undefined;
    const partitions = targets.get(topic)?.partitions ?? 1;
    const { connector } = letters;
    return { candidate, topic, record: replayedRecord(letter, value, { origin, connector, partitions }) };
  }

  async #changed(
    { at }: Candidate,
    { value }: LetterRecord,
    command: string,
  ): Promise<Uint8Array | undefined> {
    const { shell, signal } = this.#context;
    if (value === null) {
      this.#refuse(at, "it has no value to give to the command");
      return undefined;
    }
    try {
      const { end, output, errors } = await shell.run(command, value, signal);
      if (end === 0 && output.length > 0) return output;
      const said = errors.trim().split("\n").at(-1) ?? "";
      this.#refuse(
        at,
        end === 0
          ? "the command printed nothing"
          : `the command ended with ${end}${said === "" ? "" : `: ${said}`}`,
      );
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return undefined;
  }

  async #sendBatch(
    batch: readonly Ready[],
    producer: RecordProducer,
    log: ResolutionLog,
    claim: ReplayClaim,
  ): Promise<void> {
    await claim.keep();
    const places = new Map<Ready, string>();
    this.isNoted = false;
    for (const topic of new Set(batch.map((each) => each.topic))) {
      const part = batch.filter((each) => each.topic === topic);
      const sent = await producer.send(
        topic,
        part.map(({ record }) => record),
      );
      for (const [index, ready] of part.entries()) {
        const place = sent[index];
        if (place === undefined) continue;
        if (place.offset < 0) throw notPlaced(topic);
        places.set(ready, positionText(topic, place.partition, place.offset));
      }
    }
    await log.write([
      ...[...places].map(([{ candidate }, to]) =>
        noteOf({ ...this.#resolution(candidate, 1), action: "replayed", to }),
      ),
      claim.note(),
    ]);
    this.isNoted = true;
    this.#replayed += batch.length;
    for (const ready of batch.slice(0, shownExamples - this.#examples.length)) {
      const to = places.get(ready);
      this.#examples.push({ origin: ready.candidate.at, ...(to === undefined ? {} : { to }) });
    }
    const { topic } = this.#request.letters;
    this.#context.progress.report({ kind: "letters replayed", topic, done: this.#replayed });
  }

  /** Waits until so many seconds have passed since the last batch was due; says meanwhile that the run goes on. */
  async #pause(seconds: number, claim: ReplayClaim): Promise<void> {
    const { clock, signal } = this.#context;
    this.#dueAt = Math.max(this.#dueAt + 1000 * seconds, clock.now());
    while (clock.now() < this.#dueAt && !this.#isAborted) {
      await claim.keep();
      await clock.sleep(Math.min(1_000, this.#dueAt - clock.now()), signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  /** @param more replays than the letter knows of */
  #resolution(
    { at: origin, time, partition, offset, replays }: Candidate,
    more: number,
  ): Omit<Resolution, "action"> {
    const { connector, topic } = this.#request.letters;
    return {
      ...{ connector, origin, time, count: replays + more },
      letter: positionText(topic, partition, offset),
      at: new Date(this.#context.clock.now()).toISOString(),
    };
  }

  #refuse(origin: string, reason: string): void {
    this.#refused++;
    if (this.#refusals.length < shownExamples) this.#refusals.push({ origin, reason });
  }

  get #isAborted(): boolean {
    return this.#context.signal.aborted;
  }
}

function notPlaced(topic: string): ServiceError {
  return new ServiceError("Kafka", "the broker has taken records and does not say where they are", {
    where: `topic ${topic}`,
    hint: "run the command again: it looks for them in the topic, and sends none twice",
  });
}
