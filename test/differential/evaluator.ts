import { feedOf } from "#cli/commands/verify/feeds.js";
import { verifyPlan, type PlannedTable } from "#cli/commands/verify/plan.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";
import { TableComparison } from "#cli/core/rows/table-comparison.js";
import type { Refusal } from "#cli/core/rows/topic-fold.js";
import type { TableFindings } from "#cli/core/rows/table-findings.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { fakeContext } from "#test/support/fakes/context.js";
import type { Feed } from "./feed.js";
import type { Plugin } from "./plugins.js";
import type { Run } from "./run.js";
import { rowsOf } from "./table-rows.js";

/** A feed's record as the broker hands it out. */
function kafkaRecord(run: Run, feed: Feed, offset: number): KafkaRecord {
  const record = feed.records[offset];
  if (record === undefined) throw new Error(`${feed.id} has no record ${offset}`);
  const buffer = (text: string | Buffer | null | undefined): Buffer | null =>
    text === null || text === undefined ? null : Buffer.from(text);
  return {
    partition: 0,
    offset,
    timestamp: run.timestamp(feed, offset),
    key: buffer(record.key),
    value: buffer(record.value),
    headers: Object.entries(record.headers ?? {}).map(([key, value]) => ({ key, value: buffer(value) })),
  };
}

/** A feed, and the partition keys of its rows as literals. */
type Judged = Feed & { readonly keys: readonly string[] };

/** What `verify table` says of a feed. */
export interface Verdict {
  /** Of each table, as the plugin has filled it. */
  readonly tables: readonly TableFindings[];
  /** Offsets of the records that it says are refused. */
  readonly refused: readonly number[];
  /** Offsets of the records of which it cannot say what they write. */
  readonly unjudged: readonly number[];
}

/** @throws InputError where it cannot judge the table at all */
export async function verdict(run: Run, plugin: Plugin, feed: Judged): Promise<Verdict> {
  const { cassandra } = run.servers;
  const config = run.names.config(plugin, feed.reading, [feed]);
  const context = fakeContext({ cassandra, clock: { now: () => Date.now() } });
  const sink = sinkConfig(config);
  if (sink === undefined) throw new Error(`the plugin ${plugin} is not a sink`);
  const plan = await verifyPlan([feedOf(feed.id, config, sink)], feed.id, 1_000, context.context);
  for (const { fold } of plan.topics) {
    feed.records.forEach((_, offset) => {
      fold.add(kafkaRecord(run, feed, offset));
    });
  }
  const tables = await Promise.all(plan.tables.map((table) => compare(run, feed, table)));
  const fedBy = plan.tables.flatMap((table) => table.fedBy);
  return {
    tables,
    refused: fedBy.flatMap(({ refusals }) => refusals.map(offsetOf)),
    unjudged: fedBy.flatMap(({ unjudgedRecords }) => unjudgedRecords.map(offsetOf)),
  };
}

function offsetOf({ at }: Refusal): number {
  return Number(at.slice(at.lastIndexOf("@") + 1));
}

async function compare(
  run: Run,
  feed: Judged,
  { description, layout, rows, shift, fedBy }: PlannedTable,
): Promise<TableFindings> {
  const comparison = new TableComparison({
    layout,
    rows,
    shift,
    examples: 1_000,
    now: () => Date.now(),
    topics: [feed.id],
    unpredictableUntil: (key) => Math.max(...fedBy.map(({ unpredictable }) => unpredictable.until(key))),
  });
  const names = [...layout.key, ...layout.columns].map(({ name }) => name);
  for (const row of await rowsOf(run.servers, description, feed.keys)) {
    const times = layout.timed.flatMap((column) => {
      const name = layout.columns[column]?.name ?? "";
      const writeTime = row.writeTimes[name] ?? null;
      return [writeTime === null ? null : Number(writeTime), row.timesToLive[name] ?? null];
    });
    comparison.add([...names.map((name) => row.values[name] ?? null), ...times]);
  }
  comparison.endScan();
  return comparison.finish();
}
