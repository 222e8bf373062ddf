import type { DeclaredSchema, DeclaredTable } from "../../core/ddl/declared.js";
import { parseDdl } from "../../core/ddl/parse-ddl.js";
import { replicatedSchema } from "../../core/pipeline/replication.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { SelectedTable } from "./selection.js";

/** What the CQL file of a pipeline's table declares, with as many copies as the pipeline says, where it says it. */
export async function declaredSchema(
  { pipeline: { replication }, cql }: Pick<SelectedTable, "pipeline" | "cql">,
  { files }: CommandContext,
): Promise<DeclaredSchema> {
  return replicatedSchema(parseDdl(await files.readText(cql), cql), replication);
}

/** @throws InputError where the file does not declare the table */
export function declaredTable(
  { tables }: DeclaredSchema,
  { pipeline, keyspace, name, cql }: SelectedTable,
): DeclaredTable {
  const table = tables.find((declared) => declared.keyspace === keyspace && declared.name === name);
  if (table !== undefined) return table;
  throw new InputError(`${cql} does not create the table ${keyspace}.${name}`, {
    where: pipeline.file,
    hint: "correct keyspace and name of the pipeline's table, or its cql file",
  });
}
