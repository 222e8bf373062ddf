import { type ConnectorConfig, namesIn, subscribedTopics } from "../../core/connect/connector-config.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { TargetConnector } from "./cluster-selection.js";

/** The names of all topics, where a connector reads those that match a pattern; else none, and nobody is asked. */
export async function existingTopicsFor(
  targets: readonly TargetConnector[],
  kafka: CommandContext["kafka"],
): Promise<readonly string[]> {
  const hasPattern = targets.some(({ deployed }) => deployed?.config["topics.regex"] !== undefined);
  return hasPattern ? kafka.topicNames() : [];
}

export interface ReadTopics {
  readonly topics: readonly string[];
  /** Those that its config names, and that are not there: Connect waits for them without a word. */
  readonly missing: readonly string[];
  /** Why they are not known. */
  readonly unknown?: string;
}

export const noTopics: ReadTopics = { topics: [], missing: [] };

/**
 * The topics that are there. One that the user may not know is an error: a lag without it would say too little. A pattern
 * that is not modelled here must not hide the other connectors.
 */
export async function readTopics(
  config: ConnectorConfig,
  existing: readonly string[],
  kafka: CommandContext["kafka"],
): Promise<ReadTopics> {
  if (config["topics.regex"] === undefined) {
    const names = namesIn(config["topics"]);
    const isThere = await Promise.all(names.map((name) => kafka.hasTopic(name)));
    return {
      topics: names.filter((_, index) => isThere[index] === true),
      missing: names.filter((_, index) => isThere[index] !== true),
    };
  }
  try {
    return { ...noTopics, topics: subscribedTopics(config, existing) };
  } catch (error) {
    if (error instanceof InputError) return { ...noTopics, unknown: `topics.regex: ${error.message}` };
    throw error;
  }
}
