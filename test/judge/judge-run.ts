import { randomPipeline } from "./pipelines/random-pipeline.js";
import { BrokenRound, judgePipeline, type Round } from "./rounds.js";
import { DeployedPipeline } from "./stack/deployed-pipeline.js";
import { openServers } from "./stack/servers.js";

export interface JudgeRequest {
  /** `--home` of the stack. */
  readonly home: string;
  /** Of the first pipeline; the next one has the next seed. */
  readonly seed: number;
  /** How many rounds at most. */
  readonly rounds: number;
  /** Milliseconds since the Unix epoch after which no round begins. */
  readonly until?: number;
  /** Only rounds of this kind. */
  readonly kind?: string | undefined;
  readonly onRound?: (round: Round, done: number) => void;
}

/** What did not go as it must, with what repeats it. */
export interface Failure {
  readonly seed: number;
  readonly kind: string;
  readonly problem: string;
}

export interface JudgeResult {
  readonly rounds: readonly Round[];
  /** Verifications of pipelines in which nothing was harmed. */
  readonly unharmed: number;
  /** Those of them that had findings. */
  readonly accused: number;
  readonly pipelines: number;
  readonly failures: readonly Failure[];
  readonly seconds: number;
}

/** Pipelines at the same time: most of a round is waiting for servers. */
const width = 8;
/** What a failure of a pipeline before any harm is called. */
const noHarm = "nothing harmed";

/** Judges pipelines of one seed after the other, some at a time, and leaves nothing of them on the stack. */
export async function judge(request: JudgeRequest): Promise<JudgeResult> {
  const servers = await openServers(request.home);
  const start = Date.now();
  const rounds: Round[] = [];
  const failures: Failure[] = [];
  let [unharmed, accused, pipelines, started] = [0, 0, 0, 0];
  const { until = Infinity } = request;
  const isOver = (): boolean => rounds.length >= request.rounds || Date.now() >= until;
  const onRound = (round: Round): void => {
    rounds.push(round);
    const { seed, kind, what, lacks, falseFindings } = round;
    if (lacks !== undefined) failures.push({ seed, kind, problem: `not named: ${lacks} after ${what}` });
    for (const found of falseFindings)
      failures.push({ seed, kind, problem: `false: ${found} after ${what}` });
    request.onRound?.(round, rounds.length);
  };
  const onUnharmed = (seed: number, findings: readonly string[], undone = "nothing"): void => {
    unharmed++;
    if (findings.length > 0) accused++;
    for (const found of findings)
      failures.push({ seed, kind: noHarm, problem: `${found} (undone before: ${undone})` });
  };
  const worker = async (): Promise<void> => {
    while (!isOver()) {
      const seed = request.seed + started++;
      const name = `${servers.run}-${seed}`;
      const names = { keyspace: servers.keyspace, table: `t${seed}`, topic: name, connector: name };
      const deployed = new DeployedPipeline(
        servers,
        randomPipeline(seed, { ...names, letters: `${name}-letters` }, Date.now()),
      );
      pipelines++;
      try {
        await judgePipeline(deployed, { kind: request.kind, isOver, onRound, onUnharmed });
      } catch (error) {
        const kind = error instanceof BrokenRound ? error.kind : noHarm;
        failures.push({ seed, kind, problem: messageOf(error) });
      } finally {
        await deployed
          .remove()
          .catch((error: unknown) => failures.push({ seed, kind: noHarm, problem: messageOf(error) }));
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(width, request.rounds) }, worker));
  } finally {
    await servers.close();
  }
  return { rounds, unharmed, accused, pipelines, failures, seconds: (Date.now() - start) / 1000 };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
