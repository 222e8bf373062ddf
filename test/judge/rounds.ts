import { Random } from "#cli/core/generate/random.js";
import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import { harms } from "./harms/all.js";
import type { Harm } from "./harms/harm.js";
import type { DeployedPipeline } from "./stack/deployed-pipeline.js";
import { verifyByProgram, verifyHere, type Verdict } from "./stack/verifying.js";
import { judgeHarmed, judgeUnharmed, type Judgement } from "./verdict.js";
import { scaled } from "#test/support/scaled.js";

/** Milliseconds for a connector to carry and commit what there is. */
const carrying = 60_000;
/** Milliseconds for what records write meanwhile to be carried and settled: commits come every 5 s. */
const settling = 20_000;
/** One round in so many is judged by the program itself, as a process; the others by its core in this one. */
const roundsPerProcess = 40;
/** Kinds that can be undone, for each pipeline; one that cannot comes after them. */
const kindsPerPipeline = 12;

export interface Round extends Judgement {
  readonly seed: number;
  readonly kind: string;
  readonly what: string;
  readonly byProgram: boolean;
  readonly milliseconds: number;
}

export interface Rounds {
  /** Only this kind, on every pipeline. */
  readonly kind: string | undefined;
  /** Whether no further round is wanted. */
  readonly isOver: () => boolean;
  readonly onRound: (round: Round) => void;
  /**
   * A verification of a pipeline in which nothing is harmed, with its findings: there must be none.
   * @param undone the kind of harm that was done and undone before
   */
  readonly onUnharmed: (seed: number, findings: readonly string[], undone: string | undefined) => void;
}

/** A round that did not come to a verdict. */
export class BrokenRound extends Error {
  readonly kind: string;

  constructor(kind: string, cause: unknown) {
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    super(`no verdict: ${reason}`, { cause });
    this.kind = kind;
  }
}

/** Judges a pipeline that is carried, harms it, judges it again, undoes the harm, and so on with other kinds. */
export async function judgePipeline(deployed: DeployedPipeline, rounds: Rounds): Promise<void> {
  const { seed, records } = deployed.pipeline;
  await deployed.deploy();
  await deployed.produce(records.some(10 + new Random(seed, 2).below(40)));
  let before = await unharmed(deployed, rounds, undefined);
  for (const harm of kindsFor(seed, rounds.kind)) {
    if (before === undefined || rounds.isOver()) return;
    const stored = await deployed.stored();
    const random = new Random(seed, 3, numberOf(harm));
    records.follow(random);
    const start = Date.now();
    const done = await harm.do({ deployed, stored, random, before }).catch((error: unknown) => {
      throw new BrokenRound(harm.kind, error);
    });
    if (done !== undefined) {
      const byProgram = new Random(seed, 4, numberOf(harm)).below(roundsPerProcess) === 0;
      const verify = byProgram ? verifyByProgram : verifyHere;
      const wait = done.wait ?? scaled(settling);
      const verdict = await verify(deployed.servers, deployed.file, wait);
      const judgement = judgeHarmed(done, verdict);
      const milliseconds = Date.now() - start;
      rounds.onRound({ ...judgement, seed, kind: harm.kind, what: done.what, byProgram, milliseconds });
    }
    await done?.undo?.();
    if (done !== undefined && harm.closes === true) return;
    const { isWritten } = deployed;
    if (isWritten) await deployed.restore(stored);
    if (done !== undefined || isWritten) before = await unharmed(deployed, rounds, harm.kind);
  }
}

async function unharmed(
  deployed: DeployedPipeline,
  rounds: Rounds,
  undone: string | undefined,
): Promise<PipelineReport | undefined> {
  const verdict: Verdict = await verifyHere(deployed.servers, deployed.file, scaled(carrying));
  const findings = judgeUnharmed(verdict);
  rounds.onUnharmed(deployed.pipeline.seed, findings, undone);
  return verdict.outcome === "failed" || findings.length > 0 ? undefined : verdict.report;
}

/** In an order of the seed's own. */
function kindsFor(seed: number, kind: string | undefined): readonly Harm[] {
  if (kind !== undefined) return harms.filter((harm) => harm.kind === kind);
  const random = new Random(seed, 5);
  const shuffled = harms
    .map((harm) => ({ harm, at: random.uniform() }))
    .sort((one, other) => one.at - other.at)
    .map(({ harm }) => harm);
  const some = shuffled.filter(({ closes }) => closes !== true).slice(0, kindsPerPipeline);
  return [...some, ...shuffled.filter(({ closes }) => closes === true)];
}

/** Stays the same when kinds are added before it. */
function numberOf({ kind }: Harm): number {
  return Array.from(kind).reduce(
    (sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 2 ** 31,
    7,
  );
}
