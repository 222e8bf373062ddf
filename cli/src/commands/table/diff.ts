import { type TableDifference, tableChanges } from "../../core/ddl/differences.js";
import { keyspaceDifferences, optionDifferences } from "../../core/ddl/option-differences.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TableDiffInput } from "../../program/table.js";
import { declaredSchema, declaredTable } from "./declared.js";
import { type SelectedTable, selectTables } from "./selection.js";

export interface ComparedTable {
  readonly pipeline: string;
  readonly keyspace: string;
  readonly table: string;
  /** The file that declares it. */
  readonly cql: string;
  readonly state: "same" | "different" | "missing";
  readonly differences: readonly TableDifference[];
}

export interface TableDiffResult extends CommandResult {
  readonly tables: readonly ComparedTable[];
}

/** Compares the tables of pipelines with their CQL files, and says how each difference ends. */
export async function run(input: TableDiffInput, context: CommandContext): Promise<TableDiffResult> {
  const tables: ComparedTable[] = [];
  for (const selected of await selectTables(input, context)) {
    context.signal.throwIfAborted();
    const { pipeline, keyspace, name, cql } = selected;
    const compared = await compare(selected, context);
    tables.push({ pipeline: pipeline.name, keyspace, table: name, cql, ...compared });
  }
  return { outcome: tables.every(({ state }) => state === "same") ? "clean" : "findings", tables };
}

async function compare(
  selected: SelectedTable,
  context: CommandContext,
): Promise<Pick<ComparedTable, "state" | "differences">> {
  const { keyspace: name, name: table } = selected;
  const { cassandra } = context;
  const schema = await declaredSchema(selected, context);
  const declared = declaredTable(schema, selected);
  const live = await cassandra.describeTable(name, table);
  if (live === undefined) return { state: "missing", differences: [] };
  const keyspace = schema.keyspaces.find((each) => each.name === name);
  const replication = (await cassandra.keyspaceReplication(name)) ?? {};
  const differences = [
    ...(keyspace === undefined ? [] : keyspaceDifferences(keyspace, replication)),
    ...tableChanges(declared, live),
    ...optionDifferences(declared, await cassandra.tableOptions(name, table)),
  ];
  return { state: differences.length === 0 ? "same" : "different", differences };
}
