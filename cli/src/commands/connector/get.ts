import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import { maskedConfig } from "../../core/connect/secret-keys.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorGetInput } from "../../program/connector-watching.js";
import { refuseNothing, selectInCluster } from "./cluster-selection.js";
import { refuseAbsent } from "./refuse-absent.js";

export interface ConnectorGetResult extends CommandResult {
  readonly connectors: readonly {
    readonly connector: string;
    /** As it is deployed; secrets are masked. */
    readonly config: ConnectorConfig;
  }[];
}

/** The deployed configs. @throws InputError for a connector that is not deployed */
export async function run(input: ConnectorGetInput, context: CommandContext): Promise<ConnectorGetResult> {
  refuseNothing(input);
  const { connectors } = await selectInCluster(input, context);
  return {
    outcome: "clean",
    connectors: connectors.map((target) => ({
      connector: target.name,
      config: sorted(maskedConfig(refuseAbsent(target, context).config)),
    })),
  };
}

/** By their keys, so that two of them can be compared line by line. */
export function sorted(config: ConnectorConfig): ConnectorConfig {
  return Object.fromEntries(Object.entries(config).sort(([one], [other]) => (one < other ? -1 : 1)));
}
