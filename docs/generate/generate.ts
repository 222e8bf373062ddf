// Writes docs/commands/ and docs/cassink.1 from the program's own help, and the reference of the sink's settings from their schema:
// `npm run docs`.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { format } from "prettier";
import { program } from "#cli/program.js";
import { commandPages } from "./command-pages.js";
import { manPage } from "./man-page.js";
import { type SinkSchema, settingsPage } from "./settings-page.js";

const folder = new URL("../commands/", import.meta.url);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [file, text] of commandPages(program)) await writeFile(new URL(file, folder), text);

await writeFile(new URL("../cassink.1", import.meta.url), manPage(program));

const schema = new URL("../../schemas/connectors/cassandra-sink.schema.json", import.meta.url);
const page = settingsPage(JSON.parse(await readFile(schema, "utf8")) as SinkSchema);
await writeFile(
  new URL("../reference/cassandra-sink.md", import.meta.url),
  await format(page, { parser: "markdown" }),
);
