import { positionText } from "../../core/kafka/record.js";
import { consumerGroup } from "../../core/connect/connector-config.js";
import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { never } from "../../core/rows/expiry.js";
import type { CellEvent } from "../../core/why/cell-history.js";
import { type Cause, explainCell } from "../../core/why/explain-cell.js";
import type { RowEvent } from "../../core/why/row-event.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TableWhyInput } from "../../program/table-why.js";
import { type Feed, feedFor, withWriteTimesOf } from "./feeds.js";
import { topicOffsets } from "./offsets.js";
import { planWithOthers, type UnknownWriter } from "./other-writers.js";
import { type PlannedTable, verifyPlan } from "./plan.js";
import { historyFrom, type LogSearch } from "./why/asked-cell.js";
import { type FoundCell, foundCells, type Generations } from "./why/asked-cells.js";
import { readRow } from "./why/row.js";
import { searchLog } from "./why/search-log.js";

/** A record, and what it says of a cell. */
export interface SaidRecord {
  /** `topic-partition@offset` */
  readonly at: string;
  /** As text, or as `0x…` where its bytes are none. */
  readonly key: string | null;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly does: "sets it" | "sets it null" | "deletes the row";
  /** As a CQL literal; of an element that element alone. */
  readonly value?: string;
  /** Microseconds since the Unix epoch, with what the generation adds. */
  readonly writeTime: number;
  /** When what it set expires, in milliseconds since the Unix epoch, or at the earliest. */
  readonly expires?: number;
}

export interface WhyCell {
  readonly column: string;
  /** Of a value that the server keeps as several cells: the key, the field, or the element itself. */
  readonly element?: string;
  readonly isStatic: boolean;
  /** As a CQL literal; null where the table has none. */
  readonly value: string | null;
  /** Microseconds since the Unix epoch, as the table has it; absent where the server tells none. */
  readonly writeTime?: number;
  /** The generation of the pipeline's with which it was written, where that is not the present one. */
  readonly generation?: number;
  /** Seconds until it expires; absent where it does not. */
  readonly ttl?: number;
  readonly cause: Cause;
  /** Whether the pipeline's mapping names the column. */
  readonly isMapped: boolean;
  readonly by: readonly SaidRecord[];
  /** Records with the same write time that lost. */
  readonly tied: readonly SaidRecord[];
  /** What it was directly before. */
  readonly superseded: readonly SaidRecord[];
  /** Where nothing superseded was found: why. */
  readonly before?: "nothing" | "before the log" | "not searched";
  /** The last record that sets it later, which the table does not have, and whether the connector had carried it. */
  readonly later?: SaidRecord & { readonly isCarried: boolean };
}

export interface TableWhyResult extends CommandResult {
  /** Raised when a program that reads the JSON must be changed. */
  readonly formatVersion: 1;
  readonly pipeline: string;
  readonly keyspace: string;
  readonly table: string;
  /** Of the row, or of the partition where that is asked for. */
  readonly key: readonly { readonly name: string; readonly value: string }[];
  /** Whether the table has it. */
  readonly isThere: boolean;
  /** Where a partition was asked for: how to ask for a row of it. */
  readonly example?: string;
  readonly cells: readonly WhyCell[];
  /** Columns without a value that the pipeline does not write. */
  readonly notMapped: readonly string[];
  /** Whether write times are offsets (order=log), which tell no time. */
  readonly timesAreOffsets: boolean;
  /** Whether records bring their write times, so that whole topics were read. */
  readonly wholeTopics: boolean;
  /** Records of the row of which it cannot be said what they write. */
  readonly uncertain: readonly {
    readonly at: string;
    readonly key: string | null;
    readonly reason: string;
  }[];
  /** Partitions whose earlier records are gone, as the first position that is left. */
  readonly beginsAt: readonly string[];
  /** Other connectors that write the table, and whose records are not computed. */
  readonly otherWriters: readonly UnknownWriter[];
}

const findings: readonly Cause[] = ["no record", "not there"];
const unexplained: readonly Cause[] = [
  "before the log",
  "no record left",
  "uncertain record",
  "perhaps expired",
  "column added later",
  "not searched",
];

