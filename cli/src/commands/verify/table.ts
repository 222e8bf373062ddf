import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { sinkConfig } from "../../core/sinks/sink-config.js";
import { InputError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { VerifyTableInput } from "../../program/verify.js";
import { awaitCarried, type Carried } from "./await-carried.js";
import { topicOffsets, type TopicEnds } from "./offsets.js";
import { verifyPlan } from "./plan.js";
import { readTopics, touchedKeys } from "./read-topics.js";
import { tableReport, type TableReport } from "./report.js";
import { scanTable } from "./scan-table.js";

export interface PipelineReport {
  readonly pipeline: string;
  readonly connector: string;
  /** The config that rows were computed from: the deployed connector's, or, where there is none, the file's. */
  readonly configFrom: "connector" | "file";
  readonly carried: Carried;
  /** The sink's `ignoreErrors`: what it does at a record that it refuses. */
  readonly ignoreErrors: string;
  /** What was read; where `low` is above 0, the broker has deleted the records before it. */
  readonly topics: readonly TopicEnds[];
  readonly tables: readonly TableReport[];
  /** Milliseconds for reading, computing and comparing, without the wait. */
  readonly duration: number;
}

export interface VerifyTableResult extends CommandResult {
  readonly pipelines: readonly PipelineReport[];
}

/**
 * Proves that tables hold what their topics' records write. For each pipeline: takes the connector's config (or the
 * file's), plans topics and tables, notes where the topics end, waits until the connector has carried the records up to
 * there, reads them and computes the rows, reads the tables and compares every mapped column of every row.
 */
export async function run(input: VerifyTableInput, context: CommandContext): Promise<VerifyTableResult> {
  const pipelines: PipelineReport[] = [];
  for (const pipeline of await context.pipelines.select(input))
    pipelines.push(await verify(pipeline, input, context));
  const clean = pipelines.every(({ tables }) => tables.every((table) => table.clean));
  return { outcome: clean ? "clean" : "findings", pipelines };
}

async function verify(
  pipeline: Pipeline,
  { wait, examples }: VerifyTableInput,
  context: CommandContext,
): Promise<PipelineReport> {
  const { name } = pipeline.connector;
  const live = await context.connect.config(name);
  const config = live ?? deployedConfig(pipeline, context.endpoints);
  const sink = sinkConfig(config);
  if (sink === undefined) {
    throw new InputError(`"${config["connector.class"] ?? ""}" is no Cassandra sink that verify knows`, {
      where: "connector.class",
    });
  }
  const plan = await verifyPlan(sink, pipeline.file, examples, context);
  const ends = await topicOffsets(plan.topics, context);
  const carried: Carried =
    live === undefined
      ? { state: "not deployed", behind: [] }
      : await awaitCarried({ name, config, ends, wait }, context);
  const start = context.clock.now();
  await readTopics(plan, ends, context);
  const compared = [];
  for (const table of plan.tables) {
    compared.push({ table, comparison: await scanTable(table, plan, ends, examples, context) });
  }
  const touched = await touchedKeys(plan, ends, context);
  const tables = compared.map(({ table, comparison }) =>
    tableReport(table, comparison.finish(touched.get(table) ?? new Set()), ends),
  );
  return {
    pipeline: pipeline.name,
    connector: name,
    configFrom: live === undefined ? "file" : "connector",
    carried,
    ignoreErrors: sink.ignoreErrors,
    topics: ends,
    tables,
    duration: context.clock.now() - start,
  };
}
