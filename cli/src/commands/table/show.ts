import { checkRestrictions } from "../../core/ddl/restricted-table.js";
import { parseWhere } from "../../core/ddl/where.js";
import { whatIsKnown } from "../../core/suggestion.js";
import { InputError, UsageError } from "../../errors.js";
import type { Cassandra } from "../../ports/cassandra.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TableDescription } from "../../core/cql/table.js";
import type { TableShowInput } from "../../program/table.js";
import { selectNamedTables } from "./selection.js";
import { type ShownRows, shownRows } from "./shown-rows.js";

export interface ShownTable extends ShownRows {
  /** Absent of a table that was named by itself. */
  readonly pipeline?: string;
  readonly keyspace: string;
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** All rows of the table, when they were counted. */
  readonly count?: number;
  /** Whether restrictions choose the rows. */
  readonly restricted?: true;
}

export interface TableShowResult extends CommandResult {
  readonly tables: readonly ShownTable[];
}

const readers = 4;

/** The first rows of tables, in the order of their tokens, or those that restrictions choose. */
export async function run(input: TableShowInput, context: CommandContext): Promise<TableShowResult> {
  const { where, count = false, allowFiltering = false, times = false, limit } = input;
  if (where !== undefined && count) {
    throw new UsageError("--count counts all rows of a table, and --where chooses some", {
      hint: "leave out one of the two",
    });
  }
  if (where === undefined && allowFiltering) throw new UsageError("--allow-filtering goes with --where");
  const restrictions = where === undefined ? [] : parseWhere(where);
  const selected = await selectNamedTables(input, context);
  if (where !== undefined && selected.length > 1) {
    const names = selected.map(({ keyspace, name }) => `${keyspace}.${name}`);
    throw new UsageError(`--where is about one table, and these are selected: ${names.join(", ")}`, {
      hint: "name one pipeline, or the table with --table",
    });
  }
  const tables: ShownTable[] = [];
  for (const { pipeline, keyspace, name } of selected) {
    context.signal.throwIfAborted();
    const table = await context.cassandra.describeTable(keyspace, name);
    if (table === undefined) throw await noSuchTable(context.cassandra, keyspace, name);
    if (where !== undefined) checkRestrictions(restrictions, table, allowFiltering);
    tables.push({
      ...(pipeline === undefined ? {} : { pipeline: pipeline.name }),
      keyspace,
      table: name,
      columns: table.columns.map((column) => ({ name: column.name, type: column.typeText })),
      ...(await shownRows(table, { limit, restrictions, filters: allowFiltering, times }, context)),
      ...(where === undefined ? {} : { restricted: true as const }),
      ...(count ? { count: await countRows(table, context) } : {}),
    });
  }
  return { outcome: "clean", tables };
}

async function countRows(table: TableDescription, context: CommandContext): Promise<number> {
  const columns = table.columns
    .filter(({ kind }) => kind === "partition_key")
    .slice(0, 1)
    .map((column) => column.name);
  let done = 0;
  await context.cassandra.scan({
    table,
    columns,
    parallelism: readers,
    signal: context.signal,
    onRows: (rows) => {
      done += rows.length;
      context.progress.report({ kind: "rows counted", keyspace: table.keyspace, table: table.name, done });
    },
  });
  return done;
}

async function noSuchTable(cassandra: Cassandra, keyspace: string, name: string): Promise<InputError> {
  const names = await cassandra.tableNames(keyspace);
  return new InputError(`there is no table ${keyspace}.${name}`, {
    where: cassandra.contactPoints.join(", "),
    hint: `"cassink table init" makes it${names.length === 0 ? "" : `; in ${keyspace}: ${whatIsKnown(name, names)}`}`,
  });
}
