import { TableComparison } from "../../core/rows/table-comparison.js";
import { BarePartitions } from "../../core/rows/bare-partitions.js";
import { cellCount } from "../../core/rows/packed-row.js";
import { anyOf, type UnknownWrites } from "../../core/rows/unknown-writes.js";
import type { CommandContext } from "../../ports/context.js";
import type { ScanRequest } from "../../ports/cassandra.js";
import { MemoryGuard } from "./memory-guard.js";
import type { PlannedTable, TablePart, VerifyPlan } from "./plan.js";

/** Token ranges that are read at the same time: more are not faster against one node. */
const parallelism = 4;
const otherWriter: UnknownWrites = { reason: "other-writer", until: Infinity };

interface ScanOptions {
  readonly examples: number;
  /** Another connector, whose rows cannot be computed, may write the table. */
  readonly hasUnknownWriter: boolean;
}

/** A part of a table, and what was found of it. */
export interface ComparedPart {
  readonly part: TablePart;
  readonly comparison: TableComparison;
  /** The latest write time that a record may have in the row of which it cannot be said what it writes. */
  readonly unpredictableUntil: (key: string) => number;
}

export interface ComparedTable {
  readonly table: PlannedTable;
  readonly rows: ComparedPart;
  /** Undefined where no static column is judged. */
  readonly statics: ComparedPart | undefined;
}

/** Reads the whole table and compares it with its expected rows, and then its partitions with their static columns. */
export async function scanTable(
  table: PlannedTable,
  plan: VerifyPlan,
  { examples, hasUnknownWriter }: ScanOptions,
  context: CommandContext,
): Promise<ComparedTable> {
  const unknownWrites = hasUnknownWriter ? otherWriter : lostWrites(table, plan);
  const bare = new BarePartitions(table.rows, table.layout.partitionKeySize);
  const compare = async (part: TablePart, areStatics: boolean): Promise<ComparedPart> => {
    const latest = (key: string): number =>
      unpredictableUntil(table, key, areStatics || isPartition(part, key));
    const comparison = new TableComparison({
      layout: part.layout,
      rows: part.rows,
      examples,
      areStatics,
      shift: table.shift,
      now: () => context.clock.now(),
      topics: plan.topics.map(({ topic }) => topic),
      unpredictableUntil: latest,
      bare,
      earlier: table.fedBy.map(({ earlierColumns }) => earlierColumns),
      unknownWrites,
    });
    await scanPart(part, comparison, areStatics, context);
    return { part, comparison, unpredictableUntil: latest };
  };
  const rows = await compare(table, false);
  const { statics } = table;
  return { table, rows, statics: statics === undefined ? undefined : await compare(statics, true) };
}

async function scanPart(
  part: TablePart,
  comparison: TableComparison,
  distinct: boolean,
  context: CommandContext,
): Promise<void> {
  const { cassandra, progress, signal } = context;
  const { description, rows } = part;
  const memory = new MemoryGuard(context);
  let done = 0;
  await cassandra.scan({
    ...rowRequest(part),
    ...(distinct ? { distinct } : {}),
    parallelism,
    signal,
    onRows: (page) => {
      for (const row of page) {
        comparison.add(row);
        memory.take(0);
      }
      done += page.length;
      progress.report({
        kind: "rows compared",
        keyspace: description.keyspace,
        table: description.name,
        done,
        total: Math.max(done, rows.size),
      });
    },
  });
  comparison.endScan();
}

function isPartition({ layout }: TablePart, key: string): boolean {
  return layout.staticNames.length > 0 && cellCount(key) < layout.key.length;
}

/** @param key of a row, or of a partition, whose static columns a record of any of its rows may write */
function unpredictableUntil({ fedBy }: PlannedTable, key: string, ofPartition: boolean): number {
  return Math.max(
    ...fedBy.map(({ unpredictable }) =>
      ofPartition ? unpredictable.untilInPartition(key) : unpredictable.until(key),
    ),
  );
}

/** The columns of a part as a {@link TableComparison} takes them. */
export function rowRequest({
  description,
  layout,
}: TablePart): Pick<ScanRequest, "table" | "columns" | "timed"> {
  return {
    table: description,
    columns: [...layout.key, ...layout.columns].map(({ name }) => name),
    timed: layout.timed.map((column) => layout.columns[column]?.name ?? ""),
  };
}

/** What records that the table's topics have lost may have written. */
function lostWrites(table: PlannedTable, { topics }: VerifyPlan): UnknownWrites | undefined {
  return anyOf(topics.flatMap(({ fold, tables }) => (tables.includes(table) ? (fold.lostWrites ?? []) : [])));
}