/** Says of each cell of a row which record made it what it is. Nothing is changed. */
export async function run(input: TableWhyInput, context: CommandContext): Promise<TableWhyResult> {
  const { file, name = [], table, where, depth } = input;
  const names = file === undefined ? name.slice(0, 1) : [];
  const words = file === undefined ? name.slice(1) : name;
  if (file === undefined && names.length === 0) {
    throw new UsageError("no pipeline is named", {
      hint: "name it, and then a key: table why item-sales plates-235",
    });
  }
  if (where !== undefined && words.length > 0)
    throw new UsageError(`the key is given twice: "${words.join(" ")}" and by --where`);
  const [pipeline, ...others] = await context.pipelines.select({
    name: names,
    ...(file === undefined ? {} : { file }),
  });
  if (pipeline === undefined || others.length > 0) {
    throw new UsageError("one row is asked for, and several pipelines are selected");
  }
  return whyRow(pipeline, { words, where, table, depth }, context);
}

interface Asked {
  readonly words: readonly string[];
  readonly where: string | undefined;
  readonly table: string | undefined;
  readonly depth: number;
}

async function whyRow(pipeline: Pipeline, asked: Asked, context: CommandContext): Promise<TableWhyResult> {
  const connector = pipeline.connector.name;
  const live = await context.connect.config(connector);
  const meant = deployedConfig(pipeline, context.connections);
  const feed = feedFor(connector, live === undefined ? meant : withWriteTimesOf(meant, live));
  const { plan: whole, others, unknown } = await planWithOthers(feed, pipeline.file, 0, context);
  const planned = tableOf(whole.tables, asked.table);
  const { keyspace, name } = planned.description;
  const feeds = [feed, ...others].flatMap((each) => feedOfTable(each, keyspace, name));
  const plan = await verifyPlan(feeds, pipeline.file, 0, context);
  const isCarried = await carriedBefore(feeds, context);
  const row = await readRow(planned, asked, context);
  const generations = generationsOf(
    feeds.map(({ sink }) => Number(sink.writeTimes?.generation ?? 0)),
    planned,
  );
  const cells = foundCells(row, planned.layout, generations).filter(
    ({ isMapped, cell }) => isMapped || cell !== null,
  );
  // Behind the row: what has written it is in the topics by now.
  const ends = await topicOffsets(plan.topics, context);
  const question = { feeds, file: pipeline.file, keyspace, table: name, asked: row.asked, ends };
  const log = await searchLog(question, plan.topics, cells, asked.depth, context);
  const now = context.clock.now();
  const lows = ends.flatMap(({ topic, partitions }) =>
    partitions.flatMap(({ partition, low }) => (low === 0 ? [] : [positionText(topic, partition, low)])),
  );
  const explained = cells.map((cell, index) =>
    whyCell(cell, { index, log, isCarried, hasLost: lows.length > 0, generations, now }),
  );
  const causes = explained.map(({ cause }) => cause);
  const late = explained.flatMap(({ later }) => (later === undefined ? [] : [later.isCarried]));
  return {
    formatVersion: 1,
    outcome:
      late.includes(true) || causes.some((cause) => findings.includes(cause))
        ? "findings"
        : late.length > 0 || causes.some((cause) => unexplained.includes(cause))
          ? "unjudged"
          : "clean",
    pipeline: pipeline.name,
    keyspace,
    table: name,
    key: row.key,
    isThere: row.isThere,
    ...(row.example === undefined ? {} : { example: row.example }),
    cells: explained,
    notMapped: row.columns
      .map(({ column }) => column.name)
      .filter((column) => !cells.some((cell) => cell.column === column)),
    timesAreOffsets: feed.sink.writeTimes?.order === "log",
    wholeTopics: log.wholeTopics,
    uncertain: log.events.flatMap(({ kind, at, key, reason = "" }) =>
      kind === "uncertain" ? [{ at, key, reason }] : [],
    ),
    beginsAt: lows,
    otherWriters: unknown.filter(({ tables }) => tables.includes(`${keyspace}.${name}`)),
  };
}

/** The feed with the topics alone that feed the table; these with all of their tables, as the sink reads them. */
function feedOfTable(feed: Feed, keyspace: string, name: string): readonly Feed[] {
  const topics = feed.topics.filter(({ tables }) =>
    tables.some((each) => each.keyspace === keyspace && each.table === name),
  );
  return topics.length === 0 ? [] : [{ ...feed, topics }];
}

