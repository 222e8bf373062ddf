import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { ColumnDescription, TableDescription } from "#cli/core/cql/table.js";
import type { Random } from "#cli/core/generate/random.js";
import { columnTypes } from "#test/support/random-values/column-types.js";
import { chance, pick } from "#test/support/random-values/pick.js";
import { isUnshaped } from "#test/support/random-values/typed-values.js";
import { userTypeFields } from "#test/support/random-values/user-types.js";

/** Types of clustering columns: those whose values a mapping can take from any kind of record. */
const clusteringTypes = [
  "int",
  "text",
  "bigint",
  "timestamp",
  "decimal",
  "double",
  "date",
  "uuid",
  "boolean",
];
/** Those of records that are JSON without schemas, too. */
const nestedTypes = [
  "frozen<myoddudt>",
  "frozen<tuple<date, text>>",
  "frozen<set<decimal>>",
  "frozen<map<text, int>>",
];

/** A table of random columns, as Cassandra will describe it, without its name. */
export type TableShape = Omit<TableDescription, "keyspace" | "name">;

/**
 * One to three key columns, the first of them the text `id`; up to two static columns, where there is a clustering
 * column; up to four others, of any type of CQL.
 * @param hasSchemas whether records give values with schemas, which fit fewer types
 */
export function randomShape(random: Random, hasSchemas: boolean): TableShape {
  // A request that is sent again doubles the elements of a list that is not frozen: docs/decisions/write-times.md.
  const fits = (typeText: string): boolean =>
    !typeText.startsWith("list<") && (!hasSchemas || !isUnshaped(parseCqlType(typeText, userTypeFields)));
  const types = columnTypes.filter(fits);
  const clustering = chance(random, 0.6) ? 1 + random.below(2) : 0;
  const keyTypes = hasSchemas ? clusteringTypes : [...clusteringTypes, ...nestedTypes];
  const columns = [column("id", "text", "partition_key", 0)];
  if (clustering > 0 && chance(random, 0.3)) columns.push(column("p", "int", "partition_key", 1));
  for (let index = 0; index < clustering; index++) {
    const order = chance(random, 0.4) ? "desc" : "asc";
    columns.push({
      ...column(`k${index}`, pick(random, keyTypes), "clustering", index),
      clusteringOrder: order,
    });
  }
  const statics = clustering > 0 && chance(random, 0.5) ? 1 + random.below(2) : 0;
  for (let index = 0; index < statics; index++)
    columns.push(column(`s${index}`, pick(random, types), "static"));
  const regular = clustering > 0 && chance(random, 0.08) ? 0 : 1 + random.below(4);
  for (let index = 0; index < regular; index++)
    columns.push(column(`c${index}`, pick(random, types), "regular"));
  return { columns, ...(chance(random, 0.1) ? { defaultTtl: 3_000_000 } : {}) };
}

function column(
  name: string,
  typeText: string,
  kind: ColumnDescription["kind"],
  position = -1,
): ColumnDescription {
  const type = parseCqlType(typeText, userTypeFields);
  return { name, typeText, type, kind, position, clusteringOrder: "none" };
}

/** A TRUNCATE that takes no snapshot takes 60 ms instead of 300. */
export function createTable(name: string, { columns, defaultTtl = 0 }: TableShape): string {
  const named = (kind: ColumnDescription["kind"]): readonly ColumnDescription[] =>
    columns.filter((candidate) => candidate.kind === kind);
  const list = columns.map((of) => `${of.name} ${of.typeText}${of.kind === "static" ? " static" : ""}`);
  const names = (some: readonly ColumnDescription[]): string => some.map((of) => of.name).join(", ");
  const clustering = named("clustering");
  const key = [`(${names(named("partition_key"))})`, ...clustering.map((of) => of.name)].join(", ");
  const order = clustering.map((of) => `${of.name} ${of.clusteringOrder}`).join(", ");
  const options = [
    ...(order === "" ? [] : [`CLUSTERING ORDER BY (${order})`]),
    `default_time_to_live = ${defaultTtl}`,
    "allow_auto_snapshot = false",
  ];
  return `CREATE TABLE ${name} (${list.join(", ")}, PRIMARY KEY (${key})) WITH ${options.join(" AND ")}`;
}
