import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/table/init.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { InputError, ServiceError } from "#cli/errors.js";
import { type FakeContext, fakeContext } from "#test/support/fakes/context.js";
import type { TableDescription } from "#cli/core/cql/table.js";

const cql = `
  CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};
  CREATE TABLE shop.sales (id text PRIMARY KEY, amount int);
`;
const pipeline: Pipeline = {
  name: "sales",
  description: "",
  file: "sales.yaml",
  topics: [],
  tables: [{ keyspace: "shop", name: "sales", cql: "/sales.cql" }],
  connector: { name: "sales", config: {} },
};
const column = (name: string, typeText: string): TableDescription["columns"][number] => ({
  name,
  typeText,
  type: parseCqlType(typeText),
  kind: name === "id" ? "partition_key" : "regular",
  position: name === "id" ? 0 : -1,
  clusteringOrder: "none",
});

/** A cluster that begins with this table (or none) and creates the declared one. */
function cluster(before: readonly string[] | undefined, agreements: readonly boolean[] = [true]) {
  const executed: string[] = [];
  const answers = [...agreements];
  let columns = before;
  const fake = fakeContext({
    pipelines: { select: () => Promise.resolve([pipeline]) },
    files: { readText: () => Promise.resolve(cql) },
    cassandra: {
      contactPoints: ["node:9042"],
      describeTable: (keyspace, name) =>
        Promise.resolve(
          columns === undefined
            ? undefined
            : {
                keyspace,
                name,
                columns: columns.map((one) => column(...(one.split(" ") as [string, string]))),
              },
        ),
      execute: (statement) => {
        executed.push(statement);
        if (statement.includes("TABLE")) columns ??= ["id text", "amount int"];
        return Promise.resolve();
      },
      schemaAgreed: () =>
        Promise.resolve(answers.length > 1 ? answers.shift() === true : answers[0] === true),
      keyspaceReplication: () => Promise.resolve({ class: "SimpleStrategy", replication_factor: "1" }),
    },
  });
  return { ...fake, executed } satisfies FakeContext & { executed: string[] };
}

describe("table init", () => {
  it("creates what is missing, each statement under IF NOT EXISTS", async () => {
    const { context, executed } = cluster(undefined, [false, true]);
    expect(await run({ samples: 500, print: "all" }, context)).toEqual({
      outcome: "clean",
      tables: [{ pipeline: "sales", keyspace: "shop", table: "sales", action: "created", columns: 2 }],
    });
    expect(executed.map((statement) => statement.slice(0, 35))).toEqual([
      "CREATE KEYSPACE IF NOT EXISTS shop ",
      "CREATE TABLE IF NOT EXISTS shop.sal",
    ]);
  });

  it("leaves a table that is as declared, and says so", async () => {
    const { context } = cluster(["id text", "amount int"]);
    expect((await run({ samples: 500, print: "all" }, context)).tables[0]?.action).toBe("unchanged");
  });

  it("lists the differences of a table that is not as declared", async () => {
    const { context, facts } = cluster(["id text", "amount bigint", "note text"]);
    const failing = run({ samples: 500, print: "all" }, context);
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toMatchObject({
      lines: [
        "shop.sales: column amount is bigint in the table and int in the file",
        "shop.sales: column note text is in the table and not in the file",
      ],
    });
    expect(facts.at(-1)?.kind).toBe("table differs");
  });

  it("does not wait for ever for nodes that disagree", async () => {
    const { context } = cluster(undefined, [false]);
    await expect(run({ samples: 500, print: "all" }, context)).rejects.toThrow(ServiceError);
  });
});
