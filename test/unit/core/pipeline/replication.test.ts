import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDdl } from "#cli/core/ddl/parse-ddl.js";
import { parsePipeline } from "#cli/core/pipeline/parse.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import {
  minimumInSync,
  replicatedKeyspace,
  replicatedStatement,
  withReplication,
} from "#cli/core/pipeline/replication.js";
import { schemaChecker } from "#cli/core/documents/schema-check.js";

const schema = JSON.parse(readFileSync("schemas/pipeline.schema.json", "utf8")) as object;
const check = schemaChecker(schema);
const prefix = "topic.sales.shop.sales";
const pipelineOf = (head: string, topic = "", level = ""): Pipeline =>
  parsePipeline(
    `name: sales
${head}
topics: [{ name: sales ${topic} }]
tables: [{ keyspace: shop, name: sales, cql: sales.cql }]
connector:
  config:
    connector.class: io.cassink.sink.CassandraSinkConnector
    ${prefix}.mapping: id=value.id
    ${level}
`,
    "sales.yaml",
    { check, resolve: (path) => path },
  );
const consistency = ({ connector }: Pipeline): string | undefined =>
  connector.config[`${prefix}.consistencyLevel`];

describe("replication said once", () => {
  it("reaches topic and connector from the file", () => {
    const pipeline = pipelineOf("replication: 3");
    expect(pipeline.replication).toBe(3);
    expect(pipeline.topics[0]).toMatchObject({ replication: 3, configs: { "min.insync.replicas": "2" } });
    expect(consistency(pipeline)).toBe("LOCAL_QUORUM");
  });

  it("leaves what the file says of a topic or a table itself", () => {
    const pipeline = pipelineOf(
      "replication: 3",
      ", replication: 2, configs: { min.insync.replicas: 2 }",
      `${prefix}.consistencyLevel: ALL`,
    );
    expect(pipeline.topics[0]).toMatchObject({ replication: 2, configs: { "min.insync.replicas": "2" } });
    expect(consistency(pipeline)).toBe("ALL");
  });

  it("changes nothing where it is not said, nor for one copy", () => {
    for (const pipeline of [pipelineOf(""), pipelineOf("replication: 1")]) {
      expect(pipeline.topics[0]).toMatchObject({ replication: 1, configs: {} });
      expect(consistency(pipeline)).toBeUndefined();
    }
  });

  it("is of the flag when both say it", () => {
    const pipeline = withReplication(pipelineOf("replication: 1", ", replication: 1"), 3);
    expect(pipeline).toMatchObject({
      replication: 3,
      topics: [{ replication: 3, configs: { "min.insync.replicas": "2" } }],
    });
    expect(consistency(pipeline)).toBe("LOCAL_QUORUM");
  });

  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 3],
  ])("of %i copies %i must be in sync", (copies, least) => {
    expect(minimumInSync(copies)).toBe(least);
  });

  it.each([
    "{'class': 'SimpleStrategy', 'replication_factor': 1}",
    "{'class': 'SimpleStrategy', 'replication_factor': '1'}",
    "{'class': 'NetworkTopologyStrategy', 'eu1': 1, 'us2': 2}",
  ])("reaches the keyspace %s and nothing else of the file", (map) => {
    const cql = `CREATE KEYSPACE shop1 WITH replication = ${map} AND durable_writes = true;
      CREATE TABLE shop1.sales (id text PRIMARY KEY) WITH gc_grace_seconds = 1;`;
    const declared = parseDdl(cql, "sales.cql");
    const changed = declared.statements.map((statement) => replicatedStatement(statement, 3).cql);
    const again = parseDdl(`${changed.join(";\n")};`, "sales.cql");
    expect(again.keyspaces).toEqual(declared.keyspaces.map((keyspace) => replicatedKeyspace(keyspace, 3)));
    const { class: strategy, ...copies } = again.keyspaces[0]?.replication ?? {};
    expect(strategy).toBe(declared.keyspaces[0]?.replication["class"]);
    expect(new Set(Object.values(copies))).toEqual(new Set(["3"]));
    expect(changed[0]).toContain("shop1");
    expect(changed[1]).toContain("gc_grace_seconds = 1");
  });
});
