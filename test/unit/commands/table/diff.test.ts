import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/table/diff.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { TableDescription } from "#cli/core/cql/table.js";
import { renderDiff } from "#cli/reporters/table.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { pipelineOf } from "#test/support/fakes/kafka.js";

const cql = `
  CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};
  CREATE TABLE shop.sales (id text PRIMARY KEY, amount int) WITH gc_grace_seconds = 60;
`;
const column = (name: string, typeText: string): TableDescription["columns"][number] => ({
  name,
  typeText,
  type: parseCqlType(typeText),
  kind: name === "id" ? "partition_key" : "regular",
  position: name === "id" ? 0 : -1,
  clusteringOrder: "none",
});

const compare = (columns: TableDescription["columns"] | undefined, copies = "1", grace = "60") => {
  const pipeline = { ...pipelineOf(), tables: [{ keyspace: "shop", name: "sales", cql: "/sales.cql" }] };
  const { context } = fakeContext({
    pipelines: { select: () => Promise.resolve([pipeline]) },
    files: { readText: () => Promise.resolve(cql) },
    cassandra: {
      describeTable: (keyspace, name) =>
        Promise.resolve(columns === undefined ? undefined : { keyspace, name, columns }),
      keyspaceReplication: () => Promise.resolve({ class: "SimpleStrategy", replication_factor: copies }),
      tableOptions: () => Promise.resolve({ gc_grace_seconds: grace, default_time_to_live: "0" }),
    },
  });
  return run({}, context);
};

describe("table diff", () => {
  it("is clean where the table is as declared, and finds a missing one", async () => {
    const same = await compare([column("id", "text"), column("amount", "int")]);
    expect(same).toMatchObject({ outcome: "clean", tables: [{ state: "same", differences: [] }] });
    const missing = await compare(undefined);
    expect(missing).toMatchObject({ outcome: "findings", tables: [{ state: "missing" }] });
    const terminal = { width: 80, color: false };
    expect(renderDiff(same, terminal)).toBe("shop.sales: as /sales.cql declares it\n");
    expect(renderDiff(missing, terminal)).toContain("there is no such table\n   do: cassink table init\n");
  });

  it("finds what differs in keyspace, table and options, with the statements", async () => {
    const result = await compare([column("id", "text"), column("note", "int")], "2", "61");
    expect(result.outcome).toBe("findings");
    const text = renderDiff(result, { width: 60, color: false });
    expect(text).toContain("shop.sales: 4 differences from /sales.cql\n");
    for (const statement of [
      `ALTER KEYSPACE "shop" WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'};`,
      'ALTER TABLE "shop"."sales" ADD "amount" int;',
      '    -- deletes its values in all rows\n    ALTER TABLE "shop"."sales" DROP "note";',
      'ALTER TABLE "shop"."sales" WITH gc_grace_seconds = 60;',
    ]) {
      expect(text).toContain(statement);
    }
  });
});
