import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import type { CommandContext } from "../../ports/context.js";
import type { PipelineSelection } from "../../ports/pipelines.js";

export interface SelectedConnector {
  readonly pipeline: Pipeline;
  /** The connector's name in Connect. */
  readonly name: string;
  /** The config as Connect gets it. */
  readonly config: ConnectorConfig;
}

export async function selectConnectors(
  selection: PipelineSelection,
  context: CommandContext,
): Promise<readonly SelectedConnector[]> {
  const pipelines = await context.pipelines.select(selection);
  return pipelines.map((pipeline) => ofPipeline(pipeline, context));
}

export function ofPipeline(pipeline: Pipeline, { connections }: CommandContext): SelectedConnector {
  return { pipeline, name: pipeline.connector.name, config: deployedConfig(pipeline, connections) };
}
