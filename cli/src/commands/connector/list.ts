import { namesIn } from "../../core/connect/connector-config.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";

interface ListedConnector {
  readonly connector: string;
  readonly class: string;
  readonly topics: readonly string[];
  readonly state: string;
  readonly tasks: readonly { readonly id: number; readonly state: string }[];
}

export interface ConnectorListResult extends CommandResult {
  readonly connectors: readonly ListedConnector[];
}

/** Every connector of the Connect cluster, whoever deployed it. */
export async function run(_input: object, { connect }: CommandContext): Promise<ConnectorListResult> {
  const names = await connect.connectorNames();
  const connectors = await Promise.all(
    names.map(async (name): Promise<readonly ListedConnector[]> => {
      const [config, status] = await Promise.all([connect.config(name), connect.status(name)]);
      // Deleted since the names were asked for.
      if (config === undefined) return [];
      return [
        {
          connector: name,
          class: config["connector.class"] ?? "",
          topics: "topics" in config ? namesIn(config["topics"]) : [config["topics.regex"] ?? ""],
          state: status?.connector.state ?? "UNASSIGNED",
          tasks: (status?.tasks ?? []).map(({ id, state }) => ({ id, state })),
        },
      ];
    }),
  );
  return { outcome: "clean", connectors: connectors.flat() };
}
