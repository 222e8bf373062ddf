import { qualifiedName, quotedName } from "../../core/cql/name.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TableDropInput } from "../../program/table.js";
import { selectTables } from "./selection.js";

export interface TableDropResult extends CommandResult {
  readonly tables: readonly {
    readonly pipeline: string;
    readonly keyspace: string;
    readonly table: string;
    readonly action: "dropped" | "absent";
    /** True when the keyspace held nothing else and is gone too. */
    readonly keyspaceDropped: boolean;
  }[];
}

/** Drops the pipelines' tables, and their keyspaces where nothing else is in them. */
export async function run(input: TableDropInput, context: CommandContext): Promise<TableDropResult> {
  const selected = await selectTables(input, context);
  if (input.yes !== true && input.dryRun !== true) {
    throw new UsageError(
      `this drops ${selected.map(({ keyspace, name }) => `${keyspace}.${name}`).join(", ")} with all their rows`,
      { hint: "say so with --yes" },
    );
  }
  const tables: TableDropResult["tables"][number][] = [];
  const dropped = new Set<string>();
  for (const { pipeline, keyspace, name } of selected) {
    const { cassandra } = context;
    const there = (await cassandra.describeTable(keyspace, name)) !== undefined;
    if (there) await cassandra.execute(`DROP TABLE IF EXISTS ${qualifiedName(keyspace, name)}`);
    dropped.add(qualifiedName(keyspace, name));
    // A dry run finds there what it would have dropped.
    const isLeft = (left: string): boolean => !dropped.has(qualifiedName(keyspace, left));
    const replication = await cassandra.keyspaceReplication(keyspace);
    const keyspaceDropped = replication !== undefined && !(await cassandra.tableNames(keyspace)).some(isLeft);
    if (keyspaceDropped) await cassandra.execute(`DROP KEYSPACE IF EXISTS ${quotedName(keyspace)}`);
    tables.push({
      pipeline: pipeline.name,
      keyspace,
      table: name,
      action: there ? "dropped" : "absent",
      keyspaceDropped,
    });
  }
  return { outcome: "clean", tables };
}
