import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import { deadLetterTopicName } from "../../core/pipeline/dead-letter-topic.js";
import { ownConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import type { Selection } from "../../core/pipeline/selection.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";

/** The dead letters of one connector. */
export interface LettersOf {
  readonly pipeline: Pipeline;
  readonly connector: string;
  readonly config: ConnectorConfig;
  /** Where its letters are. */
  readonly topic: string;
}

/** The letters of one pipeline, which is named. */
export async function selectLetters(selection: Selection, context: CommandContext): Promise<LettersOf> {
  const words = [...(selection.name ?? []), ...(selection.file ?? [])];
  const selected = words.length === 0 ? [] : await context.pipelines.select(selection);
  const [pipeline] = selected;
  if (pipeline === undefined || selected.length > 1) {
    const given = selected.length === 0 ? "none is named" : `${selected.length} are named`;
    throw new UsageError(`this is about the dead letters of one pipeline, and ${given}`, {
      hint: "name one pipeline or its file",
    });
  }
  const letters = lettersOf(pipeline);
  if (letters !== undefined) return letters;
  throw new InputError(`the connector of pipeline ${pipeline.name} has no dead-letter topic`, {
    where: `${pipeline.file}: errors.deadletterqueue.topic.name`,
    hint: "set it together with errors.tolerance=all and errors.deadletterqueue.context.headers.enable=true",
  });
}

/** Undefined for a connector without a dead-letter topic. */
export function lettersOf(pipeline: Pipeline): LettersOf | undefined {
  const config = ownConfig(pipeline);
  const topic = deadLetterTopicName(config);
  return topic === undefined ? undefined : { pipeline, connector: pipeline.connector.name, config, topic };
}
