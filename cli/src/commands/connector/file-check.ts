import { parseDdl } from "../../core/ddl/parse-ddl.js";
import type { DeclaredSchema } from "../../core/ddl/declared.js";
import { type EventFields, eventFields, flattenDelimiter } from "../../core/lint/event-fields.js";
import { type ConfigFinding, errorInConfig } from "../../core/lint/finding.js";
import { lintFiles, type PipelineFiles } from "../../core/lint/pipeline-files.js";
import { readEventSchema } from "../../core/pipeline/event-schema.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import type { SinkConfig } from "../../core/sinks/sink-config.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";

/** What the files that a pipeline names hold, and what is wrong with them and with the config beside them. */
export interface FileCheck extends PipelineFiles {
  readonly findings: readonly ConfigFinding[];
}

/** Reads every file that the pipeline names, and holds the config against them. No server is needed. */
export async function checkFiles(
  pipeline: Pipeline,
  sink: SinkConfig | undefined,
  context: CommandContext,
): Promise<FileCheck> {
  const findings: ConfigFinding[] = [];
  const declared = new Map<string, DeclaredSchema>();
  const fields = new Map<string, EventFields>();
  for (const { keyspace, name, cql } of pipeline.tables) {
    await read(`tables: cql of ${keyspace}.${name}`, cql, findings, context, (text) => {
      declared.set(cql, parseDdl(text, cql));
    });
  }
  for (const { name, schema } of pipeline.topics) {
    if (schema === undefined) continue;
    await read(`topics: schema of ${name}`, schema, findings, context, (text) => {
      const event = readEventSchema(text, schema);
      fields.set(name, eventFields(event.schema, flattenDelimiter(sink?.transforms ?? [])));
    });
  }
  if (sink === undefined) return { findings, declared, fields };
  // With a setting that the rules refuse, which is a finding elsewhere, there is nothing to hold values against.
  const rules = await sink.rules(context.clock.now()).catch((error: unknown) => {
    if (error instanceof InputError) return undefined;
    throw error;
  });
  findings.push(...lintFiles(pipeline, sink, { declared, fields }, rules));
  return { findings, declared, fields };
}

async function read(
  key: string,
  file: string,
  findings: ConfigFinding[],
  { files }: CommandContext,
  use: (text: string) => void,
): Promise<void> {
  if (!(await files.exists(file))) {
    findings.push({
      ...errorInConfig,
      key,
      message: `there is no file ${file}`,
      hint: "paths are relative to the pipeline file's folder",
    });
    return;
  }
  try {
    use(await files.readText(file));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { message, where, hint } = error;
    const place = where === undefined ? "" : ` (${where})`;
    findings.push({
      ...errorInConfig,
      key,
      message: `${message}${place}`,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}
