import type { Pipeline, PipelineTopic } from "../../core/pipeline/pipeline.js";
import { letterTopics } from "../../core/pipeline/dead-letter-topic.js";
import type { CommandContext } from "../../ports/context.js";
import type { PipelineSelection } from "../../ports/pipelines.js";

export interface SelectedTopic {
  readonly pipeline: Pipeline;
  readonly topic: PipelineTopic;
  /** Whether it is of the connector's dead letters, or of what has become of them, and the file does not declare it. */
  readonly holdsLetters: boolean;
}

/** The topics of the selected pipelines, each once: the first pipeline that names a topic stands for it. */
export async function selectTopics(
  selection: PipelineSelection,
  context: CommandContext,
): Promise<readonly SelectedTopic[]> {
  return distinct(declaredTopics(await context.pipelines.select(selection)));
}

/** The same, and behind them the topics of their dead letters. */
export async function selectAllTopics(
  selection: PipelineSelection,
  context: CommandContext,
): Promise<readonly SelectedTopic[]> {
  const pipelines = await context.pipelines.select(selection);
  const letters = pipelines.flatMap((pipeline) =>
    letterTopics(pipeline).map((topic) => ({ pipeline, topic, holdsLetters: true })),
  );
  return distinct([...declaredTopics(pipelines), ...letters]);
}

function declaredTopics(pipelines: readonly Pipeline[]): readonly SelectedTopic[] {
  return pipelines.flatMap((pipeline) =>
    pipeline.topics.map((topic) => ({ pipeline, topic, holdsLetters: false })),
  );
}

function distinct(topics: readonly SelectedTopic[]): readonly SelectedTopic[] {
  const byName = new Map<string, SelectedTopic>();
  for (const each of topics) if (!byName.has(each.topic.name)) byName.set(each.topic.name, each);
  return [...byName.values()];
}
