import { join } from "node:path";
import { whatIsKnown } from "../../core/suggestion.js";
import { parsePipeline } from "../../core/pipeline/parse.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { withReplication } from "../../core/pipeline/replication.js";
import { schemaChecker } from "../../core/documents/schema-check.js";
import { CassinkError, InputError, UsageError } from "../../errors.js";
import type { Files } from "../../ports/files.js";
import type { PipelineSelection, Pipelines, SelectedPipeline } from "../../ports/pipelines.js";

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
  const each = async (name: string): Promise<SelectedPipeline> => {
    try {
      return { name, pipeline: await named(name) };
    } catch (error) {
      if (error instanceof CassinkError) return { name, problem: error };
      throw error;
    }
  };
  const chosen = async ({
    pipeline: name,
    file,
  }: PipelineSelection): Promise<readonly SelectedPipeline[]> => {
    if (file !== undefined) {
      if (name === undefined) return [ofPipeline(await read(file))];
      throw new UsageError(`both a pipeline (${name}) and a file (${file}) are named`, {
        hint: "give one of the two",
      });
    }
    const known = await names();
    if (name === undefined) return distinct(await Promise.all(known.map(each)));
    if (known.includes(name)) return [ofPipeline(await named(name))];
    throw new UsageError(`there is no pipeline ${name}`, {
      where: folder,
      hint: `${whatIsKnown(name, known)}; a pipeline outside of this folder is given as -f FILE`,
    });
  };
  const selectEach = async (selection: PipelineSelection): Promise<readonly SelectedPipeline[]> => {
    const { replication } = selection;
    const selected = await chosen(selection);
    if (replication === undefined) return selected;
    return selected.map((found) =>
      "problem" in found ? found : ofPipeline(withReplication(found.pipeline, replication)),
    );
  };
  return {
    names,
    settingsSchema: (file) => schema("connectors", file),
    selectEach,
    async select(selection) {
      return (await selectEach(selection)).map((found) => {
        if ("problem" in found) throw found.problem;
        return found.pipeline;
      });
    },
  };
}

const ofPipeline = (pipeline: Pipeline): SelectedPipeline => ({ name: pipeline.name, pipeline });

/** Two pipelines with the same connector name would overwrite each other in Connect: then neither can be used. */
function distinct(selected: readonly SelectedPipeline[]): readonly SelectedPipeline[] {
  const pipelines = selected.flatMap((found) => ("problem" in found ? [] : [found.pipeline]));
  return selected.map((found) => {
    if ("problem" in found) return found;
    const { file, connector } = found.pipeline;
    const others = pipelines.filter(
      (other) => other.file !== file && other.connector.name === connector.name,
    );
    if (others.length === 0) return found;
    const problem = new InputError(`two pipelines have a connector ${connector.name}`, {
      where: file,
      lines: others.map((other) => other.file),
      hint: "give one of the two another connector name",
    });
    return { name: found.name, problem };
  });
}
