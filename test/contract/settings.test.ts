import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv } from "ajv";
import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { codecSuffixes, tableSuffixes } from "#cli/core/mapping/topic-keys.js";
import { type SinkSchema, settingsPage } from "#docs/generate/settings-page.js";
import { projectFolder } from "#test/support/cli.js";

const read = (...path: readonly string[]): Promise<string> => readFile(join(projectFolder, ...path), "utf8");
const schema = JSON.parse(await read("schemas", "connectors", "cassandra-sink.schema.json")) as SinkSchema;

/** The schema is made from the Java definitions, which SettingsSchemaTest holds it to. */
describe("the sink's settings", () => {
  it("are a sound JSON Schema", () => {
    expect(new Ajv({ strict: false }).validateSchema(schema)).toBe(true);
  });

  it("of a topic's table and codec are those that the CLI reads", () => {
    expect(Object.keys(schema.definitions.table.properties)).toEqual(
      expect.arrayContaining([...tableSuffixes]),
    );
    expect(new Set(Object.keys(schema.definitions.codec.properties))).toEqual(new Set(codecSuffixes));
  });

  it("are told in docs/reference; else run npm run docs", async () => {
    const page = await format(settingsPage(schema), { parser: "markdown" });
    expect(await read("docs", "reference", "cassandra-sink.md")).toBe(page);
  });
});
