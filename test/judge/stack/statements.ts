import type { TableDescription } from "#cli/core/cql/table.js";
import type { StoredCell, StoredRow, StoredTable } from "./stored-rows.js";

/** How a statement writes. */
export interface Write {
  /** Microseconds since the Unix epoch. */
  readonly writeTime: bigint;
  /** Seconds; 0 is for ever, whatever the table's default. */
  readonly timeToLive?: number;
}

const using = ({ writeTime, timeToLive = 0 }: Write): string =>
  `USING TIMESTAMP ${writeTime} AND TTL ${timeToLive}`;

export const nameOf = ({ keyspace, name }: TableDescription): string => `${keyspace}.${name}`;

/** @param values literals by column, those of the key included */
export function insert(table: TableDescription, values: ReadonlyMap<string, string>, write: Write): string {
  const [names, literals] = [[...values.keys()].join(", "), [...values.values()].join(", ")];
  return `INSERT INTO ${nameOf(table)} (${names}) VALUES (${literals}) ${using(write)}`;
}

/** Writes one cell of a row or of a partition's statics. */
export function setCell(
  table: TableDescription,
  row: StoredRow,
  column: string,
  literal: string,
  write: Write,
): string {
  const set = `${using(write)} SET ${column} = ${literal}`;
  return `UPDATE ${nameOf(table)} ${set} WHERE ${conditions(row.keys)}`;
}

/** @param keys all of a row's key, or its first columns for a partition or a part of it */
export function remove(
  table: TableDescription,
  keys: ReadonlyMap<string, string>,
  writeTime: bigint,
  further = "",
): string {
  const where = [conditions(keys), ...(further === "" ? [] : [further])].join(" AND ");
  return `DELETE FROM ${nameOf(table)} USING TIMESTAMP ${writeTime} WHERE ${where}`;
}

function conditions(keys: ReadonlyMap<string, string>): string {
  return [...keys].map(([name, literal]) => `${name} = ${literal}`).join(" AND ");
}

/** What is left of a cell's time to live, in seconds; 0 is for ever. */
export function remaining({ expiresAt }: StoredCell): number {
  return expiresAt === undefined ? 0 : Math.max(1, Math.round((expiresAt - Date.now()) / 1000));
}

/** What makes an empty table what it was: each cell with its write time and what is left of its time to live. */
export function rebuilding(table: TableDescription, { rows, statics }: StoredTable): readonly string[] {
  return [...rows, ...statics].flatMap((row) => {
    const groups = new Map<string, { readonly write: Write; readonly values: Map<string, string> }>();
    for (const [name, cell] of row.cells) {
      const { literal, writeTime } = cell;
      const timeToLive = remaining(cell);
      const key = `${writeTime} ${timeToLive}`;
      const group = groups.get(key) ?? { write: { writeTime, timeToLive }, values: new Map(row.keys) };
      group.values.set(name, literal);
      groups.set(key, group);
    }
    if (groups.size === 0) return [insert(table, row.keys, { writeTime: 1n })];
    return [...groups.values()].map(({ write, values }) => insert(table, values, write));
  });
}
