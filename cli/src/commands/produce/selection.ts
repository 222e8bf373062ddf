import { UsageError } from "../../errors.js";
import type { PipelineTopic } from "../../core/pipeline/pipeline.js";
import type { CommandContext } from "../../ports/context.js";
import type { TopicProduceInput } from "../../program/topic.js";

/** The topic that gets the events. A pipeline with several topics needs `topic` to say which. */
export async function selectTopic(
  selection: Pick<TopicProduceInput, "pipeline" | "topic">,
  context: CommandContext,
): Promise<PipelineTopic> {
  const isFile = /[/\\]|\.ya?ml$/.test(selection.pipeline);
  const [pipeline] = await context.pipelines.select(
    isFile ? { file: selection.pipeline } : { pipeline: selection.pipeline },
  );
  const topics = pipeline?.topics ?? [];
  const names = topics.map(({ name }) => name);
  const [only] = topics;
  if (selection.topic === undefined) {
    if (only !== undefined && topics.length === 1) return only;
    throw new UsageError(`pipeline ${selection.pipeline} has ${topics.length} topics: ${names.join(", ")}`, {
      hint: "say which with --topic",
    });
  }
  const named = topics.find(({ name }) => name === selection.topic);
  if (named !== undefined) return named;
  throw new UsageError(`pipeline ${selection.pipeline} has no topic ${selection.topic}`, {
    hint: `its topics: ${names.join(", ")}`,
  });
}
