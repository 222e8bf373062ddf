import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeConnections } from "#test/support/fakes/context.js";
import type { DeclaredTable } from "#cli/core/ddl/declared.js";
import { parseDdl } from "#cli/core/ddl/parse-ddl.js";
import { eventFields, flattenDelimiter } from "#cli/core/lint/event-fields.js";
import type { ConnectCatalogue } from "#cli/core/lint/catalogue.js";
import { lintConfig } from "#cli/core/lint/lint-config.js";
import type { SettingsSchema } from "#cli/core/lint/settings.js";
import { lintTable } from "#cli/core/lint/tables.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";
import { deployedConfig } from "#cli/core/pipeline/deployed-config.js";
import { parsePipeline } from "#cli/core/pipeline/parse.js";
import { topicsToRead } from "#cli/core/pipeline/receipts-topic.js";
import { schemaChecker } from "#cli/core/documents/schema-check.js";
import type { MappedTable } from "#cli/core/cql/table.js";

const json = (path: string): object => JSON.parse(readFileSync(path, "utf8")) as object;
const check = schemaChecker(json("schemas/pipeline.schema.json"));
const files = [
  ...readdirSync("connectors/pipelines").map((name) => join("connectors/pipelines", name)),
  "docs/examples/transactions/transactions.yaml",
  "docs/examples/datastax-item-sales.yaml",
];

const live = (table: DeclaredTable): MappedTable => ({
  columns: table.columns.map((column) => ({
    ...column,
    kind: table.partitionKey.includes(column.name)
      ? "partition_key"
      : table.clustering.some(({ name }) => name === column.name)
        ? "clustering"
        : "regular",
  })),
});

describe.each(files)("%s", (file) => {
  const pipeline = parsePipeline(readFileSync(file, "utf8"), file, {
    check,
    resolve: (path) => join(dirname(file), path),
  });
  const config = deployedConfig(pipeline, fakeConnections());
  const sink = sinkConfig(config);
  if (sink === undefined) throw new Error(`${file} has no Cassandra sink`);

  it("is a sound config for the sink", () => {
    const schema = json(`schemas/connectors/${sink.sink.settingsSchema}`) as SettingsSchema;
    const catalogue = json("schemas/connectors/connect.catalogue.json") as ConnectCatalogue;
    expect(lintConfig(config, { config: sink, schema }, catalogue)).toEqual([]);
  });

  it("maps every column of its table from a field of its events, and nothing else", () => {
    for (const topic of sink.topics) {
      const schema = pipeline.topics.find(({ name }) => name === topic.topic)?.schema ?? "";
      const fields = eventFields(json(schema), flattenDelimiter(sink.transforms));
      for (const mapped of topic.tables) {
        const cql = pipeline.tables.find(({ name }) => name === mapped.table)?.cql ?? "";
        const table = parseDdl(readFileSync(cql, "utf8"), cql).tables.find(
          ({ name }) => name === mapped.table,
        );
        if (table === undefined) throw new Error(`${cql} has no table ${mapped.table}`);
        expect(lintTable(sink.sink, topic, mapped, live(table), fields)).toEqual([]);
        expect(mapped.mapping?.entries.map(({ column }) => column).sort()).toEqual(
          table.columns.map(({ name }) => name).sort(),
        );
      }
    }
  });

  it("names files that are there", () => {
    for (const { schema } of topicsToRead(pipeline)) expect(json(schema ?? "")).toHaveProperty("properties");
    expect(pipeline.tables.length).toBeGreaterThan(0);
  });
});

describe("docs/pipelines.md", () => {
  it("shows the example's own table and connector", () => {
    const page = readFileSync("docs/pipelines.md", "utf8").replaceAll(/^ +/gm, "");
    const cql = readFileSync("docs/examples/transactions/transactions.cql", "utf8");
    expect(page).toContain(cql.slice(cql.indexOf("CREATE TABLE")).replaceAll(/^ +/gm, ""));
    const yaml = readFileSync("docs/examples/transactions/transactions.yaml", "utf8");
    expect(page).toContain(yaml.slice(yaml.indexOf("    # What was declined")).replaceAll(/^ +/gm, ""));
    const [event = ""] = readFileSync("docs/examples/transactions/transactions.ndjson", "utf8").split("\n");
    const shown = /```json\n(\{[\s\S]*?\})\n```/.exec(page)?.[1] ?? "";
    expect(JSON.parse(shown)).toEqual(JSON.parse(event));
  });
});
