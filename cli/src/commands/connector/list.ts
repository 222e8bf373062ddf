import { declaredTopics } from "../../core/connect/connector-config.js";
import { healthOf, statesOf, worstFirst } from "../../core/connect/deployed-connector.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorListInput } from "../../program/connector.js";
import { type TargetConnector, selectInCluster } from "./cluster-selection.js";

interface ListedConnector {
  readonly connector: string;
  readonly class: string;
  /** A pattern where the connector has `topics.regex`. */
  readonly topics: readonly string[];
  /** Undefined when Connect has no connector of this name. */
  readonly state: string | undefined;
  readonly tasks: readonly { readonly id: number; readonly state: string }[];
}

export interface ConnectorListResult extends CommandResult {
  readonly connectors: readonly ListedConnector[];
}

/** Connectors of the Connect cluster, whoever deployed them; the failed ones first. */
export async function run(input: ConnectorListInput, context: CommandContext): Promise<ConnectorListResult> {
  const { connectors } = await selectInCluster(input, context);
  const listed = worstFirst(connectors.map(row), ({ connector, ...states }) => ({
    name: connector,
    ...states,
  }));
  const allRun = listed.every((connector) => healthOf(connector) === "running");
  return { outcome: allRun ? "clean" : "findings", connectors: listed };
}

function row({ name, deployed }: TargetConnector): ListedConnector {
  const config = deployed?.config ?? {};
  return {
    connector: name,
    class: config["connector.class"] ?? "",
    topics: declaredTopics(config),
    state: deployed === undefined ? undefined : (statesOf(deployed).state ?? "UNASSIGNED"),
    tasks: (deployed?.status?.tasks ?? []).map(({ id, state }) => ({ id, state })),
  };
}
