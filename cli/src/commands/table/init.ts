import type { DeclaredKeyspace, DeclaredTable } from "../../core/ddl/declared.js";
import { replicationDifferences, tableDifferences } from "../../core/ddl/differences.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { InputError, ServiceError, UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TableInitInput } from "../../program/table.js";
import { declaredSchema, declaredTable } from "./declared.js";
import { selectTables } from "./selection.js";
import { proposeTable, type ProposedTable } from "./sketch.js";

export interface TableInitResult extends CommandResult {
  readonly tables: readonly {
    readonly pipeline: string;
    readonly keyspace: string;
    readonly table: string;
    /** `unchanged`: it was there and is what the file declares. */
    readonly action: "created" | "unchanged";
    readonly columns: number;
  }[];
  /** With `--from`: a table that is proposed, and the tables are none. */
  readonly proposed?: ProposedTable;
}

const agreementDeadline = 30_000;

/**
 * Creates what is missing of keyspaces, types and tables. What is there already is compared; a difference is an
 * error that lists all of them, after everything else has been made.
 */
export async function run(input: TableInitInput, context: CommandContext): Promise<TableInitResult> {
  const { from } = input;
  if (from !== undefined) {
    return { outcome: "clean", tables: [], proposed: await proposeTable({ ...input, from }, context) };
  }
  if (input.key !== undefined || input.table !== undefined) {
    throw new UsageError("--key and --table are of a table that --from proposes");
  }
  const tables: TableInitResult["tables"][number][] = [];
  const differences: string[] = [];
  for (const selected of await selectTables(input, context)) {
    context.signal.throwIfAborted();
    const { pipeline, keyspace, name, cql } = selected;
    const declared = await declaredSchema(selected, context);
    await checkNodes(declared.keyspaces, pipeline, context);
    const table = declaredTable(declared, selected);
    const before = await context.cassandra.describeTable(keyspace, name);
    for (const statement of declared.statements) await context.cassandra.execute(statement.cql);
    await schemaAgreement(context);
    const isImagined = before === undefined && input.dryRun === true;
    const found = isImagined ? [] : await differencesTo(table, declared.keyspaces, context);
    differences.push(...found.map((difference) => `${keyspace}.${name}: ${difference}`));
    const action = before === undefined ? "created" : "unchanged";
    context.progress.report({
      keyspace,
      table: name,
      ...(found.length === 0 ? { kind: "table ready", action } : { kind: "table differs", cql }),
    });
    tables.push({ pipeline: pipeline.name, keyspace, table: name, action, columns: table.columns.length });
  }
  if (differences.length > 0) throw differs(differences);
  return { outcome: "clean", tables };
}

/** A keyspace of more copies than there are nodes can be made, and no row be written with a majority. */
async function checkNodes(
  keyspaces: readonly DeclaredKeyspace[],
  { replication, file }: Pipeline,
  { cassandra }: CommandContext,
): Promise<void> {
  if (replication === undefined || replication === 1 || keyspaces.length === 0) return;
  const { nodes } = await cassandra.cluster();
  if (replication <= nodes) return;
  throw new InputError(
    `keyspace ${keyspaces[0]?.name ?? ""} shall have ${replication} copies, and the cluster has ${nodes === 1 ? "1 node" : `${nodes} nodes`}`,
    { where: file, hint: `a replication of ${nodes} or less, or more nodes; the keyspace was not created` },
  );
}

async function differencesTo(
  table: DeclaredTable,
  keyspaces: readonly DeclaredKeyspace[],
  { cassandra }: CommandContext,
): Promise<readonly string[]> {
  const live = await cassandra.describeTable(table.keyspace, table.name);
  if (live === undefined) return ["the table was created and is not there"];
  const keyspace = keyspaces.find(({ name }) => name === table.keyspace);
  const replication = await cassandra.keyspaceReplication(table.keyspace);
  return [
    ...(keyspace === undefined ? [] : replicationDifferences(keyspace, replication ?? {})),
    ...tableDifferences(table, live),
  ];
}

async function schemaAgreement({ cassandra, clock, signal }: CommandContext): Promise<void> {
  const deadline = clock.now() + agreementDeadline;
  while (!(await cassandra.schemaAgreed())) {
    if (clock.now() > deadline) {
      throw new ServiceError("Cassandra", "the nodes do not agree on the schema after 30 s", {
        where: cassandra.contactPoints.join(", "),
        hint: 'look for a node that is down or cut off: "nodetool describecluster" lists the versions',
      });
    }
    await clock.sleep(200, signal);
  }
}

function differs(differences: readonly string[]): InputError {
  return new InputError("what is in Cassandra is not what the pipeline's CQL declares", {
    lines: differences,
    hint: 'change the table or the CQL file; "cassink table drop" removes a table with all its rows',
  });
}
