import { ChangingRow } from "../../core/rows/changing-row.js";
import { keyLiterals } from "../../core/rows/key-literals.js";
import { unpackRow } from "../../core/rows/packed-row.js";
import type { KafkaRecord } from "../../core/kafka/record.js";
import { staticWrite, type RowWrite } from "../../core/rows/sink-rules.js";
import { untouched } from "../../core/rows/unpredictable-records.js";
import type { RowsRequest } from "../../ports/cassandra.js";
import type { CommandContext } from "../../ports/context.js";
import { offsetsBetween, topicOffsets, type TopicEnds } from "./offsets.js";
import type { PlannedTable, PlannedTopic, TablePart, VerifyPlan } from "./plan.js";
import type { ComparedTable } from "./scan-table.js";
import { type ComparedPart, rowRequest } from "./table-judge.js";

interface SettleRequest extends Pick<RowsRequest, "consistency"> {
  readonly plan: VerifyPlan;
  /** Up to where the records were read with which the tables were compared. */
  readonly ends: readonly TopicEnds[];
  readonly compared: readonly ComparedTable[];
  /** Milliseconds. */
  readonly wait: number;
  /** Waits until the connectors have committed the ends; false where they have not by then. */
  readonly awaitCarried: (ends: readonly TopicEnds[], wait: number) => Promise<boolean>;
}

/** Rows that are read between two looks at the clock. */
const rowsAtOnce = 1_000;

/** By part of a table and by key: rows that were found faulty and that later records write. */
type ChangingRows = ReadonlyMap<TablePart, Map<string, ChangingRow>>;

/**
 * Rows that differ may do so because records came while the table was read. Those are read again by their keys, once the
 * connectors have carried these records, until each is judged or the wait is over.
 */
export async function settleChanges(request: SettleRequest, context: CommandContext): Promise<void> {
  const { plan } = request;
  const parts = partsOf(request);
  const deadline = context.clock.now() + request.wait;
  let reached = request.ends;
  for (;;) {
    if (parts.every(({ comparison }) => !comparison.hasFaults && !comparison.hasOpen)) return;
    const target = await topicOffsets(plan.topics, context);
    const changing = await changingRows(request, reached, target, context);
    if ([...changing.values()].every((rows) => rows.size === 0)) return;
    const keys = new Map([...changing].map(([part, rows]) => [part, [...rows.keys()]]));
    const left = Math.max(0, deadline - context.clock.now());
    const isCarried = await request.awaitCarried(target, left);
    if (isCarried) {
      await readBetween(plan, reached, target, context, ({ fold }, record) => fold.add(record));
      reached = target;
    }
    for (const { part, comparison } of parts) {
      const again = { part, comparison, keys: keys.get(part) ?? [], deadline };
      await readAgain(request, again, reached, context);
    }
    if (context.clock.now() >= deadline || !isCarried) return;
  }
}

const partsOfTable = ({ rows, statics }: ComparedTable): readonly ComparedPart[] =>
  statics === undefined ? [rows] : [rows, statics];

const partsOf = ({ compared }: SettleRequest): readonly ComparedPart[] => compared.flatMap(partsOfTable);

interface Again extends Pick<ComparedPart, "part" | "comparison"> {
  readonly keys: readonly string[];
  readonly deadline: number;
}

/** @param reached up to where the records are in the expected rows */
async function readAgain(
  request: SettleRequest,
  { part, comparison, keys, deadline }: Again,
  reached: readonly TopicEnds[],
  context: CommandContext,
): Promise<void> {
  const readable = keys.flatMap((key) => {
    const literals = keyLiterals(part.layout, key);
    return literals === undefined ? [] : [{ key, literals }];
  });
  for (let from = 0; from < readable.length; from += rowsAtOnce) {
    const some = readable.slice(from, from + rowsAtOnce);
    // The first of them are always judged: a wait of 0 is one look.
    if (from > 0 && context.clock.now() >= deadline) {
      for (const { key } of readable.slice(from)) comparison.leaveOpen(key);
      return;
    }
    const values = await context.cassandra.rows({
      ...rowRequest(part),
      consistency: request.consistency,
      keys: some.map(({ literals }) => literals),
      signal: context.signal,
    });
    const now = await topicOffsets(request.plan.topics, context);
    const changing = (await changingRows(request, reached, now, context)).get(part);
    some.forEach(({ key }, index) => comparison.judgeAgain(key, values[index], changing?.get(key)));
  }
}

/** The faulty rows that records between two ends write, and what they may hold. */
async function changingRows(
  request: SettleRequest,
  from: readonly TopicEnds[],
  to: readonly TopicEnds[],
  context: CommandContext,
): Promise<ChangingRows> {
  const { plan, compared } = request;
  const parts = partsOf(request);
  const changing = new Map(parts.map(({ part }) => [part, new Map<string, ChangingRow>()]));
  const comparisons = new Map(parts.map(({ part, comparison }) => [part, comparison]));
  const versions = new Map(compared.map(({ table }) => [table, doubtsOf(table)]));
  const change = (part: TablePart, write: RowWrite, time: number): void => {
    const { key } = write;
    const comparison = comparisons.get(part);
    if (comparison?.isFaulty(key) !== true && comparison?.isOpen(key) !== true) return;
    const rows = changing.get(part);
    const row = rows?.get(key) ?? new ChangingRow(cellsOf(part, key));
    row.add(write, time);
    rows?.set(key, row);
  };
  await readBetween(plan, from, to, context, ({ fold, tables }, record) => {
    fold.writesOf(record).forEach((write, at) => {
      const table = tables[at];
      if (write === undefined || table === undefined) return;
      for (const part of [table, table.statics]) {
        if (part !== undefined) comparisons.get(part)?.accountFor(write.key);
      }
      change(table, write, record.timestamp);
      const ofStatics = staticWrite(write);
      if (table.statics !== undefined && ofStatics !== undefined)
        change(table.statics, ofStatics, record.timestamp);
    });
  });
  // Records of which it cannot be said what they write may have made rows what they are.
  for (const one of compared.filter(({ table }) => versions.get(table) !== doubtsOf(table))) {
    for (const { part, comparison, unpredictableUntil } of partsOfTable(one)) {
      const rows = changing.get(part);
      for (const key of comparison.faultyKeys()) {
        if (unpredictableUntil(key) !== untouched && rows?.has(key) === false)
          rows.set(key, new ChangingRow(cellsOf(part, key)));
      }
    }
  }
  return changing;
}

/** Changes with each record of which it cannot be said what it writes. */
function doubtsOf({ fedBy }: PlannedTable): number {
  return fedBy.reduce((sum, { unpredictable }) => sum + unpredictable.version, 0);
}

/** The cells that the row must have as far as the records are in the expected rows. */
function cellsOf({ rows }: TablePart, key: string) {
  const row = rows.find(key);
  return row === undefined ? undefined : unpackRow(rows.cells(row));
}

async function readBetween(
  plan: VerifyPlan,
  from: readonly TopicEnds[],
  to: readonly TopicEnds[],
  { kafka, signal }: CommandContext,
  onRecord: (topic: PlannedTopic, record: KafkaRecord) => void,
): Promise<void> {
  for (const [index, planned] of plan.topics.entries()) {
    const ranges = offsetsBetween(from[index], to[index]);
    if (ranges.length === 0) continue;
    const { topic, isolation } = planned;
    await kafka.read({
      topic,
      isolation,
      ranges,
      signal,
      onRecords: (records) => {
        for (const record of records) onRecord(planned, record);
      },
    });
  }
}
