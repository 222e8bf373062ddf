// Writes docs/commands/ and docs/cassink.1 from the program's own help, schemas/output/ from the types of the results,
// docs/faults/ from the known causes of failures, the page of the exit codes from their table, and the reference of the
// sink's settings from their schema: `npm run docs`.
import { readFile } from "node:fs/promises";
import { format } from "prettier";
import { program } from "#cli/program.js";
import { commandPages } from "./command-pages.js";
import { faultPages } from "./fault-pages.js";
import { exitCodesPage } from "./exit-codes-page.js";
import { outputSchemas } from "./output-schemas.js";
import { manPage } from "./man-page.js";
import { write, writeFolder } from "./write.js";
import { type SinkSchema, settingsPage } from "./settings-page.js";

const folder = (path: string): URL => new URL(path, import.meta.url);

await writeFolder(folder("../commands/"), commandPages(program));
await writeFolder(folder("../faults/"), await faultPages());
await writeFolder(
  folder("../../schemas/output/"),
  [...outputSchemas()].map(([file, schema]) => [file, JSON.stringify(schema)] as const),
);
await write(
  new URL("../reference/exit-codes.md", import.meta.url),
  await format(exitCodesPage(), { parser: "markdown" }),
);

await write(new URL("../cassink.1", import.meta.url), manPage(program));

const schema = new URL("../../schemas/connectors/cassandra-sink.schema.json", import.meta.url);
const page = settingsPage(JSON.parse(await readFile(schema, "utf8")) as SinkSchema);
await write(
  new URL("../reference/cassandra-sink.md", import.meta.url),
  await format(page, { parser: "markdown" }),
);
