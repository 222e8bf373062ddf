import { stringify } from "yaml";
import { InputError } from "../../errors.js";
import type { ConnectorConfig } from "../connect/connector-config.js";
import { shortName } from "../cql/name.js";
import { columnName, inferColumns, type SketchedColumn } from "./infer-columns.js";
import { isChangedByJsonConverter } from "./infer-type.js";
import { firstRefusal } from "./proof.js";
import type { Sample } from "./samples.js";
import { type SketchedKey, tableKey } from "./table-key.js";

export interface SketchRequest {
  readonly topic: string;
  readonly partitions: number;
  readonly keyspace: string;
  readonly table: string;
  readonly replication: number;
  /** As `--key` says it. */
  readonly key: string | undefined;
  readonly samples: readonly Sample[];
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** A table for the samples, and the pipeline that fills it. */
export interface TableSketch {
  readonly columns: readonly SketchedColumn[];
  /** Why the key is this one; undefined where it was said. */
  readonly keyGuess?: string;
  readonly notes: readonly string[];
  /** The lines of the CQL file. */
  readonly cql: readonly string[];
  /** The lines of the pipeline file. */
  readonly pipeline: readonly string[];
}

/**
 * Makes a table whose columns take every sample, by the rules of Cassink's sink: what is made is read back and tried with
 * all of them. A column whose type refuses one becomes text.
 * @throws InputError where a sample is refused all the same, as one without its key
 */
export async function sketchTable(request: SketchRequest): Promise<TableSketch> {
  const { samples } = request;
  if (samples.length === 0)
    throw new InputError("there is no sample to make a table of", { where: "--from" });
  const notes: string[] = [];
  const key = tableKey(inferColumns(samples.map(({ value }) => value)), samples, request.key);
  const isExact = samples.some(({ value }) => isChangedByJsonConverter(value));
  if (isExact)
    notes.push("value.converter is StringConverter: JsonConverter would change numbers of the samples");
  let columns = key.columns;
  for (;;) {
    const parts = { ...request, ...key, columns, isExact };
    const cql = cqlOf(parts);
    const config = configOf(parts);
    const refusal = await firstRefusal(cql, config, request);
    if (refusal === undefined) {
      const guess = key.guess === undefined ? {} : { keyGuess: key.guess };
      return { columns, ...guess, notes, cql: lines(cql), pipeline: lines(pipelineOf(parts, config)) };
    }
    const refused = columns.find(({ name }) => name === refusal.column);
    if (refused === undefined || refused.type === "text") {
      throw new InputError(`the table would not take every sample: ${refusal.reason}`, {
        where: refusal.at,
        hint: "choose a key that every record has with --key, or leave this sample out",
      });
    }
    notes.push(`${refused.name} is text and not ${refused.type}: ${refusal.at}, ${refusal.reason}`);
    columns = columns.map((column) => (column === refused ? { ...column, type: "text" } : column));
  }
}

type Parts = SketchRequest & SketchedKey & { readonly isExact: boolean };

const lines = (text: string): readonly string[] => text.trimEnd().split("\n");

function cqlOf({ keyspace, table, replication, columns, partition, clustering }: Parts): string {
  const first = partition.length === 1 ? partition.join("") : `(${partition.join(", ")})`;
  const ofKey = [...partition, ...clustering];
  const ordered = [
    ...ofKey.flatMap((name) => columns.filter((column) => column.name === name)),
    ...columns.filter(({ name }) => !ofKey.includes(name)),
  ];
  return [
    `CREATE KEYSPACE IF NOT EXISTS ${shortName(keyspace)}`,
    `  WITH replication = {'class': 'SimpleStrategy', 'replication_factor': ${replication}};`,
    "",
    `CREATE TABLE IF NOT EXISTS ${shortName(keyspace)}.${shortName(table)} (`,
    ...ordered.map(({ name, type }) => `  ${name} ${type},`),
    `  PRIMARY KEY (${[first, ...clustering].join(", ")})`,
    ");",
  ].join("\n");
}

function configOf({
  topic,
  keyspace,
  table,
  columns,
  isExact,
  partition,
  clustering,
}: Parts): ConnectorConfig {
  const prefix = `topic.${topic}.${keyspace}.${table}`;
  const isOfKey = [...partition, ...clustering].every((name) =>
    columns.some((column) => column.name === name && column.field === "key"),
  );
  return {
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    "tasks.max": "1",
    "key.converter": "org.apache.kafka.connect.storage.StringConverter",
    ...(isExact
      ? { "value.converter": "org.apache.kafka.connect.storage.StringConverter" }
      : {
          "value.converter": "org.apache.kafka.connect.json.JsonConverter",
          "value.converter.schemas.enable": "false",
        }),
    [`${prefix}.mapping`]: columns.map(({ name, field }) => `${name}=${field}`).join(", "),
    // A record without a value has no key then, and could delete nothing.
    ...(isOfKey ? {} : { [`${prefix}.deletesEnabled`]: "false" }),
  };
}

function pipelineOf(
  { topic, partitions, keyspace, table, ofRecord, columns, partition }: Parts,
  config: ConnectorConfig,
): string {
  const field = ofRecord ?? columns.find(({ name }) => name === partition[0])?.field.replace(/^value\./, "");
  const isField = field !== undefined && /^\w+$/.test(field) && field !== "key";
  return stringify(
    {
      name: columnName(topic).replaceAll("_", "-"),
      topics: [{ name: topic, ...(isField ? { key: field } : {}), partitions }],
      tables: [{ keyspace, name: table, cql: `${table}.cql` }],
      connector: { config },
    },
    { lineWidth: 0 },
  );
}
