import { setTimeout } from "node:timers/promises";
import type { Bench } from "#test/bench/harness/bench.js";
import { liveHeapMegabytes, residentMegabytes } from "#test/bench/harness/memory.js";
import { type Carrier, race } from "#test/bench/harness/race.js";
import type { SalesTopic } from "#test/bench/harness/sales-topic.js";
import { ours, type RunningConnector } from "#test/bench/peers/connector.js";
import type { MemoryResult, MemorySample } from "#test/bench/results/result.js";
import { longTopic } from "./long.js";
import type { Scenario } from "./scenario.js";

/** Megabytes. */
const heap = 512;

/** Milliseconds. */
const sampleEvery = 2_000;

/** Ten times the usual records through a worker with a small heap: is it enough, and does it stay flat? */
export const memory: Scenario = {
  name: "memory",
  title: `Memory of a worker with a heap of ${heap} MB over a long topic`,
  async measure(plan, bench) {
    const topic = await longTopic(plan);
    await bench.stack.restartWorker({ heap });
    const samples: MemorySample[] = [];
    const start = async (): Promise<Carrier> => {
      const connector = await ours.start(topic.name, bench);
      const ended = new AbortController();
      const sampling = sample(connector, topic, bench, samples, ended.signal);
      const stop = async (): Promise<void> => {
        ended.abort();
        await sampling;
        await connector.stop();
      };
      return { ...connector, stop };
    };
    bench.say(`${ours.title}: carrying ${topic.records} records`);
    const run = await race(topic, bench, start);
    await bench.stack.restartWorker();
    return {
      kind: "memory",
      records: topic.records,
      items: plan.items,
      heap,
      run,
      samples,
      ...growth(samples),
    };
  },
};

/** Looks at the worker until it is told that the run is over. */
async function sample(
  { pid, name }: RunningConnector,
  topic: SalesTopic,
  { kafka, say }: Bench,
  samples: MemorySample[],
  ended: AbortSignal,
): Promise<void> {
  const admin = kafka.admin();
  const start = performance.now();
  let tenths = 0;
  try {
    await admin.connect();
    while (!ended.aborted) {
      const [committed] = await admin.fetchOffsets({ groupId: `connect-${name}`, topics: [topic.name] });
      const records = (committed?.partitions ?? []).reduce(
        (sum, one) => sum + Math.max(0, Number(one.offset)),
        0,
      );
      const reached = Math.floor((records / topic.records) * 10);
      // A full collection stops the worker: often enough to see a slope, too seldom to be felt.
      const liveHeap = reached > tenths ? await liveHeapMegabytes(pid) : undefined;
      tenths = Math.max(tenths, reached);
      samples.push({
        seconds: (performance.now() - start) / 1000,
        records,
        resident: (await residentMegabytes(pid)) ?? Number.NaN,
        ...(liveHeap === undefined ? {} : { liveHeap }),
      });
      await setTimeout(sampleEvery, undefined, { signal: ended }).catch(() => undefined);
    }
  } catch (error) {
    say(`memory is looked at no more: ${String(error)}`);
  } finally {
    await admin.disconnect();
  }
}

/** From the second tenth to the last; nothing where there were too few samples. */
export function growth(samples: readonly MemorySample[]): Pick<MemoryResult, "growthPerMillion"> {
  const [, second, ...later] = samples.filter(({ liveHeap }) => liveHeap !== undefined);
  const last = later.at(-1);
  if (second?.liveHeap === undefined || last?.liveHeap === undefined) return {};
  return {
    growthPerMillion: ((last.liveHeap - second.liveHeap) * 1e6) / (last.records - second.records),
  };
}
