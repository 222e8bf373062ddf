import { letterTopics } from "./dead-letter-topic.js";
import type { Pipeline, PipelineTopic } from "./pipeline.js";

/** A topic of a pipeline. */
export interface SelectedTopic {
  readonly pipeline: Pipeline;
  readonly topic: PipelineTopic;
  /** Whether it is of the connector's dead letters, or of what has become of them, and the file does not declare it. */
  readonly holdsLetters: boolean;
}

/** The topics that the pipelines declare, each once: the first pipeline that names a topic stands for it. */
export function declaredTopics(pipelines: readonly Pipeline[]): readonly SelectedTopic[] {
  return distinct(declaredBy(pipelines));
}

/** The same, and behind them the topics of their dead letters. */
export function allTopics(pipelines: readonly Pipeline[]): readonly SelectedTopic[] {
  const letters = pipelines.flatMap((pipeline) =>
    letterTopics(pipeline).map((topic) => ({ pipeline, topic, holdsLetters: true })),
  );
  return distinct([...declaredBy(pipelines), ...letters]);
}

function declaredBy(pipelines: readonly Pipeline[]): readonly SelectedTopic[] {
  return pipelines.flatMap((pipeline) =>
    pipeline.topics.map((topic) => ({ pipeline, topic, holdsLetters: false })),
  );
}

function distinct(topics: readonly SelectedTopic[]): readonly SelectedTopic[] {
  const byName = new Map<string, SelectedTopic>();
  for (const each of topics) if (!byName.has(each.topic.name)) byName.set(each.topic.name, each);
  return [...byName.values()];
}
