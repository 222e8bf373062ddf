import { sinkConfig } from "../../core/sinks/sink-config.js";
import type { Pipeline, PipelineTable } from "../../core/pipeline/pipeline.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { PipelineSelection } from "../../ports/pipelines.js";

type SelectedTable = PipelineTable & { readonly pipeline: Pipeline };

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
