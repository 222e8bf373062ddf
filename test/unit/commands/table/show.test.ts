import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/table/show.js";
import type { Row, TableDescription } from "#cli/core/cql/table.js";
import type { TableShowInput } from "#cli/program/table.js";
import type { Cassandra } from "#cli/ports/cassandra.js";
import { renderShow } from "#cli/reporters/table.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { pipelineOf } from "#test/support/fakes/kafka.js";

const int = { type: { kind: "native", name: "int" }, typeText: "int" } as const;
const none = { position: -1, clusteringOrder: "none" } as const;
const table: TableDescription = {
  keyspace: "ks",
  name: "t",
  columns: [
    { ...int, ...none, name: "id", kind: "partition_key", position: 0 },
    { ...int, ...none, name: "n", kind: "regular" },
    {
      ...none,
      name: "l",
      kind: "regular",
      type: { kind: "list", element: int.type, frozen: false },
      typeText: "list<int>",
    },
  ],
};
const input: TableShowInput = { limit: 2 };

function setup(rows: readonly Row[], of = table) {
  const asked: Parameters<Cassandra["firstRows"]>[] = [];
  const pipeline = {
    ...pipelineOf(),
    tables: ["t", "t2"].map((name) => ({ keyspace: "ks", name, cql: "t.cql" })),
  };
  const { context } = fakeContext({
    pipelines: { select: () => Promise.resolve([pipeline]) },
    cassandra: {
      describeTable: () => Promise.resolve(of),
      firstRows: (...request) => {
        asked.push(request);
        return Promise.resolve(rows);
      },
    },
  });
  return { context, asked };
}

describe("table show", () => {
  it("shows the rows of restrictions, of any table", async () => {
    const { context, asked } = setup([[1, 2, null]]);
    const result = await run({ ...input, table: "ks.t", where: "id = 1" }, context);
    expect(result.tables).toMatchObject([{ keyspace: "ks", table: "t", rows: [[1, 2, null]], more: false }]);
    expect(asked[0]?.[2]).toMatchObject({
      restrictions: [{ column: "id", operator: "=", literals: ["1"] }],
      filters: false,
      timed: [],
    });
    expect(renderShow(result, { width: 80, color: false })).toContain(
      "ks.t: 1 row of those that were asked for",
    );
    const nothing = await run({ ...input, table: "ks.t", where: "id = 1" }, setup([]).context);
    expect(renderShow(nothing, { width: 80, color: false })).toBe("ks.t: no such row\n");
  });

  it("shows when each value was written, and when it expires", async () => {
    const time = Date.UTC(2026, 2, 2) * 1000 + 7;
    const newer = { ...table, tellsElementTimes: true };
    const { context, asked } = setup([[1, 2, [3, 4], time, 59, time, [60, null]]], newer);
    const result = await run({ ...input, table: "ks.t", times: true }, context);
    expect(asked[0]?.[2]).toMatchObject({ timed: ["n", "l"] });
    expect(result.tables[0]?.times).toEqual([
      [null, { writeTime: time, ttl: 59 }, { writeTime: time, ttl: [60, null] }],
    ]);
    const text = renderShow(result, { width: Infinity, color: false });
    expect(text).toContain("n   2  (written 2026-03-02T00:00:00.000007Z, expires in 59 s)\n");
    expect(text).toContain("l   [3, 4]  (written 2026-03-02T00:00:00.000007Z)\n");
  });

  it("asks for no times of collections where the server tells none", async () => {
    const { context, asked } = setup([[1, null, null, null, null]]);
    const result = await run({ ...input, table: "ks.t", times: true }, context);
    expect(asked[0]?.[2]).toMatchObject({ timed: ["n"] });
    expect(result.tables[0]?.times).toEqual([[null, null, null]]);
  });

  it.each<[Partial<TableShowInput>, string]>([
    [{ where: "id = 1" }, "--where is about one table, and these are selected: ks.t, ks.t2"],
    [{ where: "id = 1", count: true }, "--count counts all rows"],
    [{ allowFiltering: true }, "goes with --where"],
    [{ name: ["sales"], table: "ks.other" }, "the pipeline has no table ks.other"],
    [{ table: "t" }, '"t" is no table'],
    [{ table: "ks.t", where: "m = 1" }, "table ks.t has no column m"],
  ])("refuses what makes no sense: %j", async (flags, message) => {
    await expect(run({ ...input, ...flags }, setup([]).context)).rejects.toThrow(message);
  });

  it("takes one of a pipeline's tables", async () => {
    const { context } = setup([]);
    const result = await run(
      { ...input, name: ["sales"], table: "ks.t", where: "n = 1", allowFiltering: true },
      context,
    );
    expect(result.tables).toMatchObject([{ pipeline: "sales", rows: [] }]);
  });
});
