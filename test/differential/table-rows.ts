import { rowReader } from "#cli/adapters/cassandra/scan.js";
import { selectors } from "#cli/adapters/cassandra/selectors.js";
import { cqlLiteral } from "#cli/core/cql/literal.js";
import { qualifiedName, quotedName } from "#cli/core/cql/name.js";
import type { CqlType } from "#cli/core/cql/type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import type { Servers } from "./servers.js";
import type { ColumnDescription, TableDescription } from "#cli/core/cql/table.js";

/** A row of a table: values by column, and write time (microseconds) and time to live (seconds) where there are. */
export interface TableRow {
  readonly values: Readonly<Record<string, CqlValue | null>>;
  readonly writeTimes: Readonly<Record<string, bigint | null>>;
  readonly timesToLive: Readonly<Record<string, number | null>>;
}

/** All rows of a small table. */
export function tableRows(
  servers: Pick<Servers, "session">,
  table: TableDescription,
): Promise<readonly TableRow[]> {
  return selected(servers, table, "");
}

/** Those of the partition keys, which are given as literals. */
export function rowsOf(
  servers: Pick<Servers, "session">,
  table: TableDescription,
  keys: readonly string[],
): Promise<readonly TableRow[]> {
  const [key] = table.columns;
  return selected(servers, table, `WHERE ${quotedName(key?.name ?? "")} IN (${keys.join(", ")})`);
}

async function selected(
  { session }: Pick<Servers, "session">,
  table: TableDescription,
  where: string,
): Promise<readonly TableRow[]> {
  const { columns } = table;
  const timed = columns.filter(hasOneCell);
  const times = timed.flatMap(({ name }, index) => [
    `writetime(${quotedName(name)}) AS w${index}`,
    `ttl(${quotedName(name)}) AS t${index}`,
  ]);
  const from = `FROM ${qualifiedName(table.keyspace, table.name)} ${where}`;
  const query = `SELECT ${[selectors(columns), ...times].join(", ")} ${from}`;
  const { rows } = await session.query(query, [], { fetchSize: 5_000 });
  const read = rowReader(columns);
  return rows.map((row) => {
    const values = read(row);
    return {
      values: Object.fromEntries(columns.map(({ name }, index) => [name, values[index] ?? null])),
      writeTimes: Object.fromEntries(
        timed.map(({ name }, index) => [name, (row[`w${index}`] ?? null) as bigint | null]),
      ),
      timesToLive: Object.fromEntries(
        timed.map(({ name }, index) => [name, (row[`t${index}`] ?? null) as number | null]),
      ),
    };
  });
}

/** As a text for each column: CQL literals, `writetime(c)` and `ttl(c)`. */
export function rowTexts(table: TableDescription, row: TableRow): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { name, type } of table.columns) texts[name] = cqlLiteral(type, row.values[name] ?? null);
  for (const [name, time] of Object.entries(row.writeTimes)) texts[`writetime(${name})`] = String(time);
  for (const [name, seconds] of Object.entries(row.timesToLive)) texts[`ttl(${name})`] = String(seconds);
  return texts;
}

/** Only then has it one write time. */
function hasOneCell({ kind, type }: ColumnDescription): boolean {
  if (kind !== "regular" && kind !== "static") return false;
  return type.kind === "native" ? type.name !== "counter" : isFrozen(type);
}

function isFrozen(type: CqlType): boolean {
  return type.kind === "tuple" || type.kind === "vector" || ("frozen" in type && type.frozen);
}
