import { sinkConfig } from "../../core/sinks/sink-config.js";
import type { Pipeline, PipelineTable } from "../../core/pipeline/pipeline.js";
import { storedName } from "../../core/cql/name.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { PipelineSelection } from "../../ports/pipelines.js";

export type SelectedTable = PipelineTable & { readonly pipeline: Pipeline };

/** The tables of the selected pipelines that have a CQL file. */
export async function selectTables(
  selection: PipelineSelection,
  context: CommandContext,
): Promise<readonly SelectedTable[]> {
  const pipelines = await context.pipelines.select(selection);
  return pipelines.flatMap((pipeline) => {
    if (pipeline.tables.length > 0) return pipeline.tables.map((table) => ({ ...table, pipeline }));
    throw new InputError(`${pipeline.file} is a connector's config and names no CQL file for its table`, {
      where: pipeline.file,
      hint: "make a pipeline file of it: docs/pipelines.md shows how",
    });
  });
}

/** The names of the selected pipelines' tables; a plain Connect config names them in its `topic.` keys. */
export async function selectTableNames(
  selection: PipelineSelection,
  context: CommandContext,
): Promise<readonly { readonly pipeline: Pipeline; readonly keyspace: string; readonly name: string }[]> {
  const pipelines = await context.pipelines.select(selection);
  return pipelines.flatMap((pipeline) => {
    if (pipeline.tables.length > 0) {
      return pipeline.tables.map(({ keyspace, name }) => ({ pipeline, keyspace, name }));
    }
    return (sinkConfig(pipeline.connector.config)?.topics ?? []).flatMap((topic) =>
      topic.tables.map(({ keyspace, table }) => ({ pipeline, keyspace, name: table })),
    );
  });
}

/**
 * The same, or one of them alone: `table` is `keyspace.name`. Without a pipeline it is any table of the cluster.
 * @throws UsageError where it is not written so, or no selected pipeline has it
 */
export async function selectNamedTables(
  { table, ...selection }: PipelineSelection & { readonly table?: string },
  context: CommandContext,
): Promise<readonly { readonly pipeline?: Pipeline; readonly keyspace: string; readonly name: string }[]> {
  if (table === undefined) return selectTableNames(selection, context);
  const wanted = tableInText(table);
  if ((selection.name ?? []).length + (selection.file ?? []).length === 0) return [wanted];
  const all = await selectTableNames(selection, context);
  const found = all.filter(({ keyspace, name }) => keyspace === wanted.keyspace && name === wanted.name);
  if (found.length > 0) return found.slice(0, 1);
  throw new UsageError(`the pipeline has no table ${table}`, {
    hint: `its tables: ${all.map(({ keyspace, name }) => `${keyspace}.${name}`).join(", ")}`,
  });
}

/** `keyspace.name`, each as CQL writes it. @throws UsageError for another text */
export function tableInText(text: string): { readonly keyspace: string; readonly name: string } {
  const [, keyspace, name] = /^("(?:[^"]|"")+"|\w+)\.("(?:[^"]|"")+"|\w+)$/.exec(text) ?? [];
  if (keyspace !== undefined && name !== undefined) {
    return { keyspace: storedName(keyspace), name: storedName(name) };
  }
  throw new UsageError(`"${text}" is no table`, {
    hint: "write keyspace.name, with double quotes where CQL has them",
  });
}
