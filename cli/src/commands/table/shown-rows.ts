import { type PlainValue, plainValue } from "../../core/cql/plain-value.js";
import {
  isKeyColumn,
  type ColumnDescription,
  type Row,
  type TableDescription,
} from "../../core/cql/table.js";
import { isOneCell } from "../../core/cql/type.js";
import type { Restriction } from "../../core/ddl/where.js";
import type { CommandContext } from "../../ports/context.js";

/** When a value was written, and how long it stays. */
export interface ValueTimes {
  /** Microseconds since the Unix epoch; of a value of several cells, the latest. */
  readonly writeTime: number;
  /** Seconds until it expires; null where it does not. Of a value of several cells, of each of them. */
  readonly ttl: number | null | readonly (number | null)[];
}

export interface ShownRows {
  readonly rows: readonly (readonly PlainValue[])[];
  /** Of each row, by its columns; null for a key, a value that is not there, and one of which the server tells none. */
  readonly times?: readonly (readonly (ValueTimes | null)[])[];
  /** True when there are more rows than are shown. */
  readonly more: boolean;
}

export interface RowsWish {
  readonly limit: number;
  readonly restrictions?: readonly Restriction[];
  readonly filters: boolean;
  readonly times: boolean;
}

/** The first rows of a table, in the order of their tokens. */
export async function shownRows(
  table: TableDescription,
  { limit, restrictions = [], filters, times }: RowsWish,
  { cassandra }: CommandContext,
): Promise<ShownRows> {
  const timed = times ? table.columns.filter(hasTimes(table)) : [];
  const found = await cassandra.firstRows(table, limit + 1, {
    restrictions,
    filters,
    timed: timed.map(({ name }) => name),
  });
  const shown = found.slice(0, limit);
  return {
    rows: shown.map((row) =>
      table.columns.map((column, index) => plainValue(row[index] ?? null, column.type)),
    ),
    ...(times ? { times: shown.map((row) => timesOf(row, table, timed)) } : {}),
    more: found.length > limit,
  };
}

/** A counter has no time, and before Cassandra 5 values of several cells tell none. */
const hasTimes =
  ({ tellsElementTimes = false }: TableDescription) =>
  (column: ColumnDescription): boolean => {
    const { type } = column;
    if (isKeyColumn(column) || (type.kind === "native" && type.name === "counter")) return false;
    return tellsElementTimes || isOneCell(type);
  };

function timesOf(
  row: Row,
  { columns }: TableDescription,
  timed: readonly ColumnDescription[],
): readonly (ValueTimes | null)[] {
  return columns.map((column) => {
    const at = columns.length + 2 * timed.indexOf(column);
    const [writeTime, ttl] = timed.includes(column) ? [row[at], row[at + 1]] : [];
    if (typeof writeTime !== "number") return null;
    return { writeTime, ttl: (ttl ?? null) as ValueTimes["ttl"] };
  });
}
