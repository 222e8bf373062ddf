import { type ConnectorConfig, declaredTopics } from "../../core/connect/connector-config.js";
import { maskedConfig } from "../../core/connect/secret-keys.js";
import { deadLetterTopicName } from "../../core/pipeline/dead-letter-topic.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorDescribeInput } from "../../program/connector-watching.js";
import { refuseNothing, selectInCluster } from "./cluster-selection.js";
import { sorted } from "./get.js";
import { refuseAbsent } from "./refuse-absent.js";
import { type ConnectorDetails, detailsOf } from "./status.js";

interface DescribedConnector {
  readonly connector: string;
  readonly class: string;
  /** Of the plugin; absent where the worker does not have it, or does not say. */
  readonly version?: string;
  /** A pattern where the connector has `topics.regex`. */
  readonly topics: readonly string[];
  readonly deadLetterTopic?: string;
  /** As it is deployed; secrets are masked. */
  readonly config: ConnectorConfig;
}

export interface ConnectorDescribeResult extends CommandResult {
  readonly connectors: readonly DescribedConnector[];
  /** What `connector status` says of them. */
  readonly status: ConnectorDetails;
}

/** All that is known of connectors. @throws InputError for one that is not deployed */
export async function run(
  input: ConnectorDescribeInput,
  context: CommandContext,
): Promise<ConnectorDescribeResult> {
  refuseNothing(input);
  const { connectors: targets } = await selectInCluster(input, context);
  const deployed = targets.map((target) => refuseAbsent(target, context));
  const [plugins, found] = await Promise.all([
    context.connect.plugins(),
    detailsOf(
      targets.map((target) => ({ ...target, pipeline: undefined })),
      input.sample,
      context,
    ),
  ]);
  const connectors = deployed.map(({ name, config }): DescribedConnector => {
    const connectorClass = config["connector.class"] ?? "";
    const version = plugins.find((plugin) => plugin.class === connectorClass)?.version ?? "";
    const deadLetterTopic = deadLetterTopicName(config);
    return {
      connector: name,
      class: connectorClass,
      ...(version === "" ? {} : { version }),
      topics: declaredTopics(config),
      ...(deadLetterTopic === undefined ? {} : { deadLetterTopic }),
      config: sorted(maskedConfig(config)),
    };
  });
  return { outcome: found.outcome, connectors, status: found };
}
