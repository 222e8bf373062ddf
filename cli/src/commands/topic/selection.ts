import { allTopics, declaredTopics, type SelectedTopic } from "../../core/pipeline/topics.js";
import type { CommandContext } from "../../ports/context.js";
import type { PipelineSelection } from "../../ports/pipelines.js";

export type { SelectedTopic };

/** The topics of the selected pipelines. */
export async function selectTopics(
  selection: PipelineSelection,
  { pipelines }: CommandContext,
): Promise<readonly SelectedTopic[]> {
  return declaredTopics(await pipelines.select(selection));
}

/** The same, and behind them the topics of their dead letters. */
export async function selectAllTopics(
  selection: PipelineSelection,
  { pipelines }: CommandContext,
): Promise<readonly SelectedTopic[]> {
  return allTopics(await pipelines.select(selection));
}
