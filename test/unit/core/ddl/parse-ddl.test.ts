import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDdl } from "#cli/core/ddl/parse-ddl.js";
import { InputError } from "#cli/errors.js";

const parse = (text: string): ReturnType<typeof parseDdl> => parseDdl(text, "shop.cql");
const text = { kind: "native", name: "text" } as const;

describe("parseDdl", () => {
  it("reads the shipped files", () => {
    const { tables, keyspaces } = parse(readFileSync("schemas/tables/weather.cql", "utf8"));
    expect(keyspaces).toEqual([
      { name: "weather", replication: { class: "SimpleStrategy", replication_factor: "1" } },
    ]);
    expect(tables).toHaveLength(1);
    expect(tables[0]).toMatchObject({
      keyspace: "weather",
      name: "readings",
      partitionKey: ["city_id", "day"],
      clustering: [{ name: "observed_at", order: "desc" }],
    });
    expect(tables[0]?.columns).toHaveLength(30);
  });

  it("reads the table that the item-sales article asks for, column by column", () => {
    const [table] = parse(readFileSync("schemas/tables/item-sales.cql", "utf8")).tables;
    expect(table?.columns.map(({ name, typeText }) => `${name} ${typeText}`)).toEqual([
      "store_id text",
      "timestamp_ms timestamp",
      "timestamp_dt date",
      "item_name text",
      "item_sold text",
      "item_id text",
    ]);
    expect(table?.partitionKey).toEqual(["item_id"]);
  });

  it("resolves types of the same file, and keeps quoted names as they are", () => {
    const { tables } = parse(`
      CREATE TYPE shop."Price" (amount decimal, "Unit" text);
      CREATE TABLE shop."Sales" (id text PRIMARY KEY, price frozen<"Price">, "Note" text STATIC);
    `);
    expect(tables[0]).toMatchObject({
      keyspace: "shop",
      name: "Sales",
      partitionKey: ["id"],
      clustering: [],
    });
    expect(tables[0]?.columns[1]?.type).toEqual({
      kind: "udt",
      name: "Price",
      frozen: true,
      fields: [
        { name: "amount", type: { kind: "native", name: "decimal" } },
        { name: "Unit", type: text },
      ],
    });
    expect(tables[0]?.columns[2]).toMatchObject({ name: "Note", isStatic: true });
  });

  it("takes a type that is written with the table's own keyspace, wherever a type may stand", () => {
    const { tables } = parse(`
      CREATE TYPE shop.unit (name text);
      CREATE TYPE shop."Price" (amount decimal, unit frozen<shop.unit>);
      CREATE TABLE shop.sales (id text PRIMARY KEY, price Shop."Price", prices list<frozen<shop."Price">>);
      CREATE TYPE "Own".unit (name text);
      CREATE TABLE "Own".sales (id text PRIMARY KEY, unit frozen<"Own".unit>);
    `);
    const unit = { kind: "udt", name: "unit", fields: [{ name: "name", type: text }] } as const;
    const fields = [
      { name: "amount", type: { kind: "native", name: "decimal" } },
      { name: "unit", type: { ...unit, frozen: true } },
    ];
    const price = { kind: "udt", name: "Price", fields } as const;
    expect(tables.map(({ columns }) => columns.slice(1).map(({ type }) => type))).toEqual([
      [
        { ...price, frozen: false },
        { kind: "list", frozen: false, element: { ...price, frozen: true } },
      ],
      [{ ...unit, frozen: true }],
    ]);
  });

  it.each([
    [
      "shop.sales",
      "frozen<other.unit>",
      "other.unit is of another keyspace than the table, which is of shop",
    ],
    ["shop.sales", "list<frozen<other.unit>>", "other.unit is of another keyspace"],
    ["shop.sales", "shop.cost", "there is no type cost"],
    ['"Shop".sales', "shop.unit", "shop.unit is of another keyspace than the table, which is of Shop"],
  ])("refuses in table %s the type %s", (table, type, message) => {
    const create = `CREATE TYPE shop.unit (name text); CREATE TYPE other.unit (name text);`;
    expect(() => parse(`${create} CREATE TABLE ${table} (id text PRIMARY KEY, unit ${type})`)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message) as string,
        where: "shop.cql:1",
        ...(message.includes("another")
          ? { hint: expect.stringContaining("types of the table's own keyspace") as string }
          : {}),
      }) as Error,
    );
  });

  it("gives every statement IF NOT EXISTS, so that each may be run again", () => {
    const { statements } = parse(`
      create keyspace shop with replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3};
      CREATE TABLE IF NOT EXISTS shop.sales (id text, PRIMARY KEY (id)) WITH comment = 'a; b -- c';
      CREATE INDEX sales_by_note ON shop.sales (note);
      CREATE CUSTOM INDEX ON shop.sales (x) USING 'sai';
      CREATE MATERIALIZED VIEW shop.v AS SELECT id FROM shop.sales WHERE id IS NOT NULL PRIMARY KEY (id);
    `);
    expect(statements.map(({ kind, cql }) => `${kind}: ${cql.slice(0, 45)}`)).toEqual([
      "keyspace: create keyspace IF NOT EXISTS shop with repli",
      "table: CREATE TABLE IF NOT EXISTS shop.sales (id tex",
      "index: CREATE INDEX IF NOT EXISTS sales_by_note ON s",
      "index: CREATE CUSTOM INDEX IF NOT EXISTS ON shop.sal",
      "view: CREATE MATERIALIZED VIEW IF NOT EXISTS shop.v",
    ]);
    expect(statements[1]?.cql).toContain("'a; b -- c'");
  });

  it("leaves comments out, of all three kinds", () => {
    const { tables } = parse(`
      -- first; 'quoted
      // second
      /* third; */ CREATE TABLE shop.sales (id text, -- the key
        PRIMARY KEY (id));
    `);
    expect(tables[0]?.columns).toHaveLength(1);
  });

  it.each([
    ["CREATE TABLE sales (id text PRIMARY KEY)", "table sales does not say its keyspace", "shop.cql:1"],
    ["\nDROP TABLE shop.sales", "a statement that begins with DROP TABLE has no place here", "shop.cql:2"],
    ["CREATE TABLE shop.sales (id text)", "table shop.sales has no PRIMARY KEY", "shop.cql:1"],
    ["CREATE TABLE shop.sales (id text, PRIMARY KEY (sale))", "names sale, which is no column", "shop.cql:1"],
    ["CREATE TABLE shop.sales (id txt PRIMARY KEY)", "column id: ", "shop.cql:1"],
    ["CREATE TABLE shop.sales (id text PRIMARY KEY", "expected , before the statement's end", "shop.cql:1"],
    ["CREATE TABLE shop.sales (id text,\nnote 'x)", "a quote is never closed", "shop.cql:2"],
    ["CREATE KEYSPACE shop", "expected REPLICATION = { before the statement's end", "shop.cql:1"],
    ["CREATE TABLE shop.sales (id text PRIMARY KAY)", "PRIMARY KAY is no CQL", "shop.cql:1"],
    ["CREATE TABLE shop.sales (id text, PRIMARY KEZ (id))", "PRIMARY KEZ is no CQL", "shop.cql:1"],
  ])("refuses %j with its line", (cql, message, where) => {
    expect(() => parse(cql)).toThrow(InputError);
    expect(() => parse(cql)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message) as string, where }) as Error,
    );
  });

  it.each([
    ["id text PRIMARY KAY", 'did you mean "PRIMARY KEY"?'],
    ["id text, at timestmap, PRIMARY KEY (id)", 'did you mean "timestamp"?'],
    ["id text PRIMARY KEY, all_of lst<int>", 'did you mean "list"?'],
    ["id text PRIMARY KEY, price cost", "a type of your own is created in the same file, before the table"],
    ["id text, PRIMARY KEY (ident)", "its columns are id"],
    [
      "id text, a int",
      "write PRIMARY KEY behind the key's column, or PRIMARY KEY (column, …) after the last one",
    ],
  ])("says what to do about %j", (columns, hint) => {
    expect(() => parse(`CREATE TABLE shop.sales (${columns})`)).toThrow(
      expect.objectContaining({ hint }) as Error,
    );
  });
});
