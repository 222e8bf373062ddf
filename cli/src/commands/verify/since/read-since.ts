import type { ChangedRows } from "../../../core/rows/changed-rows.js";
import type { EvaluatedWrite, WriteTarget } from "../../../core/rows/write-block.js";
import { chainsAround } from "../../../core/sinks/cassink/chain-start.js";
import type { FedTable } from "../../../core/rows/topic-fold.js";
import type { CommandContext } from "../../../ports/context.js";
import { MemoryGuard } from "../memory-guard.js";
import type { TopicEnds } from "../offsets.js";
import { intoRows, type PlannedTable, type PlannedTopic, type VerifyPlan } from "../plan.js";
import { loseDeleted } from "../read-topics.js";
import type { SinceStart } from "./since-start.js";
import type { TimeRule } from "./time-rule.js";

/** Of a topic: where reading begins, by partition. */
export type Begins = ReadonlyMap<number, number>;

/** Of one table. */
export interface Changes {
  readonly rows: ChangedRows;
  readonly statics: ChangedRows;
  /** The highest write times of the earlier records that were read, by row, and by partition for static columns. */
  readonly earlier: { readonly rows: Map<string, number>; readonly statics: Map<string, number> };
}

export interface SinceRequest {
  readonly plan: VerifyPlan;
  /** In the order of the plan's topics, as are the starts. */
  readonly ends: readonly TopicEnds[];
  readonly starts: readonly SinceStart[];
}

/** The whole table is judged in parts, from files: the later rows are in memory together. */
const instead = "begin later, or leave --since out, which takes little memory however large the table is";

/**
 * Reads the records from the starts to the ends, and before them those with which they are counted. Only later ones come
 * into the tables' rows.
 * @returns of each topic and partition, where reading has begun
 */
export async function readLater(
  request: SinceRequest,
  changes: ReadonlyMap<PlannedTable, Changes>,
  ruleOf: (topic: PlannedTopic) => TimeRule,
  context: CommandContext,
): Promise<readonly Begins[]> {
  const begins: Map<number, number>[] = [];
  for (const [index, topic] of request.plan.topics.entries()) {
    const partitions = request.ends[index]?.partitions ?? [];
    const of = new Map<number, number>();
    for (const { partition, low, high } of partitions) {
      const start = startOf(request.starts[index], partition, low);
      const isCounted = ruleOf(topic).counts && start > low && start < high;
      of.set(partition, isCounted ? await chainStart(topic, partition, start, low, context) : start);
    }
    begins.push(of);
  }
  await read(request, begins, context, (table, isLater) => {
    const of = changes.get(table);
    const target = intoRows(table.rows, table.statics?.rows);
    return {
      take: (write) => {
        if (of === undefined) return;
        const part = write.ofStatics ? "statics" : "rows";
        if (!isLater()) return raise(of.earlier[part], write);
        of[part].add(write);
        target.take(write);
      },
    };
  });
  return begins;
}

/**
 * Reads records before the starts, and keeps how late those are that write rows which later ones change.
 * @param begins where
 */
export async function readEarlier(
  request: SinceRequest,
  begins: readonly Begins[],
  changes: ReadonlyMap<PlannedTable, Changes>,
  context: CommandContext,
): Promise<void> {
  const ends = request.ends.map(({ topic, partitions }, index) => ({
    topic,
    partitions: partitions.map((each) => ({
      ...each,
      high: startOf(request.starts[index], each.partition, each.low),
    })),
  }));
  await read({ ...request, ends }, begins, context, (table) => ({
    take: (write) => {
      const of = changes.get(table);
      const part = write.ofStatics ? "statics" : "rows";
      if (of?.[part].has(write.key) === true) raise(of.earlier[part], write);
    },
  }));
}

/** Reads all records, and takes of the earlier ones what they write into the rows that later ones change. */
export async function readWhole(
  request: SinceRequest,
  changes: ReadonlyMap<PlannedTable, Changes>,
  context: CommandContext,
): Promise<void> {
  const { plan, ends } = request;
  loseDeleted(plan, ends);
  const begins = ends.map(
    ({ partitions }) => new Map(partitions.map(({ partition, low }) => [partition, low])),
  );
  await read(request, begins, context, (table) => {
    const target = intoRows(table.rows, table.statics?.rows);
    return {
      take: (write) => {
        const of = changes.get(table);
        if ((write.ofStatics ? of?.statics : of?.rows)?.has(write.key) === true) target.take(write);
      },
    };
  });
}

function raise(earlier: Map<string, number>, { key, stamp }: EvaluatedWrite): void {
  earlier.set(key, Math.max(earlier.get(key) ?? -Infinity, stamp.writeTime));
}

const startOf = (start: SinceStart | undefined, partition: number, low: number): number =>
  start?.partitions.find((each) => each.partition === partition)?.offset ?? low;

/** From the first record of each millisecond that may still be counted on at the start, and of what runs over into it. */
export async function chainStart(
  { topic, isolation }: PlannedTopic,
  partition: number,
  to: number,
  low: number,
  { kafka, signal }: CommandContext,
): Promise<number> {
  const chains = await chainsAround(to, low, (from, onRecords) =>
    kafka.read({ topic, isolation, ranges: [{ partition, from, to }], signal, onRecords }),
  );
  return chains.openFrom;
}

async function read(
  { plan, ends, starts }: SinceRequest,
  begins: readonly Begins[],
  context: CommandContext,
  targetOf: (table: PlannedTable, isLater: () => boolean) => WriteTarget,
): Promise<void> {
  const { kafka, signal, progress } = context;
  const memory = new MemoryGuard(context, instead);
  let isLater = false;
  for (const table of plan.tables) {
    const target = targetOf(table, () => isLater);
    for (const fed of table.fedBy) fed.target = target;
  }
  const total = ends
    .flatMap(({ partitions }, index) =>
      partitions.map(({ partition, high }) => high - (begins[index]?.get(partition) ?? high)),
    )
    .reduce((sum, count) => sum + count, 0);
  let done = 0;
  for (const [index, { topic, isolation, fold, gaps, tables }] of plan.topics.entries()) {
    const partitions = ends[index]?.partitions ?? [];
    const first = new Map(
      partitions.map(({ partition, low }) => [partition, startOf(starts[index], partition, low)]),
    );
    const fed = tables.flatMap((table) => table.fedBy);
    await kafka.read({
      topic,
      isolation,
      ranges: partitions.map(({ partition, high }) => ({
        partition,
        from: begins[index]?.get(partition) ?? high,
        to: high,
      })),
      signal,
      onGap: (gap) => {
        fold.lose(gap.partition, "compaction");
        gaps.push(gap);
      },
      onRecords: (records) => {
        for (const record of records) {
          isLater = record.offset >= (first.get(record.partition) ?? 0);
          if (isLater) fold.add(record);
          else uncounted(fed, () => fold.add(record));
          memory.take(record.value?.length ?? 0);
        }
        done += records.length;
        progress.report({ kind: "records read", done, total });
      },
    });
  }
  for (const table of plan.tables)
    for (const fed of table.fedBy) fed.target = intoRows(table.rows, table.statics?.rows);
}

/** What became of an earlier record is not reported. */
function uncounted(fed: readonly FedTable[], add: () => void): void {
  const before = fed.map((each) => ({
    each,
    ...{ read: each.read, filtered: each.filtered, refused: each.refused, unjudged: each.unjudged },
  }));
  for (const each of fed) each.keepsRecords = false;
  add();
  for (const { each, ...counts } of before) Object.assign(each, { ...counts, keepsRecords: true });
}
