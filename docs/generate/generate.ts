// Writes docs/commands/ and docs/cassink.1 from the program's own help, schemas/output/ from the types of the results,
// docs/faults/ from the known causes of failures, the page of the exit codes from their table, and the reference of the
// sink's settings from their schema: `npm run docs`.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { program } from "#cli/program.js";
import { commandPages } from "./command-pages.js";
import { faultPages } from "./fault-pages.js";
import { exitCodesPage } from "./exit-codes-page.js";
import { outputSchemas } from "./output-schemas.js";
import { manPage } from "./man-page.js";
import { type SinkSchema, settingsPage } from "./settings-page.js";

/** Writes a folder that holds nothing else. */
async function writeFolder(path: string, files: Iterable<readonly [string, string]>): Promise<void> {
  const folder = new URL(path, import.meta.url);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [file, text] of files) {
    const target = new URL(file, folder);
    const options = await resolveConfig(fileURLToPath(target));
    const isJson = file.endsWith(".json");
    await writeFile(target, isJson ? await format(text, { ...options, parser: "json" }) : text);
  }
}

await writeFolder("../commands/", commandPages(program));
await writeFolder("../faults/", await faultPages());
await writeFolder(
  "../../schemas/output/",
  [...outputSchemas()].map(([file, schema]) => [file, JSON.stringify(schema)] as const),
);
await writeFile(
  new URL("../reference/exit-codes.md", import.meta.url),
  await format(exitCodesPage(), { parser: "markdown" }),
);

await writeFile(new URL("../cassink.1", import.meta.url), manPage(program));

const schema = new URL("../../schemas/connectors/cassandra-sink.schema.json", import.meta.url);
const page = settingsPage(JSON.parse(await readFile(schema, "utf8")) as SinkSchema);
await writeFile(
  new URL("../reference/cassandra-sink.md", import.meta.url),
  await format(page, { parser: "markdown" }),
);
