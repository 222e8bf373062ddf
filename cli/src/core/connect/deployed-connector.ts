import type { ConnectorConfig } from "./connector-config.js";
import type { ConnectorStatus } from "./status.js";

/** A connector as Connect has it. */
export interface DeployedConnector {
  readonly name: string;
  /** Empty where Connect has not said: of a connector that no worker has taken yet. */
  readonly config: ConnectorConfig;
  readonly status: ConnectorStatus | undefined;
}

/** Worst first: the order in which connectors are shown. */
const healths = ["failed", "not running", "running"] as const;

export type Health = (typeof healths)[number];

/** The states of a connector and of its tasks. */
export interface States {
  /** Undefined where Connect has none. */
  readonly state: string | undefined;
  readonly tasks: readonly { readonly state: string }[];
}

/** A connector runs when it and all of its tasks do; without tasks it carries nothing. */
export function healthOf({ state, tasks }: States): Health {
  const parts = [state, ...tasks.map((task) => task.state)];
  if (parts.includes("FAILED")) return "failed";
  return tasks.length > 0 && parts.every((part) => part === "RUNNING") ? "running" : "not running";
}

/** The worst first, those of one health by their names. */
export function worstFirst<Connector>(
  connectors: readonly Connector[],
  of: (connector: Connector) => States & { readonly name: string },
): readonly Connector[] {
  return connectors
    .map((connector) => ({
      connector,
      name: of(connector).name,
      rank: healths.indexOf(healthOf(of(connector))),
    }))
    .sort((one, other) => one.rank - other.rank || (one.name < other.name ? -1 : 1))
    .map(({ connector }) => connector);
}

/** The states as Connect writes them. */
export function statesOf({ status }: DeployedConnector): States {
  return { state: status?.connector.state, tasks: status?.tasks ?? [] };
}
