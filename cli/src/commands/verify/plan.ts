import { ExpectedRows } from "../../core/rows/expected-rows.js";
import { tableLayout, type TableLayout } from "../../core/rows/table-layout.js";
import type { SinkConfig } from "../../core/sinks/sink-config.js";
import { FedTable, TopicFold } from "../../core/rows/topic-fold.js";
import { type MappedTableSettings, withMapping } from "../../core/mapping/same-names.js";
import type { TableSettings, TopicSettings } from "../../core/mapping/settings.js";
import { converterOf } from "../../core/records/converters.js";
import { headerReader } from "../../core/records/header-values.js";
import { transformChain } from "../../core/transforms/transform-chain.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { TableDescription } from "../../core/cql/table.js";

/** A table to verify, and the rows that it must have once all topics are read. */
export interface PlannedTable {
  readonly description: TableDescription;
  readonly layout: TableLayout;
  readonly rows: ExpectedRows;
  /** One for each topic that feeds it. */
  readonly fedBy: readonly FedTable[];
}

interface PlannedTopic {
  readonly topic: string;
  readonly fold: TopicFold;
  /** The tables that it feeds, in the order of the fold's. */
  readonly tables: readonly PlannedTable[];
}

export interface VerifyPlan {
  readonly topics: readonly PlannedTopic[];
  readonly tables: readonly PlannedTable[];
}

/**
 * Looks up the tables that a sink's config names, and prepares how each topic's records become their rows.
 * @param file of the pipeline, for messages
 * @param examples how many refusals of each topic and table are kept
 * @throws InputError naming the config key of what is wrong or makes a table impossible to judge
 */
export async function verifyPlan(
  sink: SinkConfig,
  file: string,
  examples: number,
  context: CommandContext,
): Promise<VerifyPlan> {
  refuseCommittedOnly(sink);
  const { topics, problems } = sink;
  if (problems.length > 0) {
    throw new InputError("the connector's config has problems, so what the table must hold is not known", {
      where: file,
      lines: problems.map(({ key, message }) => `${key}: ${message}`),
      hint: 'see them all with "cassink connector validate"',
    });
  }
  refuseUnmodelledSchemas(sink);
  const tables = await plannedTables(topics, context);
  const transform = transformChain(sink.transforms);
  const rules = await sink.rules(context.clock.now());
  const planned = topics.map((settings, index) => {
    const mapped = settings.tables.map((table) => tables.of(table));
    const fedTables = mapped.map(({ table }) => {
      const fed = new FedTable(table.rows, examples);
      table.fedBy.push(fed);
      return fed;
    });
    const fold = new TopicFold(
      {
        topic: settings.topic,
        key: converterOf(sink.key),
        value: converterOf(sink.value),
        headers: headerReader(sink.header, mappedHeaders(settings)),
        transform,
        plan: rules.topicPlan({
          codec: settings.codec,
          tables: mapped.map((to) => ({ settings: to.settings, layout: to.table.layout })),
        }),
        writeOrder: rules.writeOrder,
      },
      fedTables,
      index,
    );
    return { topic: settings.topic, fold, tables: mapped.map(({ table }) => table) };
  });
  return { topics: planned, tables: tables.all };
}

/** Which records such a sink is given depends on the topic's transaction markers, which are not read here. */
function refuseCommittedOnly({ readsCommittedOnly }: SinkConfig): void {
  if (!readsCommittedOnly) return;
  throw new InputError("a sink that reads only committed transactions is not modelled", {
    where: "consumer.override.isolation.level",
    hint: "verify judges what sinks read unless told otherwise: every record, of aborted transactions too",
  });
}

/** What transforms do to values with schemas is not modelled, nor what the DataStax sink writes of them. */
function refuseUnmodelledSchemas({ sink, topics, key, value, header, transforms }: SinkConfig): void {
  const mapsHeaders = topics.some((settings) => mappedHeaders(settings).size > 0);
  const converters = [key, value, ...(mapsHeaders ? [header] : [])].filter(({ hasSchemas }) => hasSchemas);
  const [first] = converters;
  if (first === undefined) return;
  const others = [
    ...(sink.judgesSchemas ? [] : ["the DataStax sink"]),
    ...(transforms.length === 0 ? [] : ["transforms"]),
    ...converters.flatMap(({ schemaSettings }) => schemaSettings),
  ];
  if (others.length === 0) return;
  throw new InputError(
    `JsonConverter with schemas.enable=true is not modelled together with ${others.join(", ")}`,
    {
      where: `${first.side}.converter.schemas.enable`,
      hint: "verify judges schemaless JSON (schemas.enable=false), text, bytes and primitives",
    },
  );
}

interface TableOfTopic {
  readonly table: PlannedTable & { readonly fedBy: FedTable[] };
  readonly settings: MappedTableSettings;
}

async function plannedTables(
  topics: readonly TopicSettings[],
  { cassandra }: CommandContext,
): Promise<{
  readonly all: readonly PlannedTable[];
  readonly of: (settings: TableSettings) => TableOfTopic;
}> {
  const byName = new Map<string, TableOfTopic["table"]>();
  const feeding = topics.flatMap(({ tables }) => tables);
  for (const { keyspace, table, prefix } of feeding) {
    const name = `${keyspace}.${table}`;
    if (byName.has(name)) continue;
    const description = await cassandra.describeTable(keyspace, table);
    if (description === undefined) {
      throw new InputError(`there is no table ${name} to verify`, {
        where: prefix,
        hint: "make it with: cassink table init",
      });
    }
    const names = description.columns.map((column) => column.name);
    const mappings = feeding
      .filter((settings) => settings.keyspace === keyspace && settings.table === table)
      .map((settings) => withMapping(settings, names).mapping);
    const layout = tableLayout(description, mappings);
    byName.set(name, { description, layout, rows: new ExpectedRows(), fedBy: [] });
  }
  return {
    all: [...byName.values()],
    of: (settings) => {
      const table = byName.get(`${settings.keyspace}.${settings.table}`);
      if (table === undefined) throw new Error(`table ${settings.table} was not described`);
      return { table, settings: withMapping(settings, table.layout.names) };
    },
  };
}

/** The names of headers that the mappings read; a path's first step may be one too. */
function mappedHeaders({ tables }: TopicSettings): ReadonlySet<string> {
  const fields = tables.flatMap(({ mapping }) => (mapping?.entries ?? []).map(({ field }) => field));
  return new Set(
    fields
      .filter(({ source }) => source === "header")
      .flatMap(({ name, path = [] }) => [name, path[0]])
      .filter((name) => typeof name === "string"),
  );
}
