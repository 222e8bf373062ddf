import { fileURLToPath } from "node:url";
import type { Bench } from "#test/bench/harness/bench.js";
import { carried } from "#test/bench/harness/carried.js";
import { changeSales, extendSalesTopic, makeEmptyTopic } from "#test/bench/harness/sales-topic.js";
import { type Usage, usageOf } from "#test/bench/harness/usage.js";
import { type Verified, verify } from "#test/bench/harness/verification.js";
import { ours, type RunningConnector } from "#test/bench/peers/connector.js";
import type { Ratio, SizeResult } from "#test/bench/results/result.js";
import { median } from "#test/bench/results/statistics.js";
import { cliProgram } from "#test/support/cli.js";
import type { Scenario } from "./scenario.js";

const name = "item_sales_proof";
/** Of the usual topic's records, and how many of the rounds: the longer a round, the less chance disturbs it. */
const sizes = [
  { times: 1, rounds: 1 },
  { times: 3, rounds: 1 },
  { times: 10, rounds: 2 / 3 },
  { times: 30, rounds: 1 / 3 },
] as const;

/** Rows that change before each `verify table --since last`. */
const changes = 10_000;

/**
 * `verify table` of a table that grows, and in turn with it what reading topic and table alone takes, and what it takes to
 * verify only what has changed since.
 */
export const proof: Scenario = {
  name: "proof",
  title: "verify table by the number of records, each with a row of its own",
  async measure({ records, rounds }, bench) {
    await bench.stack.restartWorker();
    await makeEmptyTopic(name, { home: bench.stack.home, ...bench });
    await bench.table.empty();
    const connector = await ours.start(name, bench);
    try {
      const measured: SizeResult[] = [];
      let made = 0;
      for (const size of sizes) {
        const wanted = records * size.times;
        bench.say(`filling topic ${name} up to ${wanted} records`);
        await extendSalesTopic(bench.kafka, name, { from: made, to: wanted });
        made = wanted;
        // It waits for the connector, warms the servers up, and says whether the table is right.
        const verified = await verify(connector.pipeline, bench.stack.home, wanted);
        const of = { records: wanted, connector };
        measured.push(await measureSize(of, Math.max(1, Math.round(rounds * size.rounds)), verified, bench));
      }
      return { kind: "growth", sizes: measured, ratios: ratiosOf(measured) };
    } finally {
      await connector.stop();
    }
  },
};

async function measureSize(
  { records, connector }: { readonly records: number; readonly connector: RunningConnector },
  rounds: number,
  verified: Verified,
  bench: Bench,
): Promise<SizeResult> {
  const { addresses, stack, signal, say } = bench;
  const { kafka, cassandra, datacenter } = addresses;
  const measured: SizeResult["rounds"][number][] = [];
  const run = async (what: string, script: string, ...args: readonly string[]): Promise<Usage> => {
    const usage = await usageOf(process.execPath, [script, ...args], signal);
    say(`${what} of ${records} records: ${usage.seconds.toFixed(1)} s, ${usage.resident.toFixed(0)} MB`);
    return usage;
  };
  for (let round = 1; round <= rounds; round += 1) {
    const verifyTable = ["verify", "table", "--file", connector.pipeline, "--home", stack.home];
    const json = ["--output", "json"];
    const proof = await run("verify table", cliProgram, ...verifyTable, ...json);
    await changeSales(bench.kafka, name, { items: records, count: changes, change: round });
    await carried(connector.name, name, bench);
    measured.push({
      proof,
      since: await run("verify table --since last", cliProgram, ...verifyTable, "--since", "last", ...json),
      topic: await run("kafkajs", peerFile("read-topic.js"), kafka, name),
      table: await run(
        "four readers",
        peerFile("read-table.js"),
        `${cassandra.host}:${cassandra.port}`,
        datacenter,
      ),
    });
  }
  return { records, rounds: measured, verified };
}

const peerFile = (file: string): string => fileURLToPath(new URL(`../peers/node/${file}`, import.meta.url));

/** Seconds to verify what 10,000 later records have set in a table of ten million rows. */
const sinceLast = (measured: readonly SizeResult[]): readonly Ratio[] =>
  measured
    .filter(({ records }) => records === 10_000_000)
    .map(({ rounds }) => {
      const seconds = median(rounds.map(({ since }) => since.seconds));
      return ratio("seconds of --since last, 10,000 of 10,000,000 rows changed", seconds, 15);
    });

/** Not more than 2.5 times the reading alone, and not slower a record as the table grows. */
function ratiosOf(measured: readonly SizeResult[]): readonly Ratio[] {
  const toReading = measured.map(({ records, rounds }) => {
    const value = median(rounds.map((round) => round.proof.seconds / readingSeconds(round)));
    return ratio(`seconds to reading topic and table, ${records.toLocaleString("en")} records`, value, 2.5);
  });
  const perRecord = measured.map(
    ({ records, rounds }) => median(rounds.map(({ proof }) => proof.seconds)) / records,
  );
  const growth = (perRecord.at(-1) ?? Number.NaN) / (perRecord[0] ?? Number.NaN);
  const resident = Math.max(...measured.flatMap(({ rounds }) => rounds.map((round) => round.proof.resident)));
  return [
    ...toReading,
    ...sinceLast(measured),
    ratio("seconds a record, the largest table to the smallest", growth, 1.15),
    ratio("resident memory to 512 MB", resident / 512, 1),
  ];
}

const readingSeconds = ({ topic, table }: SizeResult["rounds"][number]): number =>
  topic.seconds + table.seconds;

const ratio = (what: string, value: number, atMost: number): Ratio => ({
  what,
  value,
  target: { atMost },
  met: value <= atMost,
});
