import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import type { CommandContext } from "../../ports/context.js";

/** What every connector command takes: a pipeline by name, or a pipeline's or connector's file; neither means all. */
export interface ConnectorChoice {
  readonly pipeline?: string;
  readonly file?: string;
}

export interface ChosenConnector {
  readonly pipeline: Pipeline;
  /** The connector's name in Connect. */
  readonly name: string;
  /** The config as Connect gets it. */
  readonly config: Readonly<Record<string, string>>;
}

export async function connectorsOf(
  choice: ConnectorChoice,
  context: CommandContext,
): Promise<readonly ChosenConnector[]> {
  const pipelines = await context.pipelines.select({ name: choice.pipeline, file: choice.file });
  return pipelines.map((pipeline) => ({
    pipeline,
    name: pipeline.connector.name,
    config: deployedConfig(pipeline, context.endpoints),
  }));
}
