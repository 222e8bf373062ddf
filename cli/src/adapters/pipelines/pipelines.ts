import { join, parse, resolve } from "node:path";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { selectedSources } from "../../core/pipeline/selection.js";
import type { SchemaProblem } from "../../core/documents/schema-check.js";
import { CassinkError, InputError } from "../../errors.js";
import type { Files } from "../../ports/files.js";
import type { PipelineSelection, Pipelines, SelectedPipeline } from "../../ports/pipelines.js";

interface PipelinesOptions {
  /** The folder that holds `connectors/pipelines` and `schemas`. */
  readonly projectFolder: string;
  readonly files: Files;
}

interface ReadPipeline {
  readonly pipeline: Pipeline;
  readonly text: string;
}

/** Finds the pipelines in connectors/pipelines by name, and any other by its file. There is nothing to close. */
export function createPipelines({ projectFolder, files }: PipelinesOptions): Pipelines {
  const folder = join(projectFolder, "connectors", "pipelines");
  const schema = async (...path: readonly string[]): Promise<object> =>
    JSON.parse(await files.readText(join(projectFolder, "schemas", ...path))) as object;
  let checker: ((value: unknown) => readonly SchemaProblem[]) | undefined;
  const read = async (file: string): Promise<ReadPipeline> => {
    const text = await files.readText(file);
    // A command that reads no pipeline loads no parsers.
    const [{ parsePipeline }, { schemaChecker }] = await Promise.all([
      import("../../core/pipeline/parse.js"),
      import("../../core/documents/schema-check.js"),
    ]);
    checker ??= schemaChecker(await schema("pipeline.schema.json"));
    const shown = file === "-" ? "standard input" : file;
    const options = { check: checker, resolve: (path: string) => files.resolve(file, path) };
    return { pipeline: parsePipeline(text, shown, options), text };
  };
  const names = async (): Promise<readonly string[]> =>
    (await files.list(folder))
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => name.slice(0, -".yaml".length));
  const named = async (name: string): Promise<ReadPipeline> => {
    const file = join(folder, `${name}.yaml`);
    const found = await read(file);
    if (found.pipeline.name === name) return found;
    throw new InputError(`the pipeline in ${name}.yaml calls itself ${found.pipeline.name}`, {
      where: file,
      hint: `write "name: ${name}" into it, or rename the file: commands find a pipeline by its file's name`,
    });
  };
  const filesAt = async (path: string): Promise<readonly string[]> => {
    if (path === "-" || !(await files.isFolder(path))) return [path];
    const found = (await files.list(path)).filter(isPipelineFile).map((name) => join(path, name));
    if (found.length > 0) return found;
    throw new InputError(`there is no pipeline file in ${path}`, {
      where: path,
      hint: "a pipeline or a Connect config is a .yaml, .yml, .json or .properties file; subfolders are not looked into",
    });
  };
  const chosen = async (selection: PipelineSelection): Promise<readonly SelectedPipeline[]> => {
    const { pipelines, paths } = selectedSources(selection, await names());
    const found = (await Promise.all(paths.map(filesAt))).flat();
    // A pipeline may be named by its name and by its file.
    const sources = new Map<string, () => Promise<SelectedPipeline>>();
    for (const name of pipelines) sources.set(join(folder, `${name}.yaml`), () => each(name, named(name)));
    for (const file of found) {
      const place = file === "-" ? file : resolve(file);
      if (!sources.has(place)) sources.set(place, () => each(fileName(file), read(file)));
    }
    return distinct(await Promise.all([...sources.values()].map((source) => source())));
  };
  const selectEach = async (selection: PipelineSelection): Promise<readonly SelectedPipeline[]> => {
    const { replication } = selection;
    const selected = await chosen(selection);
    const [only] = selected;
    if (selected.length === 1 && only !== undefined && "problem" in only) throw only.problem;
    if (replication === undefined) return selected;
    const { withReplication } = await import("../../core/pipeline/replication.js");
    return selected.map((found) =>
      "problem" in found
        ? found
        : ofPipeline({ ...found, pipeline: withReplication(found.pipeline, replication) }),
    );
  };
  return {
    names,
    settingsSchema: (file) => schema("connectors", file),
    connectCatalogue: () => schema("connectors", "connect.catalogue.json"),
    planSchema: () => schema("plan.schema.json"),
    selectEach,
    async select(selection) {
      return (await selectEach(selection)).map((found) => {
        if ("problem" in found) throw found.problem;
        return found.pipeline;
      });
    },
  };
}

/** The pipeline, or why it cannot be read, under a name that says which it is. */
async function each(name: string, reading: Promise<ReadPipeline>): Promise<SelectedPipeline> {
  try {
    return ofPipeline(await reading);
  } catch (error) {
    if (error instanceof CassinkError) return { name, problem: error };
    throw error;
  }
}

const fileName = (file: string): string => (file === "-" ? "standard input" : parse(file).name);

/** A JSON Schema often lies beside the pipeline whose events it describes. */
function isPipelineFile(name: string): boolean {
  return /\.(ya?ml|json|properties)$/.test(name) && !name.startsWith(".") && !name.endsWith(".schema.json");
}

const ofPipeline = ({ pipeline, text }: ReadPipeline): SelectedPipeline => ({
  name: pipeline.name,
  pipeline,
  text,
});

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
