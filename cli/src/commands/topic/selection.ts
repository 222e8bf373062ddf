import type { Pipeline, PipelineTopic } from "../../core/pipeline/pipeline.js";
import type { CommandContext } from "../../ports/context.js";
import type { PipelineSelection } from "../../ports/pipelines.js";

export interface SelectedTopic {
  readonly pipeline: Pipeline;
  readonly topic: PipelineTopic;
}

/** The topics of the selected pipelines, each once: the first pipeline that names a topic stands for it. */
export async function selectTopics(
  selection: PipelineSelection,
  context: CommandContext,
): Promise<readonly SelectedTopic[]> {
  const pipelines = await context.pipelines.select(selection);
  const topics = new Map<string, SelectedTopic>();
  for (const pipeline of pipelines) {
    for (const topic of pipeline.topics) {
      if (!topics.has(topic.name)) topics.set(topic.name, { pipeline, topic });
    }
  }
  return [...topics.values()];
}
