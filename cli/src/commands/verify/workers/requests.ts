import type { TopicSettings } from "../../../core/mapping/settings.js";
import type { TableDescription } from "../../../core/cql/table.js";
import type { RingPart } from "../../../core/rows/ring-parts.js";
import type { ProgressFact } from "../../../ports/progress.js";
import type { SpilledFiles, SpillLimits, SpillShare } from "../../../ports/spill.js";
import type { Asked } from "../asked.js";
import type { Carrier } from "../await-carried.js";
import type { TopicEnds } from "../offsets.js";
import type { ReadingSnapshot } from "../resumption.js";
import type { RunStart } from "../run.js";
import type { JudgeOptions, JudgeSnapshot } from "../table-judge.js";

/* What this program asks of a worker, and what that answers: plain data. */

/** What the plan is made of, which each makes for itself: a plan is made of functions. */
export interface Subject {
  readonly feeds: readonly { readonly carrier: Carrier; readonly topics: readonly TopicSettings[] }[];
  readonly file: string;
  readonly kept: number;
  readonly tables: readonly TableDescription[];
  /** Milliseconds since the Unix epoch, one for all. */
  readonly now: number;
  readonly ends: readonly TopicEnds[];
  readonly sample: ReadonlySet<number> | undefined;
}

/** Reads some of the partitions, and evaluates their records. */
export interface ReadPartitions {
  readonly kind: "read partitions";
  readonly subject: Subject;
  readonly own: readonly TopicEnds[];
  readonly share: SpillShare;
  readonly pipeline: string;
  readonly asked: Asked;
  readonly start: RunStart;
}

/** What was read, and where what it writes is. */
export interface ReadPart {
  readonly known: ReadingSnapshot;
  readonly files: SpilledFiles;
}

/** Makes ready for the parts of a table. */
export interface OpenTable extends Omit<JudgeOptions, "digest"> {
  readonly kind: "open table";
  readonly subject: Subject;
  readonly index: number;
  /** Of all workers. */
  readonly read: readonly ReadPart[];
  readonly hasDigests: boolean;
  readonly limits: SpillLimits;
}

/** Judges a part of the table that was opened last. */
export interface JudgePart {
  readonly kind: "judge part";
  readonly part: RingPart;
}

export type WorkerRequest = ReadPartitions | OpenTable | JudgePart;

/** What a worker tells meanwhile. */
export type Told =
  | { readonly kind: "fact"; readonly fact: ProgressFact }
  /** What it has read so far can be resumed from. */
  | { readonly kind: "reading kept" }
  | { readonly kind: "rows expected"; readonly rows: number; readonly part: RingPart }
  | { readonly kind: "rows read"; readonly rows: number };

/** The answer to {@link JudgePart}. */
export type JudgedPart = JudgeSnapshot;
