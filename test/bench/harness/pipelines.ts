import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "#test/support/cli.js";

/** The shipped table in a keyspace of its own, so that whoever uses the shipped pipeline meanwhile is not disturbed. */
const keyspace = "bench_store";

/** Of every topic of the bench. */
export const partitions = 4;

export interface BenchPipeline {
  /** Of the pipeline and its connector. */
  readonly name: string;
  readonly topic: string;
  /** Settings beside the mapping; a class when a connector is meant. */
  readonly config?: Readonly<Record<string, string>>;
}

export const sinkClasses = {
  ours: "io.cassink.sink.CassandraSinkConnector",
  datastax: "io.cassink.datastax.DataStaxSinkConnector",
} as const;

/** Writes pipeline files for the CLI's commands into a folder. */
export class Pipelines {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Path of the file. */
  async write({ name, topic, config }: BenchPipeline): Promise<string> {
    const schemas = join(projectFolder, "schemas");
    const shipped = await readFile(join(schemas, "tables", "item-sales.cql"), "utf8");
    const cql = join(this.#folder, "item-sales.cql");
    const pipeline = {
      name,
      topics: [
        {
          name: topic,
          key: "item_id",
          partitions,
          configs: { "retention.ms": "-1" },
          schema: join(schemas, "events", "item-sales.schema.json"),
        },
      ],
      tables: [{ keyspace, name: "dg_item_sales", cql }],
      connector: { name, config: connectorConfig(topic, config) },
    };
    await mkdir(this.#folder, { recursive: true });
    await writeFile(cql, shipped.replaceAll("dg_store", keyspace));
    const file = join(this.#folder, `${name}.yaml`);
    // JSON is YAML.
    await writeFile(file, JSON.stringify(pipeline, undefined, 2));
    return file;
  }
}

/** What all sinks get: no transforms, the shipped pipeline's mapping, and else their own defaults. */
export function connectorConfig(
  topic: string,
  config: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const columns = ["item_id", "item_name", "item_sold", "store_id", "timestamp_ms"];
  const mapping = [...columns.map((name) => `${name}=value.${name}`), "timestamp_dt=value.timestamp_ms"];
  return {
    "connector.class": sinkClasses.datastax,
    "tasks.max": "1",
    "key.converter": "org.apache.kafka.connect.storage.StringConverter",
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "false",
    [`topic.${topic}.${keyspace}.dg_item_sales.mapping`]: mapping.join(", "),
    [`topic.${topic}.codec.timestamp`]: "UNITS_SINCE_EPOCH",
    [`topic.${topic}.codec.date`]: "UNITS_SINCE_EPOCH",
    [`topic.${topic}.codec.unit`]: "MILLISECONDS",
    ...config,
  };
}
