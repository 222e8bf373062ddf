import { join } from "node:path";
import { whatIsKnown } from "../../core/suggestion.js";
import { parsePipeline } from "../../core/pipeline/parse.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { withReplication } from "../../core/pipeline/replication.js";
import { schemaChecker } from "../../core/pipeline/schema-check.js";
import { InputError, UsageError } from "../../errors.js";
import type { Files } from "../../ports/files.js";
import type { PipelineSelection, Pipelines } from "../../ports/pipelines.js";

interface PipelinesOptions {
  /** The folder that holds `connectors/pipelines` and `schemas`. */
  readonly projectFolder: string;
  readonly files: Files;
}

/** Finds the pipelines in connectors/pipelines by name, and any other by its file. There is nothing to close. */
export function createPipelines({ projectFolder, files }: PipelinesOptions): Pipelines {
  const folder = join(projectFolder, "connectors", "pipelines");
  const schema = async (...path: readonly string[]): Promise<object> =>
    JSON.parse(await files.readText(join(projectFolder, "schemas", ...path))) as object;
  let checker: ReturnType<typeof schemaChecker> | undefined;
  const read = async (file: string): Promise<Pipeline> => {
    const text = await files.readText(file);
    checker ??= schemaChecker(await schema("pipeline.schema.json"));
    const shown = file === "-" ? "standard input" : file;
    return parsePipeline(text, shown, { check: checker, resolve: (path) => files.resolve(file, path) });
  };
  const names = async (): Promise<readonly string[]> =>
    (await files.list(folder))
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => name.slice(0, -".yaml".length));
  const named = async (name: string): Promise<Pipeline> => {
    const file = join(folder, `${name}.yaml`);
    const pipeline = await read(file);
    if (pipeline.name === name) return pipeline;
    throw new InputError(`the pipeline in ${name}.yaml calls itself ${pipeline.name}`, {
      where: file,
      hint: `write "name: ${name}" into it, or rename the file: commands find a pipeline by its file's name`,
    });
  };
  const chosen = async ({ pipeline: name, file }: PipelineSelection): Promise<readonly Pipeline[]> => {
    if (file !== undefined) {
      if (name === undefined) return [await read(file)];
      throw new UsageError(`both a pipeline (${name}) and a file (${file}) are named`, {
        hint: "give one of the two",
      });
    }
    const known = await names();
    if (name === undefined) return distinct(await Promise.all(known.map(named)));
    if (known.includes(name)) return [await named(name)];
    throw new UsageError(`there is no pipeline ${name}`, {
      where: folder,
      hint: `${whatIsKnown(name, known)}; a pipeline outside of this folder is given as -f FILE`,
    });
  };
  return {
    names,
    settingsSchema: (file) => schema("connectors", file),
    async select(selection) {
      const { replication } = selection;
      const pipelines = await chosen(selection);
      return replication === undefined
        ? pipelines
        : pipelines.map((pipeline) => withReplication(pipeline, replication));
    },
  };
}

/** Refuses two pipelines with the same connector name, which would overwrite each other in Connect. */
function distinct(pipelines: readonly Pipeline[]): readonly Pipeline[] {
  for (const [index, pipeline] of pipelines.entries()) {
    const other = pipelines
      .slice(0, index)
      .find(({ connector }) => connector.name === pipeline.connector.name);
    if (other === undefined) continue;
    throw new InputError(`two pipelines have a connector ${pipeline.connector.name}`, {
      where: pipeline.file,
      lines: [other.file],
      hint: "give one of the two another connector name",
    });
  }
  return pipelines;
}
