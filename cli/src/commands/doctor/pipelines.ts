import { type Check, finding } from "../../core/doctor/check.js";
import { CassinkError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { SelectedPipeline } from "../../ports/pipelines.js";
import type { DoctorInput } from "../../program/doctor.js";
import type { ExaminedPipeline } from "./examined.js";
import { pipelineChecks } from "./pipeline.js";
import { serverChecks } from "./servers.js";
import { validationsOf } from "./other-commands.js";

export interface PipelineChecks {
  readonly pipeline: string;
  readonly checks: readonly Check[];
}

/** Servers once, and each pipeline on them; a broken file is a problem beside the others. */
export async function checkPipelines(
  input: DoctorInput,
  context: CommandContext,
): Promise<{ readonly checks: readonly Check[]; readonly pipelines: readonly PipelineChecks[] }> {
  const selected = await context.pipelines.selectEach(input);
  const readable = selected.flatMap((each) => ("problem" in each ? [] : [each.pipeline]));
  // Other commands are asked, too, and standard input can be read once.
  if (readable.some(({ file }) => file === "standard input")) {
    throw new UsageError("doctor cannot take a pipeline from standard input", {
      hint: "name the pipeline's file",
    });
  }
  const [servers, shipped] = await Promise.all([serverChecks(context, false), context.pipelines.names()]);
  const validations = await validationsOf(readable, context);
  const pipelines: PipelineChecks[] = [];
  for (const each of selected) {
    context.signal.throwIfAborted();
    if ("problem" in each) {
      pipelines.push(brokenFile(each));
      continue;
    }
    const { pipeline } = each;
    const examined: ExaminedPipeline = {
      pipeline,
      words: shipped.includes(pipeline.name) ? pipeline.name : `-f ${pipeline.file}`,
      validation: validations.get(pipeline.name),
    };
    const checks = await pipelineChecks(examined, servers, input, context);
    pipelines.push({ pipeline: pipeline.name, checks });
  }
  return { checks: [...servers.kafka, ...servers.connect, ...servers.cassandra], pipelines };
}

function brokenFile({
  name,
  problem,
}: Extract<SelectedPipeline, { readonly problem: Error }>): PipelineChecks {
  const { where, hint = "correct the file", lines = [] } = problem instanceof CassinkError ? problem : {};
  const check = finding("file", [problem.message, ...lines].join("; "), hint);
  return { pipeline: name, checks: [where === undefined ? check : { ...check, where }] };
}
