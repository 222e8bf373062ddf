import type { DeclaredSchema, DeclaredTable } from "../ddl/declared.js";
import type { MappedTable } from "../cql/table.js";
import { withMapping } from "../mapping/same-names.js";
import type { TableSettings, TopicSettings } from "../mapping/settings.js";
import type { Pipeline } from "../pipeline/pipeline.js";
import type { SinkRules } from "../rows/sink-rules.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import { whatIsKnown } from "../suggestion.js";
import { lintConversions } from "./conversions.js";
import { type EventFields, keepsEventFields } from "./event-fields.js";
import { type ConfigFinding, errorInConfig, warningInConfig } from "./finding.js";
import { lintExactness } from "./exactness.js";
import { lintCompactedReceipts } from "./receipts-topic.js";
import { lintTable, ofConfig } from "./tables.js";

/** What the files that a pipeline names hold; those that cannot be read are findings of their own. */
export interface PipelineFiles {
  /** By the path of the CQL file. */
  readonly declared: ReadonlyMap<string, DeclaredSchema>;
  /** By the topic's name. */
  readonly fields: ReadonlyMap<string, EventFields>;
}

/** Every check of a sink's config that needs the pipeline's CQL files and event schemas, and no server. */
export function lintFiles(
  pipeline: Pipeline,
  sink: SinkConfig,
  files: PipelineFiles,
  rules: SinkRules | undefined,
): readonly ConfigFinding[] {
  const own = pipeline.tables.flatMap(({ keyspace, name, cql }) => {
    const declared = files.declared.get(cql);
    return declared === undefined ? [] : undeclared(keyspace, name, cql, declared);
  });
  const tables = [...files.declared.values()].flatMap((declared) => declared.tables);
  const isComplete =
    pipeline.tables.length > 0 && pipeline.tables.every(({ cql }) => files.declared.has(cql));
  const mapped = sink.topics.flatMap((topic) =>
    topic.tables.flatMap((settings) => {
      const table = tables.find(
        ({ keyspace, name }) => keyspace === settings.keyspace && name === settings.table,
      );
      const fields = files.fields.get(topic.topic);
      if (table === undefined) return isComplete && own.length === 0 ? notOfPipeline(settings, tables) : [];
      return lintMapped({ topic, settings, table: describe(table), fields, sink, rules });
    }),
  );
  return [...own, ...mapped, ...ofConfig(compactedReceipts(pipeline, sink, tables))];
}

/** Where the file declares the topic that takes the receipts. */
function compactedReceipts(
  { topics }: Pipeline,
  { receipts, topics: read }: SinkConfig,
  declared: readonly DeclaredTable[],
): readonly ConfigFinding[] {
  const topic = topics.find(({ name }) => name === receipts?.topic);
  if (topic === undefined || receipts === undefined) return [];
  const told = read.flatMap(({ tables }) =>
    tables.flatMap((settings) => {
      const table = declared.find((one) => one.keyspace === settings.keyspace && one.name === settings.table);
      return table === undefined ? [] : [{ settings, table: describe(table) }];
    }),
  );
  return lintCompactedReceipts(topic, receipts, told);
}

interface Mapped {
  readonly topic: TopicSettings;
  readonly settings: TableSettings;
  readonly table: MappedTable;
  readonly fields: EventFields | undefined;
  readonly sink: SinkConfig;
  readonly rules: SinkRules | undefined;
}

/** The checks of one table: of the columns, and of what the topic's events have for them. */
function lintMapped({ topic, settings, table, fields, sink, rules }: Mapped): readonly ConfigFinding[] {
  const found = ofConfig(lintTable(sink.sink, topic, settings, table, fields));
  if (settings.query !== undefined) return found;
  const names = table.columns.map(({ name }) => name);
  const entries = withMapping(settings, names).mapping.entries.flatMap((entry) => {
    const column = table.columns.find(({ name }) => entry.target === "column" && name === entry.column);
    return column === undefined || entry.field.source !== "value" ? [] : [{ entry, column }];
  });
  const exactness = lintExactness(settings, entries, fields, sink);
  if (fields === undefined || !keepsEventFields(sink.transforms)) return [...found, ...exactness];
  const key = `${settings.prefix}mapping`;
  const absent = entries
    .filter(({ entry }) => fields.forbids(entry.field))
    .map(({ entry, column }): ConfigFinding => {
      const isKey = column.kind === "partition_key" || column.kind === "clustering";
      const message = `the topic's events have no field ${entry.field.text}, by their schema: ${isKey ? `every record is bad, for "${column.name}" is of the primary key` : `"${column.name}" is never written`}`;
      const hint = whatIsKnown(entry.field.name ?? "", fields.names);
      return { ...(isKey ? errorInConfig : warningInConfig), key, position: entry.position, message, hint };
    });
  const isJson =
    sink.value.simpleName === "StringConverter" ||
    (sink.value.simpleName === "JsonConverter" && !sink.value.hasSchemas);
  const isTold = (position: number): boolean =>
    found.some((finding) => finding.severity === "error" && finding.position === position);
  const conversions =
    rules === undefined || !isJson
      ? []
      : lintConversions(topic, settings, entries, fields, rules).filter(
          ({ position = -1 }) => !isTold(position),
        );
  return [...found, ...exactness, ...absent, ...conversions];
}

/** A table of the pipeline that its CQL file does not create. */
function undeclared(
  keyspace: string,
  name: string,
  cql: string,
  { tables }: DeclaredSchema,
): readonly ConfigFinding[] {
  if (tables.some((table) => table.keyspace === keyspace && table.name === name)) return [];
  const created = tables.map((table) => `${table.keyspace}.${table.name}`);
  return [
    {
      ...errorInConfig,
      key: `tables: ${keyspace}.${name}`,
      message: `${cql} does not create this table`,
      hint: whatIsKnown(`${keyspace}.${name}`, created),
    },
  ];
}

/** A mapped table that is not among the pipeline's, so that `table init` does not make it. */
function notOfPipeline(
  { prefix, keyspace, table }: TableSettings,
  tables: readonly DeclaredTable[],
): readonly ConfigFinding[] {
  const created = tables.map((one) => `${one.keyspace}.${one.name}`);
  return [
    {
      ...errorInConfig,
      key: `${prefix}mapping`,
      message: `no CQL file of the pipeline creates ${keyspace}.${table}`,
      hint: whatIsKnown(`${keyspace}.${table}`, created),
    },
  ];
}

/** A declared table as a live one would be described. */
function describe({ columns, partitionKey, clustering }: DeclaredTable): MappedTable {
  return {
    columns: columns.map(({ name, type, typeText, isStatic }) => ({
      name,
      type,
      typeText,
      kind: partitionKey.includes(name)
        ? "partition_key"
        : clustering.some((column) => column.name === name)
          ? "clustering"
          : isStatic
            ? "static"
            : "regular",
    })),
  };
}
