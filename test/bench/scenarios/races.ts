import { makeEmptyTopic } from "#test/bench/harness/sales-topic.js";
import type { Bench } from "#test/bench/harness/bench.js";
import {
  datastax,
  datastaxTuned,
  ours,
  oursByLog,
  oursFromBytes,
  oursTelling,
  oursTellingRanges,
  oursTuned,
  receiptTopic,
} from "#test/bench/peers/connector.js";
import { driverAlone } from "#test/bench/peers/driver.js";
import { nodeService, rowAtATime, spark } from "#test/bench/peers/service.js";
import { type Comparison, compare } from "./comparison.js";
import type { Scenario } from "./scenario.js";

const restart = (bench: Bench): Promise<void> => bench.stack.restartWorker();

/** A worker that has run nothing else yet. */
const onFreshWorker = { prepare: restart };

const rate = "rowsPerSecond";
const processor = "processorSecondsPerMillion";

/** Kafka and Cassandra are warm alike: only the worker is fresh. */
export const fresh = race("fresh", "Default settings, one task, on a fresh worker", {
  warmUp: [ours],
  contenders: [
    { peer: ours, ...onFreshWorker },
    { peer: datastax, ...onFreshWorker },
  ],
  ratios: [ratio("rows/s, ours to DataStax", "ours", "datastax", rate, { atLeast: 3 })],
});

export const warm = race("warm", "Default settings, one task, on a warm worker", {
  warmUp: [ours, datastax],
  contenders: [{ peer: ours }, { peer: datastax }],
  ratios: [
    ratio("rows/s, ours to DataStax", "ours", "datastax", rate, { atLeast: 2.2 }),
    ratio("processor time a row, ours to DataStax", "ours", "datastax", processor, { atMost: 0.2 }),
  ],
});

export const tuned = race("tuned", "Tuned on both sides, on a warm worker", {
  warmUp: [oursTuned, datastaxTuned],
  contenders: [{ peer: oursTuned }, { peer: datastaxTuned }],
  ratios: [ratio("rows/s, ours to DataStax", "ours-tuned", "datastax-tuned", rate, { atLeast: 2.1 })],
});

/** There is no sink of ours that is not exact; `order=log` remembers nothing of rows, so it is the nearest to it. */
export const variants = race("variants", "Our sink in its variants, on a warm worker", {
  warmUp: [ours, oursFromBytes, oursByLog],
  contenders: [{ peer: ours }, { peer: oursFromBytes }, { peer: oursByLog }],
  ratios: [ratio("rows/s, order=time to order=log", "ours", "ours-log", rate, { atLeast: 0.9 })],
});

const telling = race("receipts", "What receipts cost, on a warm worker", {
  warmUp: [ours, oursTelling, oursTellingRanges],
  contenders: [{ peer: ours }, { peer: oursTelling }, { peer: oursTellingRanges }],
  ratios: [
    ratio("rows/s, with receipts of records to without", "ours-receipts", "ours", rate, { atLeast: 0.7 }),
    ratio("rows/s, with receipts of ranges to without", "ours-ranges", "ours", rate, { atLeast: 0.98 }),
  ],
});

export const receipts: Scenario = {
  ...telling,
  async measure(plan, bench) {
    await makeEmptyTopic(receiptTopic, { home: bench.stack.home, ...bench });
    return telling.measure(plan, bench);
  },
};

/** A Connect worker runs for months; a service, Spark and the driver warm up by what they carry. */
export const peers = race("peers", "Other ways from Kafka to Cassandra", {
  warmUp: [ours, ours, ours],
  contenders: [
    { peer: ours, title: "Cassink sink, warm worker" },
    { peer: driverAlone },
    { peer: nodeService },
    { peer: spark },
    { peer: rowAtATime, rounds: 1 },
  ],
  ratios: [
    ratio("rows/s, ours to the driver alone", "ours", "driver", rate, { atLeast: 0.9 }),
    ratio("rows/s, ours to Spark", "ours", "spark", rate, { atLeast: 5 }),
    ratio("rows/s, ours to the Node service", "ours", "node", rate, { atLeast: 2.5 }),
  ],
});

function ratio(
  what: string,
  of: string,
  to: string,
  figure: Comparison["ratios"][number]["figure"],
  target: Comparison["ratios"][number]["target"],
): Comparison["ratios"][number] {
  return { what, of, to, figure, target };
}

/** A warm worker is one that this scenario itself has warmed, so that it stands alone. */
function race(name: string, title: string, comparison: Comparison): Scenario {
  return {
    name,
    title,
    async measure(plan, bench) {
      if (comparison.warmUp !== undefined) await restart(bench);
      return compare(comparison, plan, bench);
    },
  };
}
