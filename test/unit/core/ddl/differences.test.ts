import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { ColumnDescription } from "#cli/core/cql/table.js";
import { replicationDifferences, tableChanges, tableDifferences } from "#cli/core/ddl/differences.js";
import { parseDdl } from "#cli/core/ddl/parse-ddl.js";

const declare = (cql: string): Parameters<typeof tableDifferences>[0] => {
  const [table] = parseDdl(cql, "t.cql").tables;
  if (table === undefined) throw new Error("no table");
  return table;
};
const live = (name: string, typeText: string, more: Partial<ColumnDescription> = {}): ColumnDescription => ({
  name,
  typeText,
  type: parseCqlType(typeText),
  kind: "regular",
  position: -1,
  clusteringOrder: "none",
  ...more,
});
const key = { kind: "partition_key", position: 0 } as const;
const readings = declare(`CREATE TABLE w.r (id bigint, at timestamp, note text, PRIMARY KEY (id, at))
  WITH CLUSTERING ORDER BY (at DESC) AND comment = 'x'`);
const same = [
  live("id", "bigint", key),
  live("at", "timestamp", { kind: "clustering", position: 0, clusteringOrder: "desc" }),
  live("note", "text"),
];

describe("tableDifferences", () => {
  it("finds none between a table and its own file", () => {
    expect(tableDifferences(readings, { columns: same })).toEqual([]);
  });

  it("treats everything inside a frozen type as frozen, as Cassandra does", () => {
    const table = declare("CREATE TABLE w.r (id int PRIMARY KEY, a frozen<list<map<text, int>>>, b varchar)");
    const columns = [
      live("id", "int", key),
      live("a", "frozen<list<frozen<map<text, int>>>>"),
      live("b", "text"),
    ];
    expect(tableDifferences(table, { columns })).toEqual([]);
  });

  it("names a missing column with the statement that adds it, and one too many", () => {
    expect(tableDifferences(readings, { columns: [...same.slice(0, 2), live("remark", "text")] })).toEqual([
      'column note text is missing in the table; "ALTER TABLE "w"."r" ADD "note" text" adds it',
      "column remark text is in the table and not in the file",
    ]);
  });

  it("names another type, and what is frozen on one side only", () => {
    expect(tableDifferences(readings, { columns: [...same.slice(0, 2), live("note", "blob")] })).toEqual([
      "column note is blob in the table and text in the file",
    ]);
    const lists = declare("CREATE TABLE w.r (id int PRIMARY KEY, a frozen<list<int>>)");
    expect(tableDifferences(lists, { columns: [live("id", "int", key), live("a", "list<int>")] })).toEqual([
      "column a is list<int> in the table and frozen<list<int>> in the file",
    ]);
  });

  it("names another primary key and another order of rows", () => {
    const [id, at, note] = same as [ColumnDescription, ColumnDescription, ColumnDescription];
    const both = [id, { ...at, kind: "partition_key", position: 1, clusteringOrder: "none" } as const, note];
    expect(tableDifferences(readings, { columns: both })).toEqual([
      "the primary key is ((id, at)) in the table and ((id), at) in the file",
    ]);
    expect(tableDifferences(readings, { columns: [id, { ...at, clusteringOrder: "asc" }, note] })).toEqual([
      "rows are ordered by at asc in the table and desc in the file",
    ]);
  });
});

describe("replicationDifferences", () => {
  const simple = { name: "w", replication: { class: "SimpleStrategy", replication_factor: "1" } };

  it("compares replication classes by their simple names", () => {
    const actual = { class: "org.apache.cassandra.locator.SimpleStrategy", replication_factor: "1" };
    expect(replicationDifferences(simple, actual)).toEqual([]);
  });

  it("expands one replication factor to all data centres, as Cassandra does", () => {
    const declared = {
      name: "w",
      replication: { class: "NetworkTopologyStrategy", replication_factor: "3" },
    };
    const actual = { class: "org.apache.cassandra.locator.NetworkTopologyStrategy", dc1: "3", dc2: "3" };
    expect(replicationDifferences(declared, actual)).toEqual([]);
    expect(replicationDifferences(declared, { ...actual, dc2: "2" })).toHaveLength(1);
  });

  it("says both sides", () => {
    expect(replicationDifferences(simple, { class: "SimpleStrategy", replication_factor: "3" })).toEqual([
      "keyspace w is replicated by {class: SimpleStrategy, replication_factor: 3} in Cassandra" +
        " and by {class: SimpleStrategy, replication_factor: 1} in the file",
    ]);
  });
});

describe("tableChanges", () => {
  const [id, at, note] = same as [ColumnDescription, ColumnDescription, ColumnDescription];
  it("has the statement that ends a difference, and what it does besides", () => {
    expect(tableChanges(readings, { columns: [id, at, live("remark", "text")] })).toEqual([
      {
        text: "column note text is missing in the table",
        statement: 'ALTER TABLE "w"."r" ADD "note" text',
      },
      {
        text: "column remark text is in the table and not in the file",
        statement: 'ALTER TABLE "w"."r" DROP "remark"',
        note: "deletes its values in all rows",
      },
    ]);
  });

  it("says what CQL cannot change", () => {
    const notes = (columns: readonly ColumnDescription[]) =>
      tableChanges(readings, { columns }).map(({ statement, note: why }) => [statement, why]);
    const type = [undefined, "CQL cannot change a column's type: it takes another column, or another table"];
    expect(notes([id, at, live("note", "blob")])).toEqual([type]);
    const table = [
      undefined,
      "CQL cannot change this: make another table, and let the connector fill it from the topic",
    ];
    expect(notes([id, { ...at, clusteringOrder: "asc" }, note])).toEqual([table]);
    expect(notes([id, { ...at, kind: "partition_key", position: 1 }, note])).toEqual([table]);
    expect(notes([id, note])).toEqual([
      [undefined, "it is of the primary key: see what is said of it"],
      table,
    ]);
  });

  it("renames columns of the key, where only their names differ", () => {
    const renamed = [{ ...id, name: "ID" }, { ...at, name: "time" }, note];
    expect(tableChanges(readings, { columns: renamed }).flatMap(({ statement = [] }) => statement)).toEqual([
      'ALTER TABLE "w"."r" RENAME "ID" TO "id" AND "time" TO "at"',
    ]);
    const otherType = [{ ...id, ...live("ID", "int", key) }, at, note];
    expect(tableChanges(readings, { columns: otherType }).flatMap(({ statement = [] }) => statement)).toEqual(
      [],
    );
  });
});