/** @throws UsageError where the pipeline has several tables and none is named, or no such one */
function tableOf(tables: readonly PlannedTable[], wanted: string | undefined): PlannedTable {
  const nameOf = ({ description: { keyspace, name } }: PlannedTable): string => `${keyspace}.${name}`;
  const names = tables.map(nameOf);
  const found = wanted === undefined ? tables : tables.filter((table) => nameOf(table) === wanted);
  const [table, ...others] = found;
  if (table !== undefined && others.length === 0) return table;
  throw new UsageError(
    wanted === undefined
      ? `the pipeline has ${tables.length === 0 ? "no table" : "several tables"}`
      : `the pipeline has no table ${wanted}`,
    { hint: `name one with --table: ${names.join(", ")}` },
  );
}

function generationsOf(all: readonly number[], { shift }: PlannedTable): Generations {
  const current = Math.max(0, ...all);
  return { current, step: current === 0 ? 0 : shift / current };
}

/** Which records the connectors have committed by now. */
async function carriedBefore(
  feeds: readonly Feed[],
  { kafka }: CommandContext,
): Promise<(event: RowEvent) => boolean> {
  const next = new Map<string, number>();
  for (const { carrier, topics } of feeds) {
    for (const { topic } of topics) {
      const committed = await kafka.groupOffsets(consumerGroup(carrier.name, carrier.config), topic);
      for (const { partition, offset = 0 } of committed)
        next.set(`${carrier.name} ${topic}-${partition}`, offset);
    }
  }
  return ({ connector, topic, partition, offset }) =>
    offset < (next.get(`${connector} ${topic}-${partition}`) ?? 0);
}

interface Known {
  readonly index: number;
  readonly isCarried: (event: RowEvent) => boolean;
  readonly log: LogSearch & { readonly counts: boolean };
  readonly hasLost: boolean;
  readonly generations: Generations;
  readonly now: number;
}

function whyCell(cell: FoundCell, { index, log, isCarried, hasLost, generations, now }: Known): WhyCell {
  const from = log.from[index] ?? -Infinity;
  const isComplete = from === -Infinity;
  const history = historyFrom(log.events, cell, from);
  const { cause, by, tied, superseded, later } = explainCell(
    cell,
    history,
    {
      isBeforeLog: () => log.isBeforeLog[index] === true,
      hasLost: hasLost || log.hasGaps,
      hasGaps: log.hasGaps,
      isComplete,
      counts: log.counts,
      hasUncertain: log.events.some(({ kind }) => kind === "uncertain"),
      isCarried,
    },
    now,
  );
  const said = (events: readonly CellEvent[]): readonly SaidRecord[] =>
    events.map((event) => saidRecord(event, cell, generations));
  const [last] = later === undefined ? [] : said([later]);
  const before = !isComplete ? "not searched" : hasLost || log.hasGaps ? "before the log" : "nothing";
  return {
    column: cell.column,
    ...(cell.element === undefined ? {} : { element: cell.element }),
    isStatic: cell.isStatic,
    value: cell.cell === null ? null : cell.show(cell.cell),
    ...(cell.tableTime === undefined ? {} : { writeTime: cell.tableTime }),
    ...(cell.generation === generations.current || by.length === 0 ? {} : { generation: cell.generation }),
    ...(cell.timeToLive === undefined ? {} : { ttl: cell.timeToLive }),
    cause,
    isMapped: cell.isMapped,
    by: said(by),
    tied: said(tied),
    superseded: said(superseded),
    ...(superseded.length > 0 || !cell.isMapped || (by.length === 0 && cell.cell === null) ? {} : { before }),
    ...(last === undefined || later === undefined
      ? {}
      : { later: { ...last, isCarried: isCarried(later.event) } }),
  };
}

function saidRecord({ event, cell }: CellEvent, of: FoundCell, { step }: Generations): SaidRecord {
  const { at, key, timestamp, kind, writeTime, expiry } = event;
  return {
    at,
    key,
    timestamp,
    does: kind === "delete" ? "deletes the row" : cell === null ? "sets it null" : "sets it",
    ...(cell === null ? {} : { value: of.show(cell) }),
    writeTime: writeTime + of.generation * step,
    ...(expiry === never || kind === "delete" ? {} : { expires: Math.abs(expiry) }),
  };
}
