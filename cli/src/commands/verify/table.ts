import { InterruptedError, CassinkError, UsageError } from "../../errors.js";
import type { Reason } from "../../core/rows/reasons.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { VerifyTableInput } from "../../program/verify.js";
import type { SelectedPipeline } from "../../ports/pipelines.js";
import { keepProof, refuseRedactAlone } from "./keep-proof.js";
import { interruptedRuns } from "./interrupted-runs.js";
import { verifyPipeline } from "./pipeline.js";
import type { PipelineReport } from "./pipeline-report.js";
import { inRun, type Run } from "./run.js";

/** A pipeline that could not be judged: what an error would say. */
export interface PipelineFailure {
  readonly pipeline: string;
  /** Undefined where the pipeline's file could not be read. */
  readonly connector?: string;
  readonly outcome: "failed";
  readonly failure: {
    readonly message: string;
    readonly where?: string;
    readonly hint?: string;
    readonly lines: readonly string[];
  };
  readonly tables: readonly never[];
}

export interface VerifyTableResult extends CommandResult {
  /** Raised when a program that reads the JSON must be changed. */
  readonly formatVersion: 1;
  readonly pipelines: readonly (PipelineReport | PipelineFailure)[];
  /** Reasons for which something may stay unjudged. */
  readonly allowed: readonly Reason[];
  /** The file in which the report was kept. */
  readonly proof?: string;
}

const wholeHint = "--since judges what later records write alone: verify the whole table for the other";

/** @throws UsageError where a part of the table was to be kept as a proof, or to be sampled, or to be continued */
function refuseBeside({ since, sample, proof, resume }: VerifyTableInput): void {
  if (since === undefined) return;
  const refuse = (other: string, hint: string): never => {
    throw new UsageError(`--since and ${other} cannot be given together`, { hint });
  };
  if (sample !== undefined) refuse("--sample", wholeHint);
  if (proof !== undefined) refuse("--proof", wholeHint);
  if (resume === true) {
    refuse(
      "--resume",
      "--since keeps nothing to continue from: give it alone, or --resume alone for an interrupted run of the whole table",
    );
  }
}

/** @throws UsageError for what a run that several processes share does not do */
function refuseInRun({ run, since, sample, resume, workers }: VerifyTableInput): void {
  const whole = "a run of several processes judges the whole table";
  const others = [
    ["--since", since !== undefined, whole],
    ["--sample", sample !== undefined, whole],
    ["--resume", resume === true, "a run is continued by whoever is started with its name"],
    ["--workers", workers !== undefined, "each process is one member: start more of them"],
  ] as const;
  const given = others.find(([, isGiven]) => isGiven);
  if (run === undefined || given === undefined) return;
  const [other, , hint] = given;
  throw new UsageError(`--run and ${other} cannot be given together`, { hint });
}

/** From the worst: the command's exit code is that of its worst pipeline. */
const outcomes = ["failed", "findings", "unjudged", "clean"] as const;

/** Proves that tables hold what their topics' records write. A pipeline that cannot be judged, or whose file cannot be read, does not hide the others. */
export async function run(input: VerifyTableInput, context: CommandContext): Promise<VerifyTableResult> {
  refuseRedactAlone(input);
  refuseBeside(input);
  refuseInRun(input);
  const selected = await context.pipelines.selectEach(input);
  if (input.run !== undefined && selected.length > 1)
    throw new UsageError(`--run is about one pipeline, and there are ${selected.length}`, {
      hint: "name it: verify table PIPELINE --run NAME",
    });
  const resumed = input.resume === true ? await interruptedRuns(selected, context) : new Set<string>();
  const pipelines: (PipelineReport | PipelineFailure)[] = [];
  for (const each of selected) {
    try {
      if ("problem" in each) throw each.problem;
      const { pipeline } = each;
      const { name } = pipeline;
      const judge = (run: Run | undefined): Promise<PipelineReport> =>
        verifyPipeline(pipeline, input, run, context);
      const isResumed = resumed.has(name);
      if (input.resume === true && !isResumed)
        context.progress.report({ kind: "run begins", pipeline: name });
      // Of a run with --since nothing is kept: an interrupted one of the whole table stays as it is.
      const isKept = input.since === undefined;
      pipelines.push(
        isKept ? await inRun(spillName(name, input.run), isResumed, context, judge) : await judge(undefined),
      );
    } catch (error) {
      context.signal.throwIfAborted();
      if (selected.length === 1 || error instanceof InterruptedError) throw error;
      pipelines.push(failureOf(error, each));
    }
  }
  const outcome = outcomes.find((candidate) => pipelines.some((pipeline) => pipeline.outcome === candidate));
  const report = {
    formatVersion: 1,
    outcome: outcome ?? "clean",
    pipelines,
    allowed: input.allowUnjudged ?? [],
  } as const;
  if (input.proof === undefined) return report;
  await keepProof(input.proof, report, input.redact === true, context);
  return { ...report, proof: input.proof };
}

/** A run that is shared is none that can be resumed from this machine's files, and leaves those alone. */
const spillName = (pipeline: string, run: string | undefined): string =>
  run === undefined ? pipeline : `${pipeline} in run ${run}`;

function failureOf(error: unknown, selected: SelectedPipeline): PipelineFailure {
  const message = error instanceof Error ? error.message : String(error);
  const named = {
    pipeline: selected.name,
    ...("problem" in selected ? {} : { connector: selected.pipeline.connector.name }),
    outcome: "failed",
    tables: [],
  } as const;
  if (!(error instanceof CassinkError)) {
    const hint = "this is a defect of cassink: please report it";
    return { ...named, failure: { message, hint, lines: [] } };
  }
  const { where, hint, lines } = error;
  return {
    ...named,
    failure: {
      message,
      lines,
      ...(where === undefined ? {} : { where }),
      ...(hint === undefined ? {} : { hint }),
    },
  };
}
