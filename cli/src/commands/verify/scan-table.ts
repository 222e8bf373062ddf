import type { RowRecords } from "../../core/rows/expected-rows.js";
import type { RingPart } from "../../core/rows/ring-parts.js";
import type { PartDigests } from "../../core/rows/row-digest.js";
import type { CommandContext } from "../../ports/context.js";
import type { Run } from "./run.js";
import type { PlannedTable, VerifyPlan } from "./plan.js";
import { type ProgressSnapshot, ScanProgress } from "./scan-progress.js";
import { type ComparedPart, type JudgeOptions, type JudgeSnapshot, TableJudge } from "./table-judge.js";
import type { TableWrites } from "./table-writes.js";

/** Token ranges that are read at the same time: more are not faster against one node. */
export const parallelism = 4;

/** Rows that are wrong or open, beyond which a run is no longer kept: their keys alone would fill the memory. */
const mostKept = 1_000_000;

/** What was found in the parts of a table that have been read, as plain data. */
interface ScanSnapshot {
  /** Where the parts begin that are done. */
  readonly done: readonly number[];
  readonly found: JudgeSnapshot;
  readonly progress: ProgressSnapshot;
}

interface ScanOptions extends Omit<JudgeOptions, "parallelism"> {
  readonly run: Run;
  /** The table's index, by which the run keeps what is found. */
  readonly index: number;
}

export interface ComparedTable {
  readonly table: PlannedTable;
  readonly rows: ComparedPart;
  /** Undefined where no static column is judged. */
  readonly statics: ComparedPart | undefined;
  /** What became of the records that write its rows. */
  readonly records: RowRecords;
  /** Writes of rows that are not in the sample. */
  readonly leftOut: number;
  /** Of its rows; undefined where they are not wanted. */
  readonly parts: readonly PartDigests[] | undefined;
}

/** Judges parts of a table; calls back when one of them is done and its findings are in the judge. */
export type PartsJudge = (
  parts: readonly RingPart[],
  judge: TableJudge,
  progress: ScanProgress,
  onDone: (part: RingPart) => void,
) => Promise<void>;

/** One part after the other, on this thread. */
export const oneByOne =
  (writes: TableWrites): PartsJudge =>
  async (parts, judge, progress, onDone) => {
    for (const part of parts) {
      await judge.judge(part, writes, progress);
      onDone(part);
    }
  };

/** Reads the whole table and compares it with what records write, part by part of the ring. */
export async function scanTable(
  table: PlannedTable,
  writes: TableWrites,
  plan: VerifyPlan,
  { run, index, ...options }: ScanOptions,
  judgeParts: PartsJudge,
  context: CommandContext,
): Promise<ComparedTable> {
  const judge = new TableJudge(table, plan, { ...options, parallelism }, context);
  const progress = new ScanProgress(table, writes.share, context);
  const kept = run.table(index) as ScanSnapshot | undefined;
  if (kept !== undefined) {
    judge.merge(kept.found);
    progress.restore(kept.progress);
  }
  const ring = [...writes.parts()];
  const done = new Set(kept?.done);
  const left = ring.filter(({ from }) => !done.has(from));
  await judgeParts(left, judge, progress, ({ from }) => {
    done.add(from);
    if (judge.kept > mostKept) return;
    run.keepTable(index, done.size === ring.length, (): ScanSnapshot => ({
      done: [...done],
      found: judge.snapshot(),
      progress: progress.snapshot(),
    }));
  });
  return {
    table,
    rows: judge.rows,
    statics: judge.statics,
    records: judge.records,
    leftOut: writes.leftOut,
    parts: options.digest === undefined ? undefined : judge.parts,
  };
}
