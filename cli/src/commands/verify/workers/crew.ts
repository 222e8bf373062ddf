import type { CommandContext } from "../../../ports/context.js";
import type { ProgressFact } from "../../../ports/progress.js";
import type { Worker } from "../../../ports/workers.js";
import { MemoryGuard } from "../memory-guard.js";
import { recordCount } from "../offsets.js";
import type { Run } from "../run.js";
import { parallelism, type PartsJudge } from "../scan-table.js";
import type {
  ReadPart,
  ReadPartitions,
  JudgedPart,
  OpenTable,
  Subject,
  Told,
  WorkerRequest,
} from "./requests.js";
import { sharedOut } from "./sharing-out.js";

/** Kept of a run that workers read: which partition is whose, they keep for themselves how far they are. */
export interface SharedReading {
  readonly shares: ReadonlyArray<Subject["ends"]>;
}

export const isShared = (reading: unknown): reading is SharedReading =>
  typeof reading === "object" && reading !== null && "shares" in reading;

type ReadRequest = Pick<ReadPartitions, "subject" | "asked" | "start">;

/** Workers that read partitions, and then parts of tables. */
export class Crew {
  readonly #workers: readonly Worker[];
  readonly #run: Run;
  readonly #context: CommandContext;

  private constructor(workers: readonly Worker[], run: Run, context: CommandContext) {
    this.#workers = workers;
    this.#run = run;
    this.#context = context;
  }

  /** Has so many workers until what is done with them is done, or has failed, or is interrupted. */
  static async with<Result>(
    count: number,
    run: Run,
    context: CommandContext,
    use: (crew: Crew) => Promise<Result>,
  ): Promise<Result> {
    const workers = await Promise.all(Array.from({ length: count }, () => context.workers.start(count)));
    try {
      return await use(new Crew(workers, run, context));
    } finally {
      await Promise.all(workers.map((worker) => worker.end()));
    }
  }

  /** Reads the partitions up to their ends. @returns what each worker has read, in any order */
  async read({ subject, asked, start }: ReadRequest): Promise<readonly ReadPart[]> {
    const { ends } = subject;
    const kept = this.#run.reading;
    const shares = isShared(kept) ? kept.shares : sharedOut(ends, this.#workers.length);
    const progress = new ReadingProgress(shares, this.#run, recordCount(ends), this.#context);
    let isKept = false;
    return Promise.all(
      shares.map(async (own, index) => {
        const share = this.#run.spill.share(`worker-${index}`, shares.length);
        const { pipeline } = this.#run;
        const request = { kind: "read partitions", subject, own, share, pipeline, asked, start } as const;
        const answer = await this.#ask(this.#workers[index], request, (told) => {
          if (told.kind === "fact") progress.take(index, told.fact);
          if (told.kind !== "reading kept" || isKept) return;
          this.#run.keepReading({ shares } satisfies SharedReading);
          isKept = true;
        });
        progress.end(index);
        return answer as ReadPart;
      }),
    );
  }

  /** Judges the parts of a table: a worker that is free takes the next one. */
  judge(table: Omit<OpenTable, "kind" | "parallelism" | "limits">): PartsJudge {
    return async (parts, judge, progress, onDone) => {
      const left = parts.values();
      const memory = new MemoryGuard(this.#context);
      const each = Math.max(1, Math.ceil(parallelism / this.#workers.length));
      const { limits } = this.#run.spill;
      const judgeNext = async (worker: Worker): Promise<void> => {
        await this.#ask(worker, { kind: "open table", ...table, parallelism: each, limits });
        for (const part of left) {
          const found = (await this.#ask(worker, { kind: "judge part", part }, (told) => {
            if (told.kind === "rows expected") progress.expect(told.rows, told.part);
            if (told.kind === "rows read") progress.add(told.rows);
          })) as JudgedPart;
          for (const key of found.rows.rows.keys) memory.take(key.length);
          judge.merge(found);
          onDone(part);
        }
      };
      await Promise.all(this.#workers.slice(0, parts.length).map(judgeNext));
    };
  }

  /** @throws what the worker has thrown, and the signal's reason */
  async #ask(
    worker: Worker | undefined,
    request: WorkerRequest,
    onTold: (told: Told) => void = () => undefined,
  ): Promise<unknown> {
    if (worker === undefined) throw new Error("there is no such worker");
    const { signal } = this.#context;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const interrupt = (): void => reject(signal.reason as Error);
      signal.addEventListener("abort", interrupt, { once: true });
      const told = (what: unknown): void => {
        try {
          onTold(what as Told);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      worker
        .ask(request, told)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener("abort", interrupt));
    });
  }
}

/** What all workers have read together. */
class ReadingProgress {
  readonly #totals: readonly number[];
  readonly #done: number[];
  readonly #pipeline: string;
  /** In which all of them write. */
  readonly #folder: string;
  readonly #total: number;
  readonly #context: CommandContext;
  /** Workers that have said how far they are. */
  readonly #heard = new Set<number>();
  #isResumed = false;
  #isSpilling = false;

  constructor(
    shares: SharedReading["shares"],
    { pipeline, spill: { folder } }: Run,
    total: number,
    context: CommandContext,
  ) {
    this.#totals = shares.map(recordCount);
    this.#done = shares.map(() => 0);
    this.#pipeline = pipeline;
    this.#folder = folder;
    this.#total = total;
    this.#context = context;
  }

  take(worker: number, fact: ProgressFact): void {
    const { progress } = this.#context;
    if (fact.kind === "spilling") {
      if (!this.#isSpilling) progress.report({ ...fact, folder: this.#folder });
      this.#isSpilling = true;
    } else if (fact.kind === "run resumed") {
      this.#isResumed = true;
      this.#reach(worker, fact.done);
    } else if (fact.kind === "records read") this.#reach(worker, fact.done);
    else progress.report(fact);
  }

  end(worker: number): void {
    this.#reach(worker, this.#totals[worker] ?? 0);
  }

  #reach(worker: number, records: number): void {
    this.#done[worker] = records;
    this.#heard.add(worker);
    const done = this.#done.reduce((sum, of) => sum + of, 0);
    const fact = { done, total: this.#total };
    const { progress } = this.#context;
    if (this.#isResumed && this.#heard.size === this.#done.length) {
      progress.report({ kind: "run resumed", pipeline: this.#pipeline, ...fact });
      this.#isResumed = false;
    }
    progress.report({ kind: "records read", ...fact });
  }
}
