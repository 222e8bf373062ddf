import { expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import { type FedTable, repeatedBesideHeld } from "#cli/core/lint/redelivery.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";

/** @param columns the key column, then one other */
const fed = (name: string, type: string, query?: string): FedTable => {
  const config = {
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    topics: "t",
    [`topic.t.k.${name}.mapping`]: "id=key, v=value.v",
    ...(query === undefined ? {} : { [`topic.t.k.${name}.query`]: query }),
  };
  const settings = sinkConfig(config)?.topics[0]?.tables[0];
  if (settings === undefined) throw new Error("no table in the config");
  const column = (column: string, typeText: string, kind: "partition_key" | "regular") => ({
    name: column,
    typeText,
    type: parseCqlType(typeText),
    kind,
  });
  return {
    settings,
    table: { columns: [column("id", "text", "partition_key"), column("v", type, "regular")] },
  };
};

it("has nothing to say where nothing of the topic's tables is repeated, or nothing is held", () => {
  expect(repeatedBesideHeld([])).toEqual([]);
  expect(repeatedBesideHeld([fed("prices", "int"), fed("names", "frozen<list<int>>")])).toEqual([]);
  expect(repeatedBesideHeld([fed("counts", "counter"), fed("lists", "list<int>")])).toEqual([]);
  const ownTime = fed("prices", "int", "INSERT INTO k.prices (id, v) VALUES (:id, :v) USING TIMESTAMP :v");
  expect(repeatedBesideHeld([ownTime, fed("counts", "counter")])).toEqual([]);
});

it("warns of counters, lists and queries that append beside a table with write times, and names the ways out", () => {
  const append = fed("appended", "list<int>", "UPDATE k.appended SET v = v + :v WHERE id = :id");
  const findings = repeatedBesideHeld([
    fed("prices", "int"),
    fed("counts", "counter"),
    fed("lists", "list<int>"),
    append,
  ]);
  expect(findings.map(({ key }) => key)).toEqual([
    "topic.t.k.counts.mapping",
    "topic.t.k.lists.mapping",
    "topic.t.k.appended.query",
  ]);
  expect(findings[0]).toMatchObject({
    severity: "warning",
    message: expect.stringContaining("feeds k.prices too") as string,
    hint: "give this table a connector of its own, or set order=log",
  });
});
