import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import type { Random } from "#cli/core/generate/random.js";
import type { Fault } from "#cli/core/rows/judge-cell.js";
import type { Reason } from "#cli/core/rows/reasons.js";
import type { DeployedPipeline } from "#test/judge/stack/deployed-pipeline.js";
import type { StoredTable } from "#test/judge/stack/stored-rows.js";

/** A pipeline in which everything is right, before harm is done. */
export interface Scene {
  readonly deployed: DeployedPipeline;
  readonly stored: StoredTable;
  readonly random: Random;
  readonly before: PipelineReport;
}

/** A row, or a partition's statics, that must be named. */
export interface HarmedRow {
  /** As a finding names it. */
  readonly key: string;
  readonly as: "missing" | "unexpected" | "different";
  /** Of a different row: the column, and what must be said of it. */
  readonly column?: string;
  readonly fault?: Fault;
}

/** What has been done, and how it must be named. */
export interface DoneHarm {
  /** In words, for whoever reads of a round in which it was not named. */
  readonly what: string;
  readonly rows?: readonly HarmedRow[];
  /** Whatever else the report must say. */
  readonly says?: (report: PipelineReport) => boolean;
  /** Harm to what proves the rows, not to the rows: "not judged" for this reason names it. */
  readonly reason?: Reason;
  /** Milliseconds for which verify may wait for what will not come. */
  readonly wait?: number;
  /** Rows may be found that the harm does not name one by one. */
  readonly mayFindRows?: boolean;
  /** Undoes what was done to the connector. */
  readonly undo?: () => Promise<void>;
}

export interface Harm {
  readonly kind: string;
  /** What it does cannot be undone: it is the pipeline's last round. */
  readonly closes?: boolean;
  /** Undefined where the pipeline has nothing that could be harmed so. */
  readonly do: (scene: Scene) => Promise<DoneHarm | undefined>;
}
