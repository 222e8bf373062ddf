import { ChangedRows } from "../../../core/rows/changed-rows.js";
import { keyLiterals } from "../../../core/rows/key-literals.js";
import type { RowRecords } from "../../../core/rows/expected-rows.js";
import type { UnknownWrites } from "../../../core/rows/unknown-writes.js";
import type { RowsRequest } from "../../../ports/cassandra.js";
import type { CommandContext } from "../../../ports/context.js";
import type { PlannedTable, PlannedTopic, TablePart, VerifyPlan } from "../plan.js";
import type { ComparedTable } from "../scan-table.js";
import { comparedPart, type ComparedPart, lostWrites, otherWriter, rowRequest } from "../table-judge.js";
import { contendersFrom } from "./contenders.js";
import { type Changes, readEarlier, readLater, readWhole, type SinceRequest } from "./read-since.js";
import type { TimeRule } from "./time-rule.js";

export interface CompareSinceRequest extends SinceRequest {
  /** A plan of the same tables, of which nothing was read. */
  readonly again: () => Promise<VerifyPlan>;
  readonly ruleOf: (topic: PlannedTopic) => TimeRule;
  readonly hasUnknownWriter: (table: PlannedTable) => boolean;
  readonly examples: number;
  readonly consistency: RowsRequest["consistency"];
  /** Reads faulty rows again that records write meanwhile. */
  readonly settle: (plan: VerifyPlan, compared: readonly ComparedTable[]) => Promise<void>;
}

export interface ComparedSince {
  readonly plan: VerifyPlan;
  readonly compared: readonly ComparedTable[];
  /** Rows, by table, that later records change; of a table's static columns partitions. */
  readonly changed: readonly { readonly rows: number; readonly partitions: number }[];
  /** Whether all records before the start were read, too, for some of them may have won. */
  readonly readsWhole: boolean;
}

const rowsAtOnce = 1_000;

/**
 * Judges the cells that later records set, null or delete. At first these are read, and those earlier ones whose write times
 * may be as late. Where an earlier one wins over a later one of its row, or a cell is not what the later ones say, all records
 * are read, and the rows are judged as the verification of the whole table judges them: docs/decisions/verify-since.md.
 */
export async function compareSince(
  request: CompareSinceRequest,
  context: CommandContext,
): Promise<ComparedSince> {
  const { plan, again, ruleOf } = request;
  const changes = new Map(plan.tables.map((table) => [table, noChanges()]));
  const begins = await readLater(request, changes, ruleOf, context);
  const rest = await contendersFrom(request, changes, begins, context);
  if (rest !== undefined) {
    const earlier = await again();
    await readEarlier({ ...request, plan: earlier }, rest, changesIn(earlier, changes), context);
  }
  const first = await comparedTables(request, plan, changes, () => undefined, context);
  const changed = [...changes.values()].map(({ rows, statics }) => ({
    rows: rows.size,
    partitions: statics.size,
  }));
  if (!isOverruled(changes)) {
    // What differs may be what records have made of it that came since: no reason to read all that is before.
    if (!first.every(isSpotless)) await request.settle(plan, first);
    if (first.every(isSpotless)) return { plan, compared: first, changed, readsWhole: false };
  }
  context.progress.report({ kind: "reads before the start" });
  const whole = await again();
  const changesOf = changesIn(whole, changes);
  await readWhole({ ...request, plan: whole }, changesOf, context);
  const second = await comparedTables(
    request,
    whole,
    changesOf,
    (table) => lostWrites(table, whole),
    context,
  );
  // What became of the later records, by themselves: the earlier ones are none of the report's.
  const compared = second.map((table, index) => ({
    ...table,
    records: first[index]?.records ?? table.records,
  }));
  return { plan: whole, compared, changed, readsWhole: true };
}

const isSpotless = ({ rows, statics }: ComparedTable): boolean =>
  rows.comparison.isSpotless && statics?.comparison.isSpotless !== false;

const noChanges = (): Changes => ({
  rows: new ChangedRows(),
  statics: new ChangedRows(),
  earlier: { rows: new Map(), statics: new Map() },
});

/** The same by the tables of another plan. */
function changesIn(
  { tables }: VerifyPlan,
  changes: ReadonlyMap<PlannedTable, Changes>,
): ReadonlyMap<PlannedTable, Changes> {
  const all = [...changes.values()];
  return new Map(tables.map((table, index) => [table, all[index] ?? noChanges()]));
}

/** Whether an earlier record that is read has the later write time in a row that later ones change. */
function isOverruled(changes: ReadonlyMap<PlannedTable, Changes>): boolean {
  return [...changes.values()].some(({ earlier, ...changed }) =>
    (["rows", "statics"] as const).some((part) =>
      [...earlier[part]].some(([key, writeTime]) => changed[part].loses(key, writeTime)),
    ),
  );
}

async function comparedTables(
  request: CompareSinceRequest,
  plan: VerifyPlan,
  changes: ReadonlyMap<PlannedTable, Changes>,
  unknownOf: (table: PlannedTable) => UnknownWrites | undefined,
  context: CommandContext,
): Promise<readonly ComparedTable[]> {
  const compared: ComparedTable[] = [];
  for (const table of plan.tables) {
    const of = changes.get(table);
    if (of === undefined) throw new Error("a table has no changes");
    const unknown = request.hasUnknownWriter(table) ? otherWriter : unknownOf(table);
    const partOf = (part: TablePart, changed: ChangedRows): ComparedPart =>
      comparedPart(table, part, plan, {
        rows: part.rows,
        examples: request.examples,
        now: () => context.clock.now(),
        unknownWrites: unknown,
        lookedAt: (key) => changed.columnsOf(key),
      });
    const rows = partOf(table, of.rows);
    await addChanged(request, rows, of.rows, context);
    let statics: ComparedPart | undefined;
    if (table.statics !== undefined) {
      statics = partOf(table.statics, of.statics);
      await addChanged(request, statics, of.statics, context);
    }
    const records: RowRecords = table.rows.records(context.clock.now());
    compared.push({ table, rows, statics, records, leftOut: 0, parts: undefined });
  }
  return compared;
}

/** Reads the changed rows by their keys. */
async function addChanged(
  { consistency }: CompareSinceRequest,
  { part, comparison }: ComparedPart,
  changed: ChangedRows,
  { cassandra, progress, signal }: CommandContext,
): Promise<void> {
  const keys = [...changed.keys()];
  const { keyspace, name } = part.description;
  for (let from = 0; from < keys.length; from += rowsAtOnce) {
    const some = keys.slice(from, from + rowsAtOnce).flatMap((key) => {
      const literals = keyLiterals(part.layout, key);
      if (literals === undefined) comparison.leaveOutByKey();
      return literals === undefined ? [] : [{ key, literals }];
    });
    const values = await cassandra.rows({
      ...rowRequest(part),
      consistency,
      keys: some.map(({ literals }) => literals),
      signal,
    });
    some.forEach(({ key }, index) => {
      comparison.addByKey(key, values[index]);
    });
    const done = Math.min(keys.length, from + rowsAtOnce);
    progress.report({ kind: "rows compared", keyspace, table: name, done, total: keys.length });
  }
}
