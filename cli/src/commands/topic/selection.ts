import type { Pipeline, PipelineTopic } from "../../core/pipeline/pipeline.js";
import type { CommandContext } from "../../ports/context.js";

/** Which pipelines a topic command is about: one by name, one by file, or all. */
export interface TopicSelection {
  readonly pipeline?: string;
  readonly file?: string;
}

export interface SelectedTopic {
  readonly pipeline: Pipeline;
  readonly topic: PipelineTopic;
}

/** The topics of the selected pipelines, each once: the first pipeline that names a topic stands for it. */
export async function selectTopics(
  selection: TopicSelection,
  context: CommandContext,
): Promise<readonly SelectedTopic[]> {
  const pipelines = await selectPipelines(selection, context);
  const topics = new Map<string, SelectedTopic>();
  for (const pipeline of pipelines) {
    for (const topic of pipeline.topics) {
      if (!topics.has(topic.name)) topics.set(topic.name, { pipeline, topic });
    }
  }
  return [...topics.values()];
}

export function selectPipelines(
  { pipeline, file }: TopicSelection,
  context: CommandContext,
): Promise<readonly Pipeline[]> {
  return context.pipelines.select({ name: pipeline, file });
}
