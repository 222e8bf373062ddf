import { isCassandraSink, isOwnSink } from "../../core/connect/class-name.js";
import { ExpectedRows } from "../../core/rows/expected-rows.js";
import { tableLayout, type TableLayout } from "../../core/rows/table-layout.js";
import { sinkDialect } from "../../core/sinks/sink-of.js";
import { TableTally, TopicFold } from "../../core/rows/topic-fold.js";
import { type MappedTableSettings, withMapping } from "../../core/mapping/same-names.js";
import type { TableSettings, TopicSettings } from "../../core/mapping/settings.js";
import { topicTables } from "../../core/mapping/topic-tables.js";
import { connectorConverter, hasSchemas } from "../../core/records/converters.js";
import { headerReader } from "../../core/records/header-values.js";
import { transformChain } from "../../core/transforms/chain.js";
import { InputError } from "../../errors.js";
import type { TableDescription } from "../../ports/cassandra.js";
import type { CommandContext } from "../../ports/context.js";

/** One table, and the records that make it. */
export interface PlannedTable {
  readonly description: TableDescription;
  readonly layout: TableLayout;
  readonly rows: ExpectedRows;
  /** One for each topic that feeds it. */
  readonly tallies: readonly TableTally[];
}

export interface PlannedTopic {
  readonly topic: string;
  readonly fold: TopicFold;
  /** The tables that it feeds, in the fold's order. */
  readonly tables: readonly PlannedTable[];
}

export interface VerifyPlan {
  readonly topics: readonly PlannedTopic[];
  readonly tables: readonly PlannedTable[];
}

/** Partitions of one topic are numbered from its place times this: Kafka has far fewer of them. */
export const partitionsPerTopic = 1_000_000;

/**
 * What a connector's config means for each of its topics and tables.
 * @throws InputError naming the key of whatever is wrong, or cannot be judged
 */
export async function verifyPlan(
  config: Readonly<Record<string, string>>,
  file: string,
  examples: number,
  context: CommandContext,
): Promise<VerifyPlan> {
  const sink = config["connector.class"] ?? "";
  if (!isCassandraSink(sink)) {
    throw new InputError(`"${sink}" is no Cassandra sink that verify knows`, { where: "connector.class" });
  }
  refuseCommittedOnly(config);
  const { topics, problems } = topicTables(config);
  if (problems.length > 0) {
    throw new InputError("the connector's config has problems, so what the table must hold is not known", {
      where: file,
      lines: problems.map(({ key, message }) => `${key}: ${message}`),
      hint: 'see them all with "cassink connector validate"',
    });
  }
  refuseUnmodelledSchemas(config, topics);
  const tables = await plannedTables(topics, context);
  const transform = transformChain(config);
  const dialect = sinkDialect(config, context.clock.now());
  const planned = topics.map((settings, index) => {
    const fed = settings.tables.map((one) => tables.of(one));
    const tallies = fed.map(({ table }) => {
      const tally = new TableTally(table.rows, examples);
      table.tallies.push(tally);
      return tally;
    });
    const fold = new TopicFold(
      {
        topic: settings.topic,
        key: connectorConverter("key", config),
        value: connectorConverter("value", config),
        headers: headerReader(config, mappedHeaders(settings)),
        transform,
        plan: dialect.topicPlan({
          codec: settings.codec,
          tables: fed.map(({ settings: mapped, table: { layout } }) => ({ settings: mapped, layout })),
        }),
        writeOrder: dialect.writeOrder,
      },
      tallies,
      (partition) => index * partitionsPerTopic + partition,
    );
    return { topic: settings.topic, fold, tables: fed.map(({ table }) => table) };
  });
  return { topics: planned, tables: tables.all };
}

/** Which records a sink then gets is in the topic's transaction markers, which are not read here. */
function refuseCommittedOnly(config: Readonly<Record<string, string>>): void {
  const where = "consumer.override.isolation.level";
  if (config[where]?.trim().toLowerCase() !== "read_committed") return;
  throw new InputError("a sink that reads only committed transactions is not modelled", {
    where,
    hint: "verify judges what sinks read unless told otherwise: every record, of aborted transactions too",
  });
}

/** What transforms make of schemas, and the DataStax engine of what has one, is not modelled. */
function refuseUnmodelledSchemas(
  config: Readonly<Record<string, string>>,
  topics: readonly TopicSettings[],
): void {
  const mapsHeaders = topics.some((settings) => mappedHeaders(settings).size > 0);
  const sides = (["key", "value", ...(mapsHeaders ? (["header"] as const) : [])] as const).filter((side) =>
    hasSchemas(side, config),
  );
  const [first] = sides;
  if (first === undefined) return;
  const settings = sides.flatMap((side) => [
    `${side}.converter.schema.content`,
    `${side}.converter.replace.null.with.default`,
  ]);
  const others = [
    ...(isOwnSink(config["connector.class"] ?? "") ? [] : ["the DataStax sink"]),
    ...["transforms", ...settings].filter((key) => (config[key] ?? "").trim() !== ""),
  ];
  if (others.length === 0) return;
  throw new InputError(
    `JsonConverter with schemas.enable=true is not modelled together with ${others.join(", ")}`,
    {
      where: `${first}.converter.schemas.enable`,
      hint: "verify judges schemaless JSON (schemas.enable=false), text, bytes and primitives",
    },
  );
}

interface TableOfTopic {
  readonly table: PlannedTable & { readonly tallies: TableTally[] };
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
      .filter((one) => one.keyspace === keyspace && one.table === table)
      .map((one) => withMapping(one, names).mapping);
    const layout = tableLayout(description, mappings);
    byName.set(name, { description, layout, rows: new ExpectedRows(), tallies: [] });
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

/** A path's first step may be a header's name too. */
function mappedHeaders({ tables }: TopicSettings): ReadonlySet<string> {
  const fields = tables.flatMap(({ mapping }) => (mapping?.entries ?? []).map(({ field }) => field));
  return new Set(
    fields
      .filter(({ source }) => source === "header")
      .flatMap(({ name, path = [] }) => [name, path[0]])
      .filter((name) => typeof name === "string"),
  );
}
