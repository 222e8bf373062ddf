import { lostWrites } from "../../core/rows/lost-records.js";
import { TableComparison } from "../../core/rows/table-comparison.js";
import type { UnknownWrites } from "../../core/rows/unknown-writes.js";
import type { CommandContext } from "../../ports/context.js";
import type { ScanRequest } from "../../ports/cassandra.js";
import { MemoryGuard } from "./memory-guard.js";
import type { TopicEnds } from "./offsets.js";
import type { PlannedTable, VerifyPlan } from "./plan.js";

/** Token ranges that are read at the same time: more are not faster against one node. */
const parallelism = 4;

interface ScanOptions {
  readonly ends: readonly TopicEnds[];
  readonly examples: number;
  /** Another connector, whose rows cannot be computed, may write the table. */
  readonly hasUnknownWriter: boolean;
}

/** Reads the whole table and compares it with its expected rows. */
export async function scanTable(
  table: PlannedTable,
  plan: VerifyPlan,
  { ends, examples, hasUnknownWriter }: ScanOptions,
  context: CommandContext,
): Promise<TableComparison> {
  const { cassandra, clock, progress, signal } = context;
  const memory = new MemoryGuard(context);
  const { description, layout, rows, shift } = table;
  const otherWriter: UnknownWrites = { reason: "other-writer", until: Infinity };
  const unknownWrites = hasUnknownWriter
    ? () => otherWriter
    : lostWrites(rows, lossyTopics(table, plan, ends));
  const comparison = new TableComparison({
    layout,
    rows,
    examples,
    shift,
    now: () => clock.now(),
    topics: plan.topics.map(({ topic }) => topic),
    unpredictableUntil: (key) => unpredictableUntil(table, key),
    ...(unknownWrites === undefined ? {} : { unknownWrites }),
  });
  let done = 0;
  await cassandra.scan({
    ...rowRequest(table),
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
  return comparison;
}

/** The latest write time that a record may have in the row of which it cannot be said what it writes. */
export function unpredictableUntil({ fedBy }: PlannedTable, key: string): number {
  return Math.max(...fedBy.map(({ unpredictable }) => unpredictable.until(key)));
}

/** The columns of a table as a {@link TableComparison} takes them. */
export function rowRequest({
  description,
  layout,
}: PlannedTable): Pick<ScanRequest, "table" | "columns" | "timed"> {
  return {
    table: description,
    columns: [...layout.key, ...layout.columns].map(({ name }) => name),
    timed: layout.timed.map((column) => layout.columns[column]?.name ?? ""),
  };
}

function lossyTopics(table: PlannedTable, plan: VerifyPlan, ends: readonly TopicEnds[]) {
  return plan.topics.flatMap(({ fold, tables }, topic) => {
    const partitions = ends[topic]?.partitions.length ?? 0;
    return tables.includes(table) ? [{ topic, partitions, losses: fold.losses }] : [];
  });
}
