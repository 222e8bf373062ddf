import type { ControlRecord } from "../../../core/shared-run/control-record.js";
import { ControlReader, controlMessages, type ReceivedRecord } from "../../../core/shared-run/payloads.js";
import { SharedRun } from "../../../core/shared-run/shared-run.js";
import { type Task, taskName } from "../../../core/shared-run/task.js";
import { controlTopic } from "../../../core/shared-run/topic-names.js";
import { ServiceError } from "../../../errors.js";
import type { CommandContext } from "../../../ports/context.js";
import type { RecordProducer } from "../../../ports/kafka.js";

/** Milliseconds between two beats. */
const beat = 1_000;

/** How often the topic is read again, from where it was reached, after a failure without a record since the last one. */
const retries = 3;

/** A member's end of a run's control topic: it reads all that members write, and writes its own. */
export class Control {
  /** Drawn: no two are the same. */
  readonly member: string;
  readonly state = new SharedRun();
  readonly #topic: string;
  readonly #context: CommandContext;
  readonly #producer: RecordProducer;
  readonly #reader = new ControlReader();
  /** Of the results that count, by task. */
  readonly #results = new Map<string, Buffer>();
  #firstJoin: Buffer | undefined;
  #hasJoined = false;
  readonly #seenClaims = new Set<string>();
  #attempts = 0;
  readonly #end = new AbortController();
  #next: number;
  #failure: Error | undefined;
  #waiting: (() => void)[] = [];
  /** Records are sent one after the other. */
  #sending: Promise<unknown> = Promise.resolve();

  private constructor(run: string, low: number, producer: RecordProducer, context: CommandContext) {
    this.#topic = controlTopic(run);
    this.#context = context;
    this.#producer = producer;
    this.#next = low;
    this.member = context.digests.salt();
    void this.#follow();
  }

  /** Joins the run, whose control topic is there. Whether it was taken in, {@link state} says. @param asked is for those who come later */
  static async join(
    run: string,
    about: { readonly pipeline: string; readonly version: string; readonly plan: string },
    asked: Buffer,
    context: CommandContext,
  ): Promise<Control> {
    const [partition] = await context.kafka.topicOffsets(controlTopic(run));
    const producer = await context.kafka.producer();
    const control = new Control(run, partition?.low ?? 0, producer, context);
    try {
      await control.send({ kind: "join", member: control.member, ...about }, asked);
      await control.until(() => control.#hasJoined || undefined);
    } catch (error) {
      await control.close();
      throw error;
    }
    if (control.state.isMember(control.member)) void control.#beat();
    return control;
  }

  /** What the run's first member asked. */
  get firstAsked(): Buffer | undefined {
    return this.#firstJoin;
  }

  /** A name for an attempt of this member. */
  nextAttempt(): string {
    return `${this.member}-${this.#attempts++}`;
  }

  /** Resolves when the claim is in the log; {@link state} says whether it counts. */
  async claim(task: Task): Promise<void> {
    const attempt = this.nextAttempt();
    await this.send({ kind: "claim", member: this.member, task, attempt });
    await this.until(() => this.#seenClaims.delete(attempt) || undefined);
  }

  /** The result of a task that is done. */
  result(task: Task): Buffer {
    const found = this.#results.get(taskName(task));
    if (found === undefined) throw new Error(`task ${taskName(task)} is not done`);
    return found;
  }

  send(record: ControlRecord, payload?: Uint8Array): Promise<unknown> {
    const messages = controlMessages(record, payload, this.#context.clock.now());
    const sent = this.#sending.then(() => this.#producer.send(this.#topic, messages));
    this.#sending = sent.catch(() => undefined);
    return sent;
  }

  /** What the function gives, as soon as it gives something; it is called after each record. */
  async until<Found>(look: () => Found | undefined): Promise<Found> {
    for (;;) {
      this.#context.signal.throwIfAborted();
      if (this.#failure !== undefined) throw this.#failure;
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Says that this member does nothing any more, and that what it holds is free. */
  leave(): Promise<unknown> {
    return this.send({ kind: "leave", member: this.member });
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#producer.close();
  }

  async #beat(): Promise<void> {
    const { clock } = this.#context;
    try {
      while (!this.#isOver) {
        await clock.sleep(beat, this.#signal);
        await this.send({ kind: "beat", member: this.member });
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  async #follow(): Promise<void> {
    let failures = 0;
    while (!this.#isOver) {
      const from = this.#next;
      try {
        await this.#context.kafka.read({
          topic: this.#topic,
          ranges: [{ partition: 0, from, to: Infinity }],
          signal: this.#signal,
          onRecords: (records) => {
            for (const record of records) {
              this.#next = record.offset + 1;
              const received = this.#reader.take(record);
              if (received !== undefined) this.#take(received);
            }
            this.#wake();
          },
        });
      } catch (error) {
        failures = this.#next > from ? 0 : failures + 1;
        // One that was paused has heard of nothing for too long, and hears of it now.
        if (!(error instanceof ServiceError) || failures > retries) return this.#fail(error);
      }
    }
  }

  #take({ record, payload }: ReceivedRecord): void {
    const counts = this.state.take(record);
    if (record.kind === "join") {
      this.#firstJoin ??= payload;
      if (record.member === this.member) this.#hasJoined = true;
    }
    if (record.kind === "claim" && record.member === this.member) this.#seenClaims.add(record.attempt);
    if (record.kind === "done" && counts) this.#results.set(taskName(record.task), payload);
  }

  #fail(error: unknown): void {
    if (!this.#end.signal.aborted)
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#end.signal, this.#context.signal]);
  }

  get #isOver(): boolean {
    return this.#end.signal.aborted || this.#context.signal.aborted || this.#failure !== undefined;
  }
}
