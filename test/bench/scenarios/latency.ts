import type { Bench } from "#test/bench/harness/bench.js";
import { makeEmptyTopic } from "#test/bench/harness/sales-topic.js";
import { type Pace, sendAndSee } from "#test/bench/harness/steady-sales.js";
import { verify } from "#test/bench/harness/verification.js";
import { type ConnectorPeer, datastax, ours } from "#test/bench/peers/connector.js";
import type { LatencySeries } from "#test/bench/results/result.js";
import { percentile } from "#test/bench/results/statistics.js";
import { type Scenario, usualTopic } from "./scenario.js";

/** At 1,000 a second looking for every row would be a load of its own. */
const paces = [
  { rate: 40, sampleEvery: 1, wanted: { p50: 5, p99: 20 } },
  { rate: 1000, sampleEvery: 20, wanted: { p50: 10, p99: 40 } },
] as const;

const contenders = [ours, datastax];

interface Round {
  readonly latencies: readonly number[];
  readonly summary: LatencySeries["rounds"][number];
}

/**
 * From send to visible row, on a worker that both sides have warmed: with the usual topic, and with a round of each
 * pace, since small requests at a steady pace take other ways through worker and node than a topic in one go.
 */
export const latency: Scenario = {
  name: "latency",
  title: "Latency from send to visible row, default settings, on a warm worker",
  async measure(plan, bench) {
    const topic = await usualTopic(plan);
    await bench.stack.restartWorker();
    for (const peer of contenders) {
      bench.say(`${peer.title}: warming up`);
      await peer.run(topic, bench);
    }
    const series = paces.flatMap((pace) =>
      contenders.map((peer) => ({ peer, pace: { ...pace, seconds: plan.seconds }, rounds: [] as Round[] })),
    );
    for (const { peer, pace } of series) {
      bench.say(`${peer.title}, ${pace.rate} records/s: warming up`);
      await measureRound(peer, pace, bench);
    }
    for (let round = 1; round <= plan.rounds; round += 1) {
      for (const { peer, pace, rounds } of series) {
        rounds.push(await measureRound(peer, pace, bench));
        const { p50, p99 } = rounds.at(-1)?.summary ?? { p50: Number.NaN, p99: Number.NaN };
        const figures = `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
        bench.say(`${peer.title}, ${pace.rate} records/s, round ${round}: ${figures}`);
      }
    }
    return { kind: "latency", series: series.map(({ peer, pace, rounds }) => summary(peer, pace, rounds)) };
  },
};

async function measureRound(peer: ConnectorPeer, pace: Pace, bench: Bench): Promise<Round> {
  const { table, stack } = bench;
  const topic = `item_sales_latency_${Date.now()}`;
  await makeEmptyTopic(topic, { home: stack.home, pipelines: bench.pipelines });
  await table.empty();
  const connector = await peer.start(topic, bench);
  try {
    // Until the first rows are there the connector may still be starting.
    await sendAndSee(topic, "first", { rate: 20, seconds: 1, sampleEvery: 1 }, bench);
    const latencies = await sendAndSee(topic, "sale", pace, bench);
    const verified = await verify(connector.pipeline, stack.home, pace.rate * pace.seconds);
    const summary = { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), verified };
    return { latencies, summary };
  } finally {
    await connector.stop();
  }
}

function summary(
  { name, title }: ConnectorPeer,
  { rate, wanted }: (typeof paces)[number],
  rounds: readonly Round[],
): LatencySeries {
  const all = rounds.flatMap(({ latencies }) => latencies);
  return {
    peer: name,
    title,
    rate,
    samples: all.length,
    p50: percentile(all, 0.5),
    p95: percentile(all, 0.95),
    p99: percentile(all, 0.99),
    most: percentile(all, 1),
    ...(name === ours.name ? { wanted } : {}),
    rounds: rounds.map((round) => round.summary),
  };
}
