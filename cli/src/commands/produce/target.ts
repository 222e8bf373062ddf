import { UsageError } from "../../errors.js";
import type { PipelineTopic } from "../../core/pipeline/pipeline.js";
import type { CommandContext } from "../../ports/context.js";

/** Where events go: one topic of one pipeline. */
export interface TargetChoice {
  /** Name of a pipeline, or path of a pipeline file. */
  readonly pipeline: string;
  /** Needed only when the pipeline has several topics. */
  readonly topic?: string | undefined;
}

export async function targetTopic(choice: TargetChoice, context: CommandContext): Promise<PipelineTopic> {
  const isFile = /[/\\]|\.ya?ml$/.test(choice.pipeline);
  const [pipeline] = await context.pipelines.select(
    isFile ? { file: choice.pipeline } : { name: choice.pipeline },
  );
  const topics = pipeline?.topics ?? [];
  const names = topics.map(({ name }) => name);
  const [only] = topics;
  if (choice.topic === undefined) {
    if (only !== undefined && topics.length === 1) return only;
    throw new UsageError(`pipeline ${choice.pipeline} has ${topics.length} topics: ${names.join(", ")}`, {
      hint: "say which with --topic",
    });
  }
  const named = topics.find(({ name }) => name === choice.topic);
  if (named !== undefined) return named;
  throw new UsageError(`pipeline ${choice.pipeline} has no topic ${choice.topic}`, {
    hint: `its topics: ${names.join(", ")}`,
  });
}
