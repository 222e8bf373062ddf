import { type UdtDefinition, parseCqlType } from "../../core/cql/parse-type.js";
import type { Session } from "./session.js";
import type { ColumnDescription, TableDescription } from "../../core/cql/table.js";

/** A table from `system_schema`; undefined when it does not exist. */
export async function describeTable(
  session: Session,
  keyspace: string,
  table: string,
): Promise<TableDescription | undefined> {
  const [columns, dropped, types, tables, local] = await Promise.all([
    session.query(
      "SELECT column_name, type, kind, position, clustering_order, writetime(type) AS written" +
        " FROM system_schema.columns" +
        " WHERE keyspace_name = ? AND table_name = ?",
      [keyspace, table],
      { prepare: true, fetchSize: 100_000 },
    ),
    session.query(
      "SELECT column_name FROM system_schema.dropped_columns WHERE keyspace_name = ? AND table_name = ?",
      [keyspace, table],
      { prepare: true, fetchSize: 100_000 },
    ),
    session.query(
      "SELECT type_name, field_names, field_types FROM system_schema.types WHERE keyspace_name = ?",
      [keyspace],
      { prepare: true, fetchSize: 100_000 },
    ),
    session.query(
      "SELECT default_time_to_live FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?",
      [keyspace, table],
      { prepare: true },
    ),
    session.query("SELECT release_version FROM system.local"),
  ]);
  if (columns.rows.length === 0) return undefined;
  const definitions = new Map<string, UdtDefinition>(
    types.rows.map((row) => {
      const names = row["field_names"] as readonly string[];
      const texts = row["field_types"] as readonly string[];
      const fields = names.map((name, index) => ({ name, typeText: texts[index] ?? "" }));
      return [row["type_name"] as string, fields];
    }),
  );
  // A server writes the columns of CREATE TABLE at one time, and those of ALTER TABLE ADD at a later one.
  const written = columns.rows.map((row) => Number(row["written"]));
  const madeAt = Math.min(...written);
  const wasDropped = new Set(dropped.rows.map((row) => row["column_name"] as string));
  const described = columns.rows.map((row, index): ColumnDescription => {
    const name = row["column_name"] as string;
    const writtenAt = written[index] ?? madeAt;
    const typeText = row["type"] as string;
    return {
      name,
      type: parseCqlType(typeText, (name) => definitions.get(name)),
      typeText,
      kind: row["kind"] as ColumnDescription["kind"],
      position: row["position"] as number,
      clusteringOrder: row["clustering_order"] as ColumnDescription["clusteringOrder"],
      ...(writtenAt > madeAt ? { added: { at: writtenAt / 1000, isAnew: wasDropped.has(name) } } : {}),
    };
  });
  const defaultTtl = (tables.rows[0]?.["default_time_to_live"] ?? 0) as number;
  return {
    keyspace,
    name: table,
    columns: described.sort(byKeyThenName),
    ...(defaultTtl === 0 ? {} : { defaultTtl }),
    ...(parseInt(String(local.rows[0]?.["release_version"])) >= 5 ? { tellsElementTimes: true } : {}),
  };
}

const kinds: readonly ColumnDescription["kind"][] = ["partition_key", "clustering", "static", "regular"];

/** Partition key first, then clustering columns, then the rest by name. */
function byKeyThenName(a: ColumnDescription, b: ColumnDescription): number {
  const keys = Math.min(kinds.indexOf(a.kind), 2) - Math.min(kinds.indexOf(b.kind), 2);
  return keys !== 0 ? keys : a.position - b.position || (a.name < b.name ? -1 : 1);
}
