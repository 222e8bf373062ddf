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
  if (input.yes !== true) {
    throw new UsageError(
      `this drops ${selected.map(({ keyspace, name }) => `${keyspace}.${name}`).join(", ")} with all their rows`,
      { hint: "say so with --yes" },
    );
  }
  const tables: TableDropResult["tables"][number][] = [];
  for (const { pipeline, keyspace, name } of selected) {
    const { cassandra } = context;
    const there = (await cassandra.describeTable(keyspace, name)) !== undefined;
    if (there) await cassandra.execute(`DROP TABLE IF EXISTS ${qualifiedName(keyspace, name)}`);
    const replication = await cassandra.keyspaceReplication(keyspace);
    const keyspaceDropped = replication !== undefined && (await cassandra.tableNames(keyspace)).length === 0;
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
