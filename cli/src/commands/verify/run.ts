import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { Spill } from "../../ports/spill.js";
import { type Asked, changesOf } from "./asked.js";
import type { Carried } from "./await-carried.js";
import type { TopicEnds } from "./offsets.js";

/** What is fixed before the first record is read. */
export interface RunStart {
  readonly ends: readonly TopicEnds[];
  /** For each topic, the offsets behind its end that no connector is given yet. */
  readonly hidden: readonly number[];
  /** How far the connectors had come when the comparison began. */
  readonly carried: Carried;
  readonly judged: readonly { readonly connector: string; readonly carried: Carried }[];
  /** The parts of the ring that were drawn. */
  readonly sample: readonly number[] | undefined;
}

/** With the first that is kept of a run: what was asked, and what is fixed since then. */
interface KeptReading {
  readonly asked: Asked;
  readonly start: RunStart;
  readonly reading: unknown;
}

/** What it takes to keep a run is at most this part of its time. */
const shareOfTime = 20;

/** One judgement of a pipeline's tables, which can be resumed from what it keeps now and then. */
export class Run {
  readonly pipeline: string;
  readonly spill: Spill;
  readonly #clock: CommandContext["clock"];
  readonly #resumed: KeptReading | undefined;
  #begun: Pick<KeptReading, "asked" | "start"> | undefined;
  readonly #startedAt: number;
  /** When it may be kept again, in milliseconds since the Unix epoch. */
  #due: number;
  /** Whether what was read is kept, so that what is found in tables can be, too. */
  #hasReading: boolean;
  readonly #onKept: (() => void) | undefined;

  /**
   * @param onKept is called when it has been kept
   * @throws InputError where what is kept is damaged
   */
  constructor(pipeline: string, spill: Spill, { clock }: Pick<CommandContext, "clock">, onKept?: () => void) {
    this.#onKept = onKept;
    this.pipeline = pipeline;
    this.spill = spill;
    this.#clock = clock;
    this.#resumed = spill.kept("reading") as KeptReading | undefined;
    this.#hasReading = this.#resumed !== undefined;
    this.#startedAt = clock.now();
    this.#due = this.#startedAt + spill.limits.pause;
  }

  /** What an earlier process had fixed; undefined in a new run. @throws InputError where something else is asked now */
  resume(asked: Asked): RunStart | undefined {
    if (this.#resumed === undefined) return undefined;
    const changes = changesOf(this.#resumed.asked, asked);
    if (changes.length > 0) throw cannotResume(changes);
    return this.#resumed.start;
  }

  begin(asked: Asked, start: RunStart): void {
    this.#begun = { asked, start };
  }

  /** What was read before, as {@link keepReading} was given it; undefined in a new run. */
  get reading(): unknown {
    return this.#resumed?.reading;
  }

  /** Whether enough time has gone by to keep what has been read. */
  get isDue(): boolean {
    return this.#clock.now() >= this.#due;
  }

  /** Whether it has taken so long that it is worth being kept. */
  get isLong(): boolean {
    return this.#hasReading || this.#clock.now() - this.#startedAt >= this.spill.limits.pause / 2;
  }

  /** To be called when all writes are in files. */
  keepReading(reading: unknown): void {
    if (this.#begun === undefined) throw new Error("a run is kept that was not begun");
    this.#keep("reading", { ...this.#begun, reading } satisfies KeptReading);
    this.#hasReading = true;
  }

  /** What was found in a table, as {@link keepTable} was given it. @param table its index */
  table(table: number): unknown {
    return this.#resumed === undefined ? undefined : this.spill.kept(`table-${table}`);
  }

  /** Keeps what was found in a table, if it is time and what was read is kept. @param isWhole the whole table was read */
  keepTable(table: number, isWhole: boolean, found: () => unknown): void {
    if (this.#hasReading && (isWhole || this.isDue)) this.#keep(`table-${table}`, found());
  }

  #keep(name: string, state: unknown): void {
    const before = this.#clock.now();
    this.spill.keep(name, state);
    const { pause } = this.spill.limits;
    const now = this.#clock.now();
    this.#onKept?.();
    this.#due = pause === 0 ? now : now + Math.max(pause, shareOfTime * (now - before));
  }
}

/** @param changes what is no longer as it was */
export const cannotResume = (changes: readonly string[]): InputError =>
  new InputError("the interrupted run cannot be continued: what it was about has changed", {
    lines: changes,
    hint: "put it back as it was, or run the command without --resume: it begins anew",
  });

/**
 * Judges in a new run, or in the one that was interrupted. One that fails is left as it was kept last; of one that comes
 * to its end nothing is left.
 */
export async function inRun<Result>(
  pipeline: string,
  isResumed: boolean,
  context: CommandContext,
  judge: (run: Run) => Promise<Result>,
): Promise<Result> {
  const spill = await openSpill(pipeline, isResumed, context);
  let result: Result;
  try {
    result = await judge(new Run(pipeline, spill, context));
  } catch (error) {
    if (await spill.leave()) context.progress.report({ kind: "run kept", pipeline });
    throw error;
  }
  await spill.close();
  return result;
}

async function openSpill(
  pipeline: string,
  isResumed: boolean,
  { spills, progress }: CommandContext,
): Promise<Spill> {
  if (isResumed) return spills.resume(pipeline);
  const { spill, hasDiscarded } = await spills.open(pipeline);
  if (hasDiscarded) progress.report({ kind: "run discarded", pipeline });
  return spill;
}
