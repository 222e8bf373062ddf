import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import type { CommandContext } from "../../ports/context.js";
import type { PipelineSelection } from "../../ports/pipelines.js";

export interface SelectedConnector {
  readonly pipeline: Pipeline;
  /** The connector's name in Connect. */
  readonly name: string;
  /** As Connect gets it; as far as the file alone says it where nothing is deployed. */
  readonly config: ConnectorConfig;
}

/** @param configOf makes the config that Connect gets, unless the command deploys nothing */
export async function selectConnectors(
  selection: PipelineSelection,
  context: CommandContext,
  configOf = (pipeline: Pipeline): ConnectorConfig =>
    deployedConfig(pipeline, () => context.connections.cassandra()),
): Promise<readonly SelectedConnector[]> {
  const pipelines = await context.pipelines.select(selection);
  return pipelines.map((pipeline) => ({
    pipeline,
    name: pipeline.connector.name,
    config: configOf(pipeline),
  }));
}
