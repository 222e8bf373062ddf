import type { CommandDefinition, InputOf } from "./definition.js";
import { connectorStatus } from "./connector.js";
import { clusterSelection } from "./shared-options.js";

export const connectorExplain = {
  words: ["connector", "explain"],
  summary: "say why connectors do not carry their records, and what to do",
  effect: "reads",
  description: [
    "Without a name it explains every connector that Connect does not call running. Those that are named, or all with",
    "--all, are watched too: one may be RUNNING and stand still. Each cause has a stable code and a page with it",
    "(docs/faults). Where a converter or a transform has failed, which Connect tells without the record, the topic is",
    "read from the committed offset until the record is found; behind a transform that is not modelled here, the first",
    "record of each partition that the connector holds is named. Exit code 3 means that there is something to explain.",
  ].join(" "),
  arguments: clusterSelection.arguments,
  options: connectorStatus.options,
  examples: [
    { command: "connector explain", explains: "whatever does not run on the cluster" },
    {
      command: "connector explain item-sales",
      explains: "one connector: failed, waiting, or standing still",
    },
    { command: "connector explain --all -o json", explains: "every connector, for a script" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorExplainInput = InputOf<typeof connectorExplain>;
