import { type PlainValue, plainValue } from "../../core/cql-plain.js";
import { whatIsKnown } from "../../core/suggestion.js";
import { InputError } from "../../errors.js";
import type { Cassandra, TableDescription } from "../../ports/cassandra.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TableShowInput } from "../../program/table.js";
import { selectTableNames } from "./selection.js";

export interface ShownTable {
  readonly pipeline: string;
  readonly keyspace: string;
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly PlainValue[])[];
  /** True when the table holds more rows than are shown. */
  readonly more: boolean;
  /** All rows of the table, when they were counted. */
  readonly count?: number;
}

export interface TableShowResult extends CommandResult {
  readonly tables: readonly ShownTable[];
}

const readers = 4;

/** The first rows of the pipelines' tables, in the order of their tokens. */
export async function run(input: TableShowInput, context: CommandContext): Promise<TableShowResult> {
  const tables: ShownTable[] = [];
  for (const { pipeline, keyspace, name } of await selectTableNames(input, context)) {
    context.signal.throwIfAborted();
    const table = await context.cassandra.describeTable(keyspace, name);
    if (table === undefined) throw await noSuchTable(context.cassandra, keyspace, name);
    const rows = await context.cassandra.firstRows(table, input.limit + 1);
    tables.push({
      pipeline: pipeline.name,
      keyspace,
      table: name,
      columns: table.columns.map((column) => ({ name: column.name, type: column.typeText })),
      rows: rows
        .slice(0, input.limit)
        .map((row) => table.columns.map((column, index) => plainValue(row[index] ?? null, column.type))),
      more: rows.length > input.limit,
      ...(input.count === true ? { count: await countRows(table, context) } : {}),
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
