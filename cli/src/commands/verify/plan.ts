import type { WriteTarget } from "../../core/rows/write-block.js";
import { cellOrder } from "../../core/rows/cell-order.js";
import { ExpectedRows } from "../../core/rows/expected-rows.js";
import { tableLayout, type TableLayout, unjudgedLayout } from "../../core/rows/table-layout.js";
import type { SinkConfig } from "../../core/sinks/sink-config.js";
import { FedTable, TopicFold } from "../../core/rows/topic-fold.js";
import { type MappedTableSettings, withMapping } from "../../core/mapping/same-names.js";
import type { TableSettings, TopicSettings } from "../../core/mapping/settings.js";
import { converterOf } from "../../core/records/converters.js";
import { headerReader } from "../../core/records/header-values.js";
import { transformChain } from "../../core/transforms/transform-chain.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import { isCounterTable, type TableDescription } from "../../core/cql/table.js";
import type { OwnStatement } from "../../core/rows/own-statement.js";
import type { MappedTable } from "../../core/rows/sink-rules.js";
import type { Feed } from "./feeds.js";
import type { ReadTopic } from "./offsets.js";

/** A table's rows with their columns, or its partitions with their static ones. */
export interface TablePart {
  readonly description: TableDescription;
  readonly layout: TableLayout;
  /** Of those that it must have, the ones that are still asked for once it is compared. */
  readonly rows: ExpectedRows;
}

/** A table to verify. */
export interface PlannedTable extends TablePart {
  /** Its static columns: a row is a partition. Undefined where none is judged. */
  readonly statics: TablePart | undefined;
  /** One for each topic that feeds it. */
  readonly fedBy: readonly FedTable[];
  /** Microseconds that the sinks add to each write time. */
  readonly shift: number;
}

export interface PlannedTopic extends ReadTopic {
  /** The connector that reads it. */
  readonly connector: string;
  readonly fold: TopicFold;
  /** Offsets whose records the log cleaner has removed, as they are found. */
  readonly gaps: { readonly partition: number; readonly from: number; readonly to: number }[];
  /** The tables that it feeds, in the order of the fold's. */
  readonly tables: readonly PlannedTable[];
}

/** What a plan is made with. */
export interface PlanningContext {
  readonly cassandra: Pick<CommandContext["cassandra"], "describeTable" | "variables">;
  readonly clock: Pick<CommandContext["clock"], "now">;
}

export interface VerifyPlan {
  readonly topics: readonly PlannedTopic[];
  readonly tables: readonly PlannedTable[];
}

/**
 * Looks up the tables that connectors write, and prepares how each topic's records become their rows. A topic that two
 * connectors read is there twice.
 * @param file of the pipeline, for messages
 * @param kept how many refusals of each topic and table are kept
 * @param tells what is told of a table's records: the rows that it must have, or what is sent to it, which of a query of
 * one's own and of counters is the statement, for no model tells their rows
 * @throws InputError naming the config key of what is wrong or makes a table impossible to judge
 */
export async function verifyPlan(
  feeds: readonly Feed[],
  file: string,
  kept: number,
  context: PlanningContext,
  tells: "rows" | "statements" = "rows",
): Promise<VerifyPlan> {
  for (const { sink } of feeds) {
    refuseProblems(sink, file);
    refuseUnmodelledSchemas(sink);
  }
  const topics = feeds.flatMap(({ topics }) => topics);
  const isTold = tells === "statements" && feeds.every(({ sink: { sink } }) => sink.tellsStatements);
  const tables = await plannedTables(topics, isTold, context);
  const planned: PlannedTopic[] = [];
  for (const feed of feeds)
    planned.push(...(await plannedTopics(feed, planned.length, tables, kept, context)));
  return { topics: planned, tables: tables.all };
}

async function plannedTopics(
  { carrier, sink, topics }: Feed,
  firstIndex: number,
  tables: PlannedTables,
  kept: number,
  context: PlanningContext,
): Promise<readonly PlannedTopic[]> {
  const transform = transformChain(sink.transforms);
  const rules = await sink.rules(context.clock.now());
  const made: PlannedTopic[] = [];
  for (const [index, settings] of topics.entries()) {
    const mapped = settings.tables.map((table) => tables.of(table));
    const fedTables = mapped.map(({ table }) => {
      const fed = new FedTable(intoRows(table.rows, table.statics?.rows), kept);
      table.fedBy.push(fed);
      table.shift = Math.max(table.shift, rules.shift);
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
          tables: await Promise.all(mapped.map((to) => mappedTable(to, tables, context))),
        }),
        writeOrder: rules.writeOrder,
        mapsTimes: mapped.some(({ settings: { mapping } }) =>
          mapping.entries.some(({ target }) => target === "timestamp"),
        ),
      },
      fedTables,
      firstIndex + index,
    );
    made.push({
      topic: settings.topic,
      isolation: carrier.isolation,
      connector: carrier.name,
      fold,
      gaps: [],
      tables: mapped.map(({ table }) => table),
    });
  }
  return made;
}

