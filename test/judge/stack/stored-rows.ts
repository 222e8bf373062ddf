import { rowReader } from "#cli/adapters/cassandra/scan.js";
import { selectors } from "#cli/adapters/cassandra/selectors.js";
import type { Session } from "#cli/adapters/cassandra/session.js";
import { exactLiteralWriter, literalWriter } from "#cli/core/cql/literal.js";
import { isKeyColumn, type ColumnDescription, type TableDescription } from "#cli/core/cql/table.js";
import type { CqlValue } from "#cli/core/cql/value.js";

/** A value in the table. */
export interface StoredCell {
  readonly column: ColumnDescription;
  readonly value: CqlValue;
  /** As a CQL literal, exactly. */
  readonly literal: string;
  /** Microseconds since the Unix epoch; of a collection, that of its latest element. */
  readonly writeTime: bigint;
  /** Milliseconds since the Unix epoch; undefined for one that does not expire. */
  readonly expiresAt: number | undefined;
}

/** A row as the table has it, or the static columns of a partition, which are the same for all its rows. */
export interface StoredRow {
  /** As a finding names it: `id='k1', k0=7`; of statics the partition key alone. */
  readonly key: string;
  /** By column, as literals: the key's columns, of statics those of the partition key. */
  readonly keys: ReadonlyMap<string, string>;
  readonly cells: ReadonlyMap<string, StoredCell>;
}

export interface StoredTable {
  readonly rows: readonly StoredRow[];
  /** By partition; those that have any. */
  readonly statics: readonly StoredRow[];
}

/** Cassandra's own limit is 2^31 - 1 rows; these tables have some dozens. */
const pageSize = 5_000;

export async function storedTable(session: Session, table: TableDescription): Promise<StoredTable> {
  const { columns } = table;
  const times = columns.flatMap(({ name, kind }, index) =>
    kind === "regular" || kind === "static"
      ? [`maxwritetime(${name}) AS w${index}`, `ttl(${name}) AS t${index}`]
      : [],
  );
  const query = `SELECT ${[selectors(columns), ...times].join(", ")} FROM ${table.keyspace}.${table.name}`;
  const { rows: found } = await session.query(query, [], { fetchSize: pageSize });
  const now = Date.now();
  const read = rowReader(columns);
  const rows: StoredRow[] = [];
  const statics = new Map<string, StoredRow>();
  for (const raw of found) {
    const values = read(raw);
    const cell = (index: number): readonly [string, StoredCell][] => {
      const [column, value] = [columns[index], values[index] ?? null];
      const writeTime = raw[`w${index}`] as bigint | null;
      if (column === undefined || value === null || writeTime === null) return [];
      const expiresAt = earliest(raw[`t${index}`] as number | (number | null)[] | null, now);
      const literal = exactLiteralWriter(column.type)(value);
      return [[column.name, { column, value, literal, writeTime, expiresAt }]];
    };
    const cellsOf = (kind: ColumnDescription["kind"]): ReadonlyMap<string, StoredCell> =>
      new Map(columns.flatMap((column, index) => (column.kind === kind ? cell(index) : [])));
    const isAlone = columns.some(({ kind }, index) => kind === "clustering" && values[index] === null);
    if (!isAlone) rows.push({ ...identity(columns, values, isKeyColumn), cells: cellsOf("regular") });
    const partition = identity(columns, values, ({ kind }) => kind === "partition_key");
    const ofPartition = cellsOf("static");
    if (ofPartition.size > 0) statics.set(partition.key, { ...partition, cells: ofPartition });
  }
  return { rows, statics: [...statics.values()] };
}

/** Milliseconds since the Unix epoch. */
function earliest(seconds: number | readonly (number | null)[] | null, now: number): number | undefined {
  const all = [seconds].flat().filter((one) => one !== null);
  return all.length === 0 ? undefined : now + Math.min(...all) * 1000;
}

/** A key is named by canonical literals, but in the partition key 1.0 and 1.00 are two. */
function identity(
  columns: readonly ColumnDescription[],
  values: readonly (CqlValue | null)[],
  isPart: (column: ColumnDescription) => boolean,
): Pick<StoredRow, "key" | "keys"> {
  const parts = columns.flatMap((column, index) => {
    const value = values[index] ?? null;
    if (!isPart(column) || value === null) return [];
    const exact = exactLiteralWriter(column.type)(value);
    const shown = column.kind === "partition_key" ? exact : literalWriter(column.type)(value);
    return [{ name: column.name, exact, shown }];
  });
  return {
    key: parts.map(({ name, shown }) => `${name}=${shown}`).join(", "),
    keys: new Map(parts.map(({ name, exact }) => [name, exact])),
  };
}

/** Whether the column is kept as a cell for each element. */
export const hasManyCells = ({ type }: ColumnDescription): boolean => "frozen" in type && !type.frozen;
