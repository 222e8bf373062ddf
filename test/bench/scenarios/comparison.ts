import type { Bench } from "#test/bench/harness/bench.js";
import type { Run } from "#test/bench/harness/race.js";
import type { SalesTopic } from "#test/bench/harness/sales-topic.js";
import type { Peer } from "#test/bench/peers/peer.js";
import type { PeerResult, RaceResult, Ratio } from "#test/bench/results/result.js";
import { median } from "#test/bench/results/statistics.js";
import { type ScenarioPlan, usualTopic } from "./scenario.js";

export interface Contender {
  readonly peer: Peer;
  /** Instead of the peer's own, where its state matters. */
  readonly title?: string;
  /** Fewer rounds than the others: one that is slow and known. */
  readonly rounds?: number;
  /** Before each of its runs. */
  readonly prepare?: (bench: Bench) => Promise<void>;
}

export interface Comparison {
  readonly contenders: readonly Contender[];
  /** Each carries the topic once, before anything counts. */
  readonly warmUp?: readonly Peer[];
  readonly ratios: readonly RatioQuestion[];
}

export interface RatioQuestion {
  readonly what: string;
  readonly of: string;
  readonly to: string;
  readonly figure: "rowsPerSecond" | "processorSecondsPerMillion";
  readonly target: Ratio["target"];
}

/** Rounds in turn, A B A B: what the machine does meanwhile meets all of them. */
export async function compare(
  { contenders, warmUp = [], ratios }: Comparison,
  plan: ScenarioPlan,
  bench: Bench,
): Promise<RaceResult> {
  const topic = await usualTopic(plan);
  for (const peer of warmUp) {
    bench.say(`${peer.title}: warming up`);
    await peer.run(topic, bench).catch((error: unknown) => report(peer.title, error, bench));
  }
  const entries = contenders.map((contender) => ({ contender, runs: [] as Run[], failures: [] as string[] }));
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const { contender, runs, failures } of entries) {
      if (round > (contender.rounds ?? plan.rounds)) continue;
      const title = `${titleOf(contender)}, round ${round}`;
      try {
        runs.push(await oneRun(title, contender, topic, bench));
      } catch (error) {
        failures.push(report(title, error, bench));
      }
    }
  }
  const peers = entries.map(({ contender, runs, failures }) => peerResult(contender, runs, failures));
  return {
    kind: "race",
    records: plan.records,
    items: plan.items,
    peers,
    ratios: ratios.flatMap((question) => answer(question, peers)),
  };
}

async function oneRun(title: string, contender: Contender, topic: SalesTopic, bench: Bench): Promise<Run> {
  await contender.prepare?.(bench);
  bench.say(`${title}: carrying ${topic.records} records`);
  const run = await contender.peer.run(topic, bench);
  const rate = Math.round(run.rowsPerSecond).toLocaleString("en");
  const { clean, failure } = run.verified;
  bench.say(`${title}: ${rate} rows/s, table ${clean ? "right" : (failure ?? "wrong")}`);
  return run;
}

/** One peer that cannot be measured says so, and the others go on. Ctrl-C is not its failure. */
function report(title: string, error: unknown, { signal, say }: Bench): string {
  signal.throwIfAborted();
  const text = error instanceof Error ? error.message : String(error);
  say(`${title}: failed: ${text}`);
  return text.slice(0, 2000);
}

function peerResult(contender: Contender, runs: readonly Run[], failures: readonly string[]): PeerResult {
  const processor = runs.flatMap(({ processorSecondsPerMillion: one }) => (one === undefined ? [] : [one]));
  return {
    peer: contender.peer.name,
    title: titleOf(contender),
    ...(runs.length === 0 ? {} : { rowsPerSecond: median(runs.map((run) => run.rowsPerSecond)) }),
    ...(processor.length === 0 ? {} : { processorSecondsPerMillion: median(processor) }),
    runs,
    failures,
  };
}

function titleOf({ title, peer }: Contender): string {
  return title ?? peer.title;
}

/** Nothing where one of the two was not measured. */
function answer({ what, of, to, figure, target }: RatioQuestion, peers: readonly PeerResult[]): Ratio[] {
  const figureOf = (name: string): number | undefined => peers.find(({ peer }) => peer === name)?.[figure];
  const one = figureOf(of);
  const other = figureOf(to);
  if (one === undefined || other === undefined || other === 0) return [];
  const value = one / other;
  return [
    { what, value, target, met: "atLeast" in target ? value >= target.atLeast : value <= target.atMost },
  ];
}
