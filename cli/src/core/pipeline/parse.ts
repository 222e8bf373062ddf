import { InputError } from "../../errors.js";
import { isConnectConfig, pipelineOfConfig } from "./connect-config.js";
import { parseProperties } from "./properties.js";
import type { Pipeline } from "./pipeline.js";
import { consistencyOf, inSyncConfig } from "./replication.js";
import type { SchemaProblem } from "../documents/schema-check.js";
import { type KeyPath, type SourceDocument, readSource } from "../documents/source-document.js";

interface ParseOptions {
  /** Checks a value against schemas/pipeline.schema.json. */
  readonly check: (value: unknown) => readonly SchemaProblem[];
  /** Makes a path in the file absolute; it is relative to the file's folder. */
  readonly resolve: (path: string) => string;
}

/**
 * Reads a pipeline file, or a plain Connect config (JSON, YAML or `.properties`), which becomes a pipeline without
 * topics and tables.
 * @param file for messages; its extension distinguishes `.properties` from YAML and JSON
 * @throws InputError that lists every problem with file, line and column
 */
export function parsePipeline(text: string, file: string, options: ParseOptions): Pipeline {
  if (isProperties(text, file)) {
    return pipelineOfConfig(Object.fromEntries(parseProperties(text, file)), file);
  }
  const source = readSource(text, file);
  if (isConnectConfig(source.value)) return pipelineOfConfig(source.value, file, source);
  const problems = options.check(source.value);
  if (problems.length > 0) throw schemaError(problems, file, source);
  return pipelineOf(source.value as PipelineFile, file, source, options);
}

/**
 * Without a known extension, as from standard input: a first line `key=value`, comments aside, makes it `.properties`. In
 * YAML such a line may stand further down, in a mapping that is folded.
 */
export function isProperties(text: string, file: string): boolean {
  if (/\.(ya?ml|json)$/.test(file)) return false;
  if (file.endsWith(".properties")) return true;
  const first = text.split("\n").find((line) => !/^\s*([#!]|$)/.test(line)) ?? "";
  return /^[ \t]*[\w.$"-]+[ \t]*=/.test(first);
}

interface PipelineFile {
  readonly name: string;
  readonly description?: string;
  readonly replication?: number;
  readonly topics: readonly {
    readonly name: string;
    readonly key?: string;
    readonly partitions?: number;
    readonly replication?: number;
    readonly configs?: Readonly<Record<string, unknown>>;
    readonly schema?: string;
  }[];
  readonly tables: readonly { readonly keyspace: string; readonly name: string; readonly cql: string }[];
  readonly connector: { readonly name?: string; readonly config: Readonly<Record<string, unknown>> };
  readonly verify?: { readonly allowUnjudged?: readonly string[] };
}

function pipelineOf(
  value: PipelineFile,
  file: string,
  source: SourceDocument,
  options: ParseOptions,
): Pipeline {
  const { replication } = value;
  const config = texts(value.connector.config, ["connector", "config"], source);
  return {
    name: value.name,
    description: value.description ?? "",
    file,
    ...(replication === undefined ? {} : { replication }),
    topics: value.topics.map((topic, index) => ({
      name: topic.name,
      partitions: topic.partitions ?? 1,
      replication: topic.replication ?? replication ?? 1,
      configs: {
        ...(replication === undefined ? {} : inSyncConfig(topic.replication ?? replication)),
        ...texts(topic.configs ?? {}, ["topics", index, "configs"], source),
      },
      ...(topic.key === undefined ? {} : { key: topic.key }),
      ...(topic.schema === undefined ? {} : { schema: options.resolve(topic.schema) }),
    })),
    tables: value.tables.map(({ keyspace, name, cql }) => ({ keyspace, name, cql: options.resolve(cql) })),
    connector: {
      name: value.connector.name ?? value.name,
      config: replication === undefined ? config : { ...consistencyOf(config, replication), ...config },
    },
    ...(value.verify?.allowUnjudged === undefined ? {} : { allowUnjudged: value.verify.allowUnjudged }),
  };
}

/** All values as text, as Connect and Kafka require; a number as it is written in the file (`1.0` stays `1.0`). */
function texts(
  values: Readonly<Record<string, unknown>>,
  path: KeyPath,
  source: SourceDocument,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, source.scalarText([...path, key]) ?? String(value)]),
  );
}

function schemaError(problems: readonly SchemaProblem[], file: string, source: SourceDocument): InputError {
  const [first, ...others] = problems.map((problem) => ({ ...problem, where: source.where(problem.path) }));
  return new InputError(`${file} is no pipeline file: ${first?.message ?? ""}`, {
    where: first?.where ?? file,
    hint: first?.hint ?? "docs/pipelines.md explains the file key by key",
    lines: others.map(({ where, message, hint }) => {
      return `${where}: ${message}${hint === undefined ? "" : `; ${hint}`}`;
    }),
  });
}
