import { connectorStatus } from "./connector.js";
import type { CommandDefinition, InputOf } from "./definition.js";
import { duration } from "./option-values.js";
import { clusterSelection } from "./shared-options.js";

export const connectorGet = {
  words: ["connector", "get"],
  summary: "print the deployed configs of connectors",
  effect: "reads",
  description: [
    "As lines of .properties, sorted by their keys, which `connector validate -f -` takes. Secrets are masked, and",
    "references to them, such as ${file:/run/secrets/cassandra:password}, are left.",
  ].join(" "),
  arguments: clusterSelection.arguments,
  options: clusterSelection.options,
  verbatim: true,
  examples: [
    { command: "connector get item-sales", explains: "one connector" },
    { command: "connector get --all -o yaml", explains: "all of the cluster, in one document" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorGetInput = InputOf<typeof connectorGet>;

export const connectorDescribe = {
  words: ["connector", "describe"],
  summary: "show all that is known of connectors on one page",
  effect: "reads",
  description: [
    "Class and version, topics, consumer group and dead letters, what `connector status` says, with its exit code, and the",
    "deployed config with its secrets masked.",
  ].join(" "),
  arguments: clusterSelection.arguments,
  options: connectorStatus.options,
  examples: [{ command: "connector describe item-sales", explains: "one connector" }],
} as const satisfies CommandDefinition;
export type ConnectorDescribeInput = InputOf<typeof connectorDescribe>;

export const connectorLag = {
  words: ["connector", "lag"],
  summary: "say what connectors have still to carry, in records and in seconds",
  effect: "reads",
  description: [
    "Seconds are now minus the time of the first record that is not carried: how old the rows of the table may be. By the",
    "record's own time, so of old events they are many from the start. Without a name it is every connector of the",
    "cluster. With --wait-for-zero the command ends when nothing is left to carry, or with exit code 3 when the time is",
    "over. A sink with order=time commits the last records of a topic up to 5 s late (order.idleRelease).",
  ].join(" "),
  arguments: clusterSelection.arguments,
  options: {
    ...clusterSelection.options,
    waitForZero: { flags: "--wait-for-zero", description: "until nothing is left to carry" },
    timeout: {
      flags: "--timeout <duration>",
      description: "for the wait",
      parse: duration,
      default: 300_000,
      defaultText: "5m",
    },
  },
  examples: [
    { command: "connector lag", explains: "the whole cluster" },
    {
      command: "connector lag item-sales --wait-for-zero --timeout 10m",
      explains: "in a script, before a switch",
    },
  ],
} as const satisfies CommandDefinition;
export type ConnectorLagInput = InputOf<typeof connectorLag>;

export const connectorWatch = {
  words: ["connector", "watch"],
  summary: "watch how connectors carry, until Ctrl-C",
  effect: "reads",
  streams: "until interrupted",
  description: [
    "State, lag in records and seconds, rows a second, and what tasks count since they started: errors (records reported or",
    "passed over), retries (requests sent again), held (offsets that could not be committed at the last commit). These",
    "numbers are those of Cassink's sink, on workers that tell them. Without a name it is every connector of the cluster.",
    "A terminal shows the latest look; elsewhere it is a line for each connector, and with -o json a document for all.",
    "Ends with 0.",
  ].join(" "),
  arguments: clusterSelection.arguments,
  options: {
    ...clusterSelection.options,
    interval: {
      flags: "--interval <duration>",
      description: "between two looks",
      parse: duration,
      default: 2_000,
      defaultText: "2s",
    },
  },
  examples: [
    { command: "connector watch item-sales", explains: "one connector" },
    {
      command: "connector watch --interval 10s -o json > watched.ndjson",
      explains: "a document each ten seconds",
    },
  ],
} as const satisfies CommandDefinition;
export type ConnectorWatchInput = InputOf<typeof connectorWatch>;