async function mappedTable(
  { settings, table }: TableOfTopic,
  { tellsStatements }: PlannedTables,
  { cassandra }: PlanningContext,
): Promise<MappedTable> {
  const { layout, description } = table;
  const counts = isCounterTable(description);
  const { query } = settings;
  if (!tellsStatements || (query === undefined && !counts)) return { settings, layout };
  const statement: OwnStatement =
    query === undefined
      ? { kind: "counters" }
      : { kind: "query", text: query, variables: await cassandra.variables(query), counts };
  return { settings, layout, statement };
}

function refuseProblems({ problems }: SinkConfig, file: string): void {
  if (problems.length === 0) return;
  throw new InputError("the connector's config has problems, so what the table must hold is not known", {
    where: file,
    lines: problems.map(({ key, message }) => `${key}: ${message}`),
    hint: 'see them all with "cassink connector validate"',
  });
}

/**
 * What transforms do to values with schemas is not modelled, nor what the DataStax sink writes of them. Of headers it
 * wants a schema, and refuses each record whose mapped one has none.
 */
function refuseUnmodelledSchemas({ sink, topics, key, value, header, transforms }: SinkConfig): void {
  const mapsHeaders = topics.some((settings) => mappedHeaders(settings).size > 0);
  if (mapsHeaders && !sink.judgesSchemas && header.simpleName === "JsonConverter" && !header.hasSchemas) {
    throw new InputError(
      "JsonConverter with schemas.enable=false is not modelled for headers of the DataStax sink, which refuses each record with a mapped one",
      {
        where: "header.converter.schemas.enable",
        hint: "read headers as text: header.converter=org.apache.kafka.connect.storage.StringConverter",
      },
    );
  }
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
  readonly table: PlannedTable & { readonly fedBy: FedTable[]; shift: number };
  readonly settings: MappedTableSettings;
}

interface PlannedTables {
  readonly tellsStatements: boolean;
  readonly all: readonly PlannedTable[];
  readonly of: (settings: TableSettings) => TableOfTopic;
}

async function plannedTables(
  topics: readonly TopicSettings[],
  tellsStatements: boolean,
  { cassandra }: PlanningContext,
): Promise<PlannedTables> {
  const byName = new Map<string, TableOfTopic["table"]>();
  const feeding = topics.flatMap(({ tables }) => tables);
  for (const { keyspace, table, prefix } of feeding) {
    const name = `${keyspace}.${table}`;
    if (byName.has(name)) continue;
    const description = await cassandra.describeTable(keyspace, table);
    if (description === undefined) {
      throw new InputError(`there is no table ${name}`, {
        where: prefix,
        hint: "make it with: cassink table init",
      });
    }
    const names = description.columns.map((column) => column.name);
    const mappings = feeding
      .filter((settings) => settings.keyspace === keyspace && settings.table === table)
      // The names in the mapping of a query are its variables.
      .filter(({ query }) => !tellsStatements || query === undefined)
      .map((settings) => withMapping(settings, names).mapping);
    const layout = (tellsStatements ? unjudgedLayout : tableLayout)(description, mappings);
    byName.set(name, {
      ...partOf(description, layout),
      statics: staticsOf(description, layout),
      fedBy: [],
      shift: 0,
    });
  }
  return {
    tellsStatements,
    all: [...byName.values()],
    of: (settings) => {
      const table = byName.get(`${settings.keyspace}.${settings.table}`);
      if (table === undefined) throw new Error(`table ${settings.table} was not described`);
      return { table, settings: withMapping(settings, table.layout.names) };
    },
  };
}

/** None yet. */
export function emptyRows({ layout }: Pick<TablePart, "layout">): ExpectedRows {
  return new ExpectedRows(layout.columns.map(({ type }) => cellOrder(type)));
}

/** Puts what is written into the rows that are in memory. */
export function intoRows(rows: ExpectedRows, statics: ExpectedRows | undefined): WriteTarget {
  return { take: (write) => (write.ofStatics ? statics : rows)?.take(write) };
}

function partOf(description: TableDescription, layout: TableLayout): TablePart {
  return { description, layout, rows: emptyRows({ layout }) };
}

/** The table as one of partitions alone. */
function staticsOf(description: TableDescription, { statics }: TableLayout): TablePart | undefined {
  const columns = description.columns.filter(({ kind }) => kind === "partition_key" || kind === "static");
  return statics === undefined ? undefined : partOf({ ...description, columns }, statics);
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
