import { InputError } from "../../errors.js";
import { shortName } from "../cql/name.js";
import type { Column, TableDescription } from "../cql/table.js";
import { isKeyColumn } from "../cql/table.js";
import { nearest } from "../suggestion.js";
import type { Restriction } from "./where.js";

/**
 * Checks restrictions against a table, by Cassandra's rules for what it finds without reading the whole table: each
 * column of the partition key by = or IN, then clustering columns from the first one on, of which the last may be a range.
 * @param filters whether rows may be searched for by reading them all (ALLOW FILTERING): columns must only be there
 * @throws InputError for a column that the table does not have, and one that cannot be restricted so
 */
export function checkRestrictions(
  restrictions: readonly Restriction[],
  table: TableDescription,
  filters: boolean,
): void {
  for (const { column } of restrictions) {
    if (!table.columns.some(({ name }) => name === column)) throw noColumn(column, table);
  }
  if (filters) return;
  const reason = problemWith(restrictions, table);
  if (reason === undefined) return;
  throw new InputError(`${reason}: Cassandra would have to read the whole table`, {
    where: "--where",
    hint: `${keyHint(table)}; --allow-filtering reads the whole table`,
  });
}

function noColumn(column: string, { keyspace, name: table, columns }: TableDescription): InputError {
  const meant = nearest(
    column,
    columns.map(({ name }) => name),
  );
  return new InputError(`table ${keyspace}.${table} has no column ${shortName(column)}`, {
    where: "--where",
    hint:
      meant === undefined
        ? `its columns are ${columns.map(({ name }) => shortName(name)).join(", ")}`
        : `did you mean ${shortName(meant)}?`,
  });
}

function problemWith(
  restrictions: readonly Restriction[],
  { columns }: TableDescription,
): string | undefined {
  const of = ({ name }: Column): readonly Restriction[] =>
    restrictions.filter(({ column }) => column === name);
  const other = restrictions.find(
    ({ column }) => !columns.some((each) => each.name === column && isKeyColumn(each)),
  );
  if (other !== undefined) return `${shortName(other.column)} is not of the primary key`;
  const partition = columns.filter(({ kind }) => kind === "partition_key");
  const missing = partition.find((column) => of(column).length === 0);
  if (missing !== undefined) return `${shortName(missing.name)} of the partition key is not restricted`;
  const range = partition.find((column) => of(column).some(({ operator }) => !isExact(operator)));
  if (range !== undefined)
    return `${shortName(range.name)} of the partition key is not restricted by = or IN`;
  let open: string | undefined;
  for (const column of columns.filter(({ kind }) => kind === "clustering")) {
    const given = of(column);
    if (given.length > 0 && open !== undefined) {
      return `${shortName(column.name)} is restricted, and ${shortName(open)} before it in the primary key is not, by = or IN`;
    }
    if (given.length === 0 || given.some(({ operator }) => !isExact(operator))) open ??= column.name;
  }
  return undefined;
}

const isExact = (operator: Restriction["operator"]): boolean => operator === "=" || operator === "IN";

function keyHint({ columns }: TableDescription): string {
  const named = (kind: Column["kind"]): string =>
    columns
      .filter((column) => column.kind === kind)
      .map(({ name }) => shortName(name))
      .join(", ");
  const clustering = named("clustering");
  return `restrict ${named("partition_key")} by = or IN${clustering === "" ? "" : `, and behind it ${clustering} in this order`}`;
}
