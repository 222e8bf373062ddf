import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { program } from "#cli/program.js";
import { outputSchemas } from "#docs/generate/output-schemas.js";
import { schemaFile } from "#docs/generate/schema-file.js";
import { projectFolder } from "#test/support/cli.js";
import { scaled } from "#test/support/scaled.js";

const folder = join(projectFolder, "schemas", "output");

describe("schemas/output", () => {
  let schemas: ReturnType<typeof outputSchemas>;
  beforeAll(() => {
    // The compiler reads the whole program.
    schemas = outputSchemas();
  }, scaled(60_000));

  it("has a schema for each command, for streams and for failures, and no other", async () => {
    const streams = program.commands.flatMap(({ words, streamsWith }) =>
      streamsWith === undefined ? [] : [[...words, streamsWith]],
    );
    const expected = [...program.commands.map(({ words }) => words), ...streams, ["error"]].map(schemaFile);
    expect([...schemas.keys()].sort()).toEqual(expected.sort());
    expect((await readdir(folder)).sort()).toEqual(expected);
  });

  it("says what the types of the results say; else run npm run docs", async () => {
    for (const [file, schema] of schemas) {
      expect(JSON.parse(await readFile(join(folder, file), "utf8")), file).toEqual(schema);
    }
  });
});
