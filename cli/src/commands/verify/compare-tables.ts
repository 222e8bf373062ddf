import type { CommandContext } from "../../ports/context.js";
import type { VerifyTableInput } from "../../program/verify.js";
import type { Asked } from "./asked.js";
import type { Feed } from "./feeds.js";
import { judgeOptions } from "./judge-options.js";
import { recordCount } from "./offsets.js";
import type { UnknownWriter } from "./other-writers.js";
import type { VerifyPlan } from "./plan.js";
import { emptyWrites, readTopics } from "./read-topics.js";
import { Resumption } from "./resumption.js";
import type { Run, RunStart } from "./run.js";
import { type ComparedTable, oneByOne, scanTable } from "./scan-table.js";
import { Crew, isShared } from "./workers/crew.js";
import { workerCount } from "./workers/sharing-out.js";

interface Comparison extends Pick<VerifyTableInput, "examples" | "consistency"> {
  readonly proof: VerifyTableInput["proof"];
  /** How many threads the user wants. */
  readonly workers: VerifyTableInput["workers"];
  readonly plan: VerifyPlan;
  /** What the plan is made of. */
  readonly feeds: readonly Feed[];
  readonly file: string;
  readonly kept: number;
  readonly unknown: readonly UnknownWriter[];
  readonly asked: Asked;
  readonly start: RunStart;
  readonly sample: ReadonlySet<number> | undefined;
  readonly run: Run;
}

/** Reads the records up to the ends, and then the tables: on this thread, or with workers where it is much. */
export async function compareTables(
  comparison: Comparison,
  context: CommandContext,
): Promise<readonly ComparedTable[]> {
  const { run, start, workers } = comparison;
  const kept = run.reading;
  const count = isShared(kept)
    ? kept.workers
    : kept !== undefined
      ? 1
      : workerCount(workers, recordCount(start.ends), context.workers);
  return count === 1 && !isShared(kept)
    ? compareAlone(comparison, context)
    : Crew.with(count, run, context, (crew) => compareTogether(comparison, crew, context));
}

async function compareAlone(
  comparison: Comparison,
  context: CommandContext,
): Promise<readonly ComparedTable[]> {
  const { plan, start, sample, run } = comparison;
  const { writes } = await readTopics({ plan, ends: start.ends, sample }, run, context);
  const compared: ComparedTable[] = [];
  for (const [index, [table, written]] of [...writes].entries()) {
    const options = { ...judgeOptions(comparison, table, context), run, index };
    compared.push(await scanTable(table, written, plan, options, oneByOne(written), context));
  }
  return compared;
}

async function compareTogether(
  comparison: Comparison,
  crew: Crew,
  context: CommandContext,
): Promise<readonly ComparedTable[]> {
  const { plan, feeds, file, kept, asked, start, sample, run } = comparison;
  const { ends } = start;
  const subject = {
    ...{ file, kept, ends, sample, now: context.clock.now() },
    feeds: feeds.map(({ carrier, topics }) => ({ carrier, topics })),
    tables: plan.tables.map(({ description }) => description),
  };
  const read = await crew.read({ subject, asked, start });
  const writes = emptyWrites({ plan, ends, sample }, run.spill);
  const known = new Resumption(plan, writes, ends);
  for (const part of read) known.resume(part.known);
  const compared: ComparedTable[] = [];
  for (const [index, [table, written]] of [...writes].entries()) {
    const judged = judgeOptions(comparison, table, context);
    const { digest, ...options } = judged;
    const judgeParts = crew.judge({ subject, index, read, ...options, hasDigests: digest !== undefined });
    compared.push(await scanTable(table, written, plan, { ...judged, run, index }, judgeParts, context));
  }
  return compared;
}
