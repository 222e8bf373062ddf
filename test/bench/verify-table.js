/**
 * Time and memory of `verify table` itself: a million item sales, each a row of its own, from a topic and a table
 * that are made up on the spot. Run after a build, with nothing else running:
 *
 *     node test/bench/verify-table.js [records]
 */
/* global AbortController */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { run } from "../../dist/commands/verify/table.js";
import { parseCqlType } from "../../dist/core/cql/parse-type.js";
import { parsePipeline } from "../../dist/core/pipeline/parse.js";

const count = Number(process.argv[2] ?? 1_000_000);
const partitions = 4;
const first = 1_530_305_100_936;
const file = new URL("../../connectors/pipelines/item-sales.yaml", import.meta.url).pathname;
const pipeline = parsePipeline(readFileSync(file, "utf8"), file, {
  check: () => [],
  resolve: (path) => path,
});

const event = (index) => ({
  item_id: `plates-${index}`,
  item_sold: index % 100,
  item_name: "Plates",
  timestamp_ms: String(first + index),
  store_id: `Hermitage - ${index % 20}`,
});
const column = (name, typeText) => ({
  name,
  typeText,
  type: parseCqlType(typeText),
  kind: name === "item_id" ? "partition_key" : "regular",
  position: name === "item_id" ? 0 : -1,
  clusteringOrder: "none",
});
const table = {
  keyspace: "bench_store",
  name: "dg_item_sales",
  columns: [
    column("item_id", "text"),
    column("item_name", "text"),
    column("item_sold", "text"),
    column("store_id", "text"),
    column("timestamp_dt", "date"),
    column("timestamp_ms", "timestamp"),
  ],
};
const value = {
  item_id: (index) => `plates-${index}`,
  item_name: () => "Plates",
  item_sold: (index) => String(index % 100),
  store_id: (index) => `Hermitage - ${index % 20}`,
  timestamp_dt: (index) => Math.floor((first + index) / 86_400_000),
  timestamp_ms: (index) => BigInt(first + index),
};
const batches = async function* (size) {
  for (let from = 0; from < count; from += size) {
    yield Array.from({ length: Math.min(size, count - from) }, (_, index) => from + index);
    await setImmediate();
  }
};
const offsets = Array.from({ length: partitions }, (_, partition) => ({
  partition,
  low: 0,
  high: Math.ceil((count - partition) / partitions),
}));
const context = {
  endpoints: {
    connectUrl: "",
    bootstrapServers: ["-"],
    contactPoints: ["127.0.0.1:9042"],
    localDatacenter: "datacenter1",
  },
  clock: { now: () => Date.now() },
  progress: { report: () => undefined },
  signal: new AbortController().signal,
  pipelines: { select: () => Promise.resolve([pipeline]) },
  connect: { config: () => Promise.resolve(undefined), configs: () => Promise.resolve(new Map()) },
  kafka: {
    bootstrapServers: ["-"],
    topicNames: () => Promise.resolve(["item_sales"]),
    topicOffsets: () => Promise.resolve(offsets),
    describeTopic: (name) =>
      Promise.resolve({ name, partitions, replication: 1, configs: {}, inherited: {} }),
    async read({ onRecords }) {
      for await (const batch of batches(4000)) {
        onRecords(
          batch.map((index) => ({
            partition: index % partitions,
            offset: Math.floor(index / partitions),
            timestamp: first + index,
            key: Buffer.from(`plates-${index}`),
            value: Buffer.from(JSON.stringify(event(index))),
            headers: [],
          })),
        );
      }
    },
  },
  cassandra: {
    describeTable: () => Promise.resolve(table),
    async scan({ columns, timed, onRows }) {
      for await (const batch of batches(5000)) {
        onRows(
          batch.map((index) => [
            ...columns.map((name) => value[name](index)),
            ...timed.flatMap(() => [(first + index) * 1000, null]),
          ]),
        );
      }
    },
  },
};

const cpu = process.cpuUsage();
const result = await run({ wait: 0, examples: 5, allowHalted: true }, context);
const { user, system } = process.cpuUsage(cpu);
const [{ tables, duration }] = result.pipelines;
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(
  `${tables[0].findings.expected} rows ${result.outcome}: ${(duration / 1000).toFixed(1)} s,` +
    ` ${((user + system) / 1e6).toFixed(1)} CPU-s, ${megabytes} MB resident at most\n`,
);
