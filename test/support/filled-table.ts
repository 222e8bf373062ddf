import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cassandra } from "#cli/ports/cassandra.js";
import { runCli } from "#test/support/cli.js";

interface Surroundings {
  /** Further tables of the topic, by name. */
  readonly beside?: Readonly<Record<string, { readonly columns: string; readonly mapping: string }>>;
  readonly topicConfigs?: Readonly<Record<string, string>>;
}

/** A topic of its own into a table of its own; the config's `topic.` settings are given without their prefix. */
export class FilledTable {
  readonly name: string;
  readonly keyspace: string;
  file = "";
  /** Of its files; removed with it. */
  folder = "";

  readonly #home: string;

  /** @param home of the stack */
  constructor(what: string, home: string) {
    this.#home = home;
    const suffix = `${what}_${process.pid}_${Math.floor(performance.now())}`;
    this.name = `verify-${suffix.replaceAll("_", "-")}`;
    this.keyspace = `verify_${suffix}`;
  }

  async deploy(
    columns: string,
    settings: Readonly<Record<string, string>>,
    config: Readonly<Record<string, string>> = {},
    { beside = {}, topicConfigs = {} }: Surroundings = {},
  ): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), "cassink-verify-"));
    this.file = join(this.folder, "rows.yaml");
    await writeFile(
      join(this.folder, "rows.cql"),
      `CREATE KEYSPACE ${this.keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};
       CREATE TABLE ${this.keyspace}.rows (${columns});`,
    );
    const others = Object.entries(beside);
    for (const [name, table] of others) {
      const cql = `CREATE TABLE ${this.keyspace}.${name} (${table.columns});`;
      await writeFile(join(this.folder, `${name}.cql`), cql);
    }
    const prefix = `topic.${this.name}.${this.keyspace}.`;
    await writeFile(
      this.file,
      JSON.stringify({
        name: this.name,
        topics: [{ name: this.name, key: "id", partitions: 2, replication: 1, configs: topicConfigs }],
        tables: ["rows", ...Object.keys(beside)].map((name) => ({
          ...{ keyspace: this.keyspace, name, cql: `${name}.cql` },
        })),
        connector: {
          name: this.name,
          config: {
            "connector.class": "io.cassink.sink.CassandraSinkConnector",
            "tasks.max": "2",
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.storage.StringConverter",
            ignoreErrors: "All",
            ...config,
            ...Object.fromEntries(
              Object.entries(settings).map(([key, value]) => [`${prefix}rows.${key}`, value]),
            ),
            ...Object.fromEntries(others.map(([name, { mapping }]) => [`${prefix}${name}.mapping`, mapping])),
          },
        },
      }),
    );
    for (const words of [
      ["topic", "create"],
      ["table", "init"],
      ["connector", "deploy"],
    ])
      await this.#run([...words, "--file", this.file]);
  }

  /** Lines of JSON, as they stand. */
  send(...lines: readonly string[]): Promise<void> {
    return this.#run(["topic", "produce", this.file, "--raw"], `${lines.join("\n")}\n`);
  }

  async remove(cassandra: Pick<Cassandra, "execute">): Promise<void> {
    await runCli(["connector", "delete", "--file", this.file, "--home", this.#home]);
    await runCli(["topic", "delete", "--file", this.file, "--yes", "--home", this.#home]);
    await cassandra.execute(`DROP KEYSPACE IF EXISTS ${this.keyspace}`);
    await rm(this.folder, { recursive: true, force: true });
  }

  async #run(words: readonly string[], input?: string): Promise<void> {
    const run = await runCli([...words, "--home", this.#home], input === undefined ? {} : { input });
    if (run.exitCode !== 0) throw new Error(`cassink ${words.join(" ")} failed: ${run.stderr}`);
  }
}
