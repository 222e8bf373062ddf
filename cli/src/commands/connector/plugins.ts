import type { PluginInfo } from "../../core/connect/status.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorPluginsInput } from "../../program/connector.js";

interface ListedPlugin extends PluginInfo {
  /** Its settings of type PASSWORD; undefined where they were not asked for. */
  readonly sensitive?: readonly string[];
}

export interface ConnectorPluginsResult extends CommandResult {
  readonly plugins: readonly ListedPlugin[];
}

/** The plugins of the worker that answers; of connectors alone, with their secrets, where these are asked for. */
export async function run(
  { sensitive }: ConnectorPluginsInput,
  { connect }: CommandContext,
): Promise<ConnectorPluginsResult> {
  const plugins = await connect.plugins();
  if (sensitive !== true) return { outcome: "clean", plugins };
  const connectors = plugins.filter(({ type }) => type === "sink" || type === "source");
  const withSecrets = connectors.map(async (plugin) => {
    const settings = await connect.pluginSettings(plugin.class);
    return {
      ...plugin,
      sensitive: settings.filter(({ type }) => type === "PASSWORD").map(({ name }) => name),
    };
  });
  return { outcome: "clean", plugins: await Promise.all(withSecrets) };
}
