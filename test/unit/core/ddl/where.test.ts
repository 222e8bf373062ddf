import { describe, expect, it } from "vitest";
import type { ColumnDescription, TableDescription } from "#cli/core/cql/table.js";
import { checkRestrictions } from "#cli/core/ddl/restricted-table.js";
import { parseWhere, restrictionCql } from "#cli/core/ddl/where.js";

const cql = (text: string): string => parseWhere(text).map(restrictionCql).join(" AND ");

describe("parseWhere", () => {
  it.each([
    ["id = 5", '"id" = 5'],
    ["Id=-5.5e3 and \"Id\" >= 'it''s'", `"id" = -5.5e3 AND "Id" >= 'it''s'`],
    ["u=0C7B3F1E-5F52-4c53-9d0e-1d0a3f1f0001", '"u" = 0C7B3F1E-5F52-4c53-9d0e-1d0a3f1f0001'],
    ["a In (1,2 ) AND b < true and c = 0xCAFE", '"a" IN (1, 2) AND "b" < true AND "c" = 0xCAFE'],
    ["m = {'a': [1, 2], 'b': []} AND t = (1, 'x')", `"m" = {'a': [1, 2], 'b': []} AND "t" = (1, 'x')`],
    ["f = -NaN", '"f" = -NaN'],
    ["a = 1 -- AND b = 2", '"a" = 1'],
    ['a = \';DROP TABLE x\' AND "a""; DROP" = 1', `"a" = ';DROP TABLE x' AND "a""; DROP" = 1`],
  ])("reads %s", (text, expected) => {
    expect(cql(text)).toBe(expected);
  });

  it.each([
    ["", "it is empty"],
    ["a = 1; DROP TABLE t", "a semicolon ends it"],
    ["a = 1;; b = 2", "a semicolon ends it"],
    ["a = 1 ALLOW FILTERING", "AND was expected, and found ALLOW"],
    ["a = 1 LIMIT 5", "AND was expected, and found LIMIT"],
    ["a = now()", "now is no value"],
    ["token(a) > 5", "( is no operator behind token"],
    ["a = b", "b is no value"],
    ["a = $$x$$", "$$x$$ is no value"],
    ["a = 'x", "a quote is never closed"],
    ["a =", "a value is missing"],
    ["a != 1", "! is no operator"],
    ["a IN 1", "parentheses"],
    ["a IN (1, 2", "is not closed"],
    ["a = [1, f()]", "f is no value"],
    ["a = [1", "] is missing"],
    ["5 = a", "5 is no column's name"],
    ["a = 1 OR b = 2", "AND was expected, and found OR"],
    ["a = (SELECT 1)", "SELECT is no value"],
  ])("refuses %s", (text, why) => {
    expect(() => parseWhere(text)).toThrow(why);
  });
});

const column = (name: string, kind: ColumnDescription["kind"], position = -1): ColumnDescription => ({
  name,
  kind,
  position,
  type: { kind: "native", name: "int" },
  typeText: "int",
  clusteringOrder: kind === "clustering" ? "asc" : "none",
});
const table: TableDescription = {
  keyspace: "ks",
  name: "t",
  columns: [
    column("Id", "partition_key", 0),
    column("day", "partition_key", 1),
    column("c1", "clustering", 0),
    column("c2", "clustering", 1),
    column("v", "regular"),
  ],
};
const check = (text: string, filters = false): void => checkRestrictions(parseWhere(text), table, filters);

describe("checkRestrictions", () => {
  it.each([
    '"Id" = 1 AND day IN (1, 2)',
    'day = 1 AND "Id" = 1 AND c1 = 5 AND c2 > 1 AND c2 < 7',
    '"Id" = 1 AND day = 2 AND c1 >= 1',
  ])("takes %s", (text) => {
    expect(() => check(text)).not.toThrow();
  });

  it.each([
    ['"Id" = 1', "day of the partition key is not restricted"],
    ['"Id" = 1 AND day > 2', "day of the partition key is not restricted by = or IN"],
    ['"Id" = 1 AND day = 2 AND c2 = 1', "c2 is restricted, and c1 before it"],
    ['"Id" = 1 AND day = 2 AND c1 > 1 AND c2 = 1', "c2 is restricted, and c1 before it"],
    ["v = 1", "v is not of the primary key: Cassandra would have to read the whole table"],
  ])("refuses %s, but where all may be read", (text, why) => {
    expect(() => check(text)).toThrow(why);
    expect(() => check(text, true)).not.toThrow();
  });

  it("knows the columns, in their case", () => {
    for (const filters of [false, true]) {
      expect(() => check("id = 1", filters)).toThrow("has no column id");
      try {
        check("id = 1", filters);
      } catch (error) {
        expect(error).toMatchObject({ hint: 'did you mean "Id"?' });
      }
    }
  });
});
