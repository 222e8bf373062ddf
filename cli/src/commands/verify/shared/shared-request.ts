import type { Asked } from "../asked.js";
import type { PipelineReport } from "../pipeline-report.js";
import type { PlannedTable, VerifyPlan } from "../plan.js";
import type { RunStart } from "../run.js";
import type { ComparedTable } from "../scan-table.js";
import type { JudgeOptions } from "../table-judge.js";

/** What the members of a run do together. */
export interface SharedRequest {
  /** What the run is called. */
  readonly run: string;
  readonly pipeline: string;
  readonly asked: Asked;
  readonly plan: VerifyPlan;
  /** A plan of the same, of which nothing is known yet. */
  readonly again: () => Promise<VerifyPlan>;
  readonly optionsOf: (table: PlannedTable) => JudgeOptions;
  /** Says where the topics end, and waits until the connectors are there. */
  readonly fixStart: () => Promise<RunStart>;
  /** @param begun when that was, in milliseconds since the Unix epoch */
  readonly report: (
    start: RunStart,
    compared: readonly ComparedTable[],
    begun: number,
  ) => Promise<PipelineReport>;
}
