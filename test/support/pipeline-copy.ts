import { randomBytes } from "node:crypto";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli, projectFolder } from "./cli.js";

export interface PipelineCopy {
  /** For `--file`. */
  readonly file: string;
  readonly topic: string;
  readonly keyspace: string;
  readonly table: string;
  readonly connector: string;
  /** Deletes connector, topic, keyspace and files. */
  remove(home: string): Promise<void>;
}

const names = {
  "item-sales": {
    topic: "item_sales",
    keyspace: "dg_store",
    table: "dg_item_sales",
    connector: "item-sales",
  },
  weather: { topic: "weather_info", keyspace: "weather", table: "readings", connector: "weather" },
  monitoring: {
    topic: "host_metrics",
    keyspace: "monitoring",
    table: "measurements",
    connector: "monitoring",
  },
} as const;

/** What the pipeline says of receipts: a topic that is declared, and the setting, with the comments before them. */
const ofReceipts = [
  /(?:^ {2}#.*\n)*^ {2}- name: item_sales_written\n(?:^ {4}.*\n)+/m,
  /(?:^ {4}#.*\n)*^ {4}receipts\.topic:.*\n\n/m,
];

/**
 * A copy of a shipped pipeline under names of its own, so that test files share a stack and not their rows.
 * `change` may rewrite the text of the pipeline file. Receipts are left out, unless they are asked for: most tests are
 * about one topic.
 */
export async function copyPipeline(
  name: keyof typeof names,
  change: (text: string) => string = (text) => text,
  { receipts = false }: { readonly receipts?: boolean } = {},
): Promise<PipelineCopy> {
  const suffix = randomBytes(4).toString("hex");
  const shipped = names[name];
  const copy = {
    topic: `${shipped.topic}_${suffix}`,
    keyspace: `${shipped.keyspace}_${suffix}`,
    table: shipped.table,
    connector: `${shipped.connector}-${suffix}`,
  };
  const folder = await mkdtemp(join(tmpdir(), "cassink-pipeline-"));
  await cp(join(projectFolder, "schemas"), join(folder, "schemas"), { recursive: true });
  const tables = join(folder, "schemas", "tables");
  for (const file of await readdir(tables)) {
    const path = join(tables, file);
    await writeFile(
      path,
      (await readFile(path, "utf8")).replaceAll(new RegExp(`\\b${shipped.keyspace}\\b`, "g"), copy.keyspace),
    );
  }
  const shippedText = await readFile(join(projectFolder, "connectors", "pipelines", `${name}.yaml`), "utf8");
  const told = receipts
    ? shippedText
    : ofReceipts.reduce((text, part) => text.replace(part, ""), shippedText);
  const text = told
    .replaceAll("../../schemas/", "schemas/")
    .replaceAll(new RegExp(`\\b${shipped.topic}(?=_written\\b|\\b)`, "g"), copy.topic)
    .replaceAll(
      new RegExp(`(keyspace: |topic\\.${copy.topic}\\.)${shipped.keyspace}\\b`, "g"),
      `$1${copy.keyspace}`,
    )
    .replaceAll(/^( *name: )(item-sales|weather|monitoring)$/gm, `$1${copy.connector}`);
  const file = join(folder, `${copy.connector}.yaml`);
  await writeFile(file, change(text));
  return {
    ...copy,
    file,
    async remove(home) {
      await runCli(["connector", "delete", "--file", file, "--home", home]);
      await runCli(["topic", "delete", "--file", file, "--yes", "--home", home]);
      await runCli(["table", "drop", "--file", file, "--yes", "--home", home]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
