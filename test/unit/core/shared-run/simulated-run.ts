import type { Random } from "#cli/core/generate/random.js";
import type { ControlRecord } from "#cli/core/shared-run/control-record.js";
import { type BlockOrigin, SentBlocks } from "#cli/core/shared-run/sent-blocks.js";
import { SharedRun } from "#cli/core/shared-run/shared-run.js";
import { type Task, taskName } from "#cli/core/shared-run/task.js";

/** What a run is about here: numbers in partitions, each of which lies in a range by what is left of it. */
export interface Numbers {
  readonly partitions: readonly (readonly number[])[];
  readonly ranges: number;
}

/** What tasks find, by attempt: of a partition the number of blocks for each range, of a range its numbers. */
type Found = readonly number[];

interface Block extends BlockOrigin {
  readonly number: number;
}

/** A control topic, the topic of writes, and whoever writes there. Records arrive later than they are sent. */
export class SimulatedRun {
  readonly numbers: Numbers;
  readonly log: { readonly record: ControlRecord; readonly found?: Found }[] = [];
  readonly blocks: Block[][];
  #ids = 0;

  constructor(numbers: Numbers) {
    this.numbers = numbers;
    this.blocks = Array.from({ length: numbers.ranges }, () => []);
  }

  id(): string {
    return `id${this.#ids++}`;
  }
}

/** A process. Between two steps it can be killed, or paused for as long as one likes. */
export class SimulatedMember {
  readonly #name: string;
  readonly #run: SimulatedRun;
  readonly #random: Random;
  readonly #state = new SharedRun();
  readonly #found = new Map<string, Found>();
  /** Sent, and not in a topic yet. */
  readonly #outbox: (() => void)[] = [];
  #read = 0;
  #claimed: string | undefined;
  #work: { readonly attempt: string; readonly steps: Iterator<void> } | undefined;
  /** Set when it knows the report. */
  report: readonly number[] | undefined;
  hasLeft = false;

  constructor(run: SimulatedRun, random: Random, plan = "plan") {
    this.#run = run;
    this.#random = random;
    this.#name = run.id();
    this.#send({ kind: "join", pipeline: "p", member: this.#name, version: "1", plan });
  }

  get isRefused(): boolean {
    return this.#state.about !== undefined && !this.#state.isMember(this.#name) && this.#outbox.length === 0;
  }

  /** Whether it came when the report was there, so that it has none. */
  get isLate(): boolean {
    return this.#state.isLate(this.#name);
  }

  /** Whether it would end, or remove the topics and end. */
  get hasEnded(): boolean {
    return this.isLate || (this.hasLeft && this.#state.lastDuty(this.#name) !== "wait");
  }

  step(): void {
    const doing = this.#random.below(10);
    if (doing < 3) this.#outbox.shift()?.();
    else if (doing < 6) this.#readSome(1 + this.#random.below(5));
    else if (doing < 7) this.#beat();
    else this.#act();
  }

  #beat(): void {
    // One that is not in the topic yet is not followed by another: a paused member sends no heap of them.
    if (this.#outbox.length === 0) this.#send({ kind: "beat", member: this.#name });
  }

  #act(): void {
    if (this.hasLeft || !this.#state.isMember(this.#name)) return;
    if (this.#work !== undefined) {
      if (this.#work.steps.next().done === true) this.#work = undefined;
      return;
    }
    if (this.#outbox.length > 0 || this.#claimed !== undefined) return;
    const next = this.#state.next(this.#name);
    if (next.kind === "claim") {
      const attempt = this.#run.id();
      this.#claimed = attempt;
      this.#send({ kind: "claim", member: this.#name, task: next.task, attempt });
    } else if (next.kind === "work") {
      this.#work = { attempt: next.attempt, steps: this.#perform(next.task, next.attempt) };
    } else if (next.kind === "done") {
      this.report = this.#found.get(taskName({ phase: "report", index: 0 }));
      this.hasLeft = true;
      this.#send({ kind: "leave", member: this.#name });
    }
  }

  *#perform(task: Task, attempt: string): Iterator<void> {
    const { partitions, ranges } = this.#run.numbers;
    const done = { kind: "done", member: this.#name, task, attempt } as const;
    if (task.phase === "start") {
      this.#send({ ...done, counts: { reads: partitions.length, ranges } }, []);
    } else if (task.phase === "read") {
      const counts = Array.from({ length: ranges }, () => 0);
      for (const number of partitions[task.index] ?? []) {
        const range = number % ranges;
        const sequence = counts[range] ?? 0;
        counts[range] = sequence + 1;
        this.#outbox.push(() => this.#run.blocks[range]?.push({ attempt, table: 0, sequence, number }));
        yield;
      }
      this.#send(done, counts);
    } else if (task.phase === "range") {
      const sent = new Map(
        partitions.map((_, index) => {
          const read = { phase: "read", index } as const;
          return [
            this.#state.result(read) ?? "",
            this.#found.get(taskName(read))?.[task.index] ?? 0,
          ] as const;
        }),
      );
      const choice = new SentBlocks(sent);
      const found: number[] = [];
      for (const block of [...(this.#run.blocks[task.index] ?? [])]) {
        if (choice.take(block)) found.push(block.number);
        yield;
      }
      if (choice.missing > 0) throw new Error(`${choice.missing} blocks are missing`);
      this.#send(done, found);
    } else {
      const all = Array.from({ length: ranges }, (_, index) =>
        this.#found.get(taskName({ phase: "range", index })),
      );
      this.#send(
        done,
        all.flatMap((found) => found ?? []),
      );
    }
  }

  #readSome(count: number): void {
    for (const { record, found } of this.#run.log.slice(this.#read, this.#read + count)) {
      this.#read++;
      const counts = this.#state.take(record);
      if (record.kind === "done" && counts) this.#found.set(taskName(record.task), found ?? []);
      if (record.kind === "claim" && record.attempt === this.#claimed) this.#claimed = undefined;
    }
  }

  #send(record: ControlRecord, found?: Found): void {
    this.#outbox.push(() => this.#run.log.push(found === undefined ? { record } : { record, found }));
  }
}
