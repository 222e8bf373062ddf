import type { CommandDefinition, InputOf } from "./definition.js";
import { duration } from "./option-values.js";
import { dryRunOption, clusterSelection, pipelineSelection, replicationOption } from "./shared-options.js";

export const connectorValidate = {
  words: ["connector", "validate"],
  summary: "check connector configs, offline and against the servers",
  effect: "reads",
  description: [
    "Three levels: the config's text and its mapping; Connect's own validation; live topics and tables. A problem",
    "names its key, the place in the mapping and what was probably meant. A server that does not answer leaves its",
    "level unchecked, and the result says so. Exit code 3 means problems; warnings do not count.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    offline: { flags: "--offline", description: "only what needs no server" },
  },
  examples: [
    { command: "connector validate", explains: "all pipelines" },
    { command: "connector validate --offline my-sink.json", explains: "a Connect config, in CI" },
    { command: "connector validate -f pipelines/ -f my.yaml", explains: "a folder of files, and one more" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorValidateInput = InputOf<typeof connectorValidate>;

export const connectorDeploy = {
  words: ["connector", "deploy"],
  summary: "validate, create or update connectors, and wait until they run",
  effect: "changes",
  description: [
    "Ends with success only when each connector and all of its tasks run with the new config. A failure prints the",
    "root cause of the task's trace. Values such as ${file:/run/secrets/cassandra:password} are left to the worker's",
    "config providers; secrets are never printed. A connector that is there already is updated where it is an earlier",
    "version of the pipeline's. One of another class, or with a topic or table that the pipeline does not name, is left",
    "alone unless --yes is given. The dry run shows the difference key by key.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    ...replicationOption,
    plan: {
      flags: "--plan <file>",
      description: "what this plan holds, if nothing of it has moved since `connector plan --out`",
      completes: ["file"],
    },
    dryRun: { flags: "--dry-run", description: "validate, and show what would be deployed or change" },
    yes: { flags: "-y, --yes", description: "yes, replace a connector that is not this pipeline's" },
    timeout: {
      flags: "--timeout <duration>",
      description: "for connector and tasks to run",
      parse: duration,
      default: 90_000,
      defaultText: "90s",
    },
  },
  examples: [
    { command: "connector deploy", explains: "the connectors of all pipelines" },
    { command: "connector deploy weather --dry-run", explains: "see the config first" },
    { command: "connector deploy -f my-sink.json", explains: "any Connect config" },
    { command: "connector deploy --plan plan.json", explains: "what was planned, or nothing" },
    { command: "connector deploy --replication 3", explains: "rows are written with LOCAL_QUORUM" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorDeployInput = InputOf<typeof connectorDeploy>;

export const connectorPlugins = {
  words: ["connector", "plugins"],
  summary: "list the plugins that the workers have",
  effect: "reads",
  description: [
    "With --sensitive: the settings of each connector class that hold secrets, by the type PASSWORD that it declares for",
    "them, as managed services want them named.",
  ].join(" "),
  options: { sensitive: { flags: "--sensitive", description: "the settings that hold secrets" } },
  examples: [
    { command: "connector plugins", explains: "classes, types and versions" },
    {
      command: "connector plugins --sensitive -o json",
      explains: "what a managed service has to keep secret",
    },
  ],
} as const satisfies CommandDefinition;
export type ConnectorPluginsInput = InputOf<typeof connectorPlugins>;

export const connectorList = {
  words: ["connector", "list"],
  summary: "list the connectors of the Connect cluster",
  effect: "reads",
  description: [
    "With state, tasks and topics, whoever deployed them; the failed ones first. Exit code 3 means that one does not",
    "run.",
  ].join(" "),
  arguments: clusterSelection.arguments,
  options: clusterSelection.options,
  examples: [
    { command: "connector list", explains: "the whole cluster" },
    { command: "connector list --state failed", explains: "what has failed" },
    { command: "connector list --regex 'sales-.*'", explains: "by their names" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorListInput = InputOf<typeof connectorList>;

export const connectorStatus = {
  words: ["connector", "status"],
  summary: "say whether connectors run, what they have still to carry, and whether they move",
  effect: "reads",
  description: [
    "Without a name it is an overview of the whole cluster by Connect's word, the failed ones first. Connectors that are",
    "selected are shown in detail.",
    "A connector may be RUNNING and stand still at a record that it cannot write. When a partition has records to",
    "carry it is watched until its committed offset moves, and reported as not moving when it does not within",
    "--sample: give it two of the worker's commit intervals (offset.flush.interval.ms, a minute by default). Exit",
    "code 3 means that a connector is missing, failed or not moving. Where the worker tells what the tasks of Cassink's",
    "sink count, as those of a local stack do, the most important numbers are shown too.",
  ].join(" "),
  arguments: clusterSelection.arguments,
  options: {
    ...clusterSelection.options,
    sample: {
      flags: "--sample <duration>",
      description: "how long to watch a partition that has records to carry",
      parse: duration,
      default: 12_000,
      defaultText: "12s",
    },
  },
  examples: [
    { command: "connector status", explains: "the whole cluster" },
    { command: "connector status item-sales metrics", explains: "two connectors in detail" },
    { command: "connector status --state failed", explains: "what has failed, and at which record" },
    { command: "connector status item-sales --sample 2m", explains: "on a worker that commits every minute" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorStatusInput = InputOf<typeof connectorStatus>;

/** What tells connectors to do something and waits for it. */
const steered = {
  arguments: clusterSelection.arguments,
  options: {
    ...clusterSelection.options,
    timeout: {
      flags: "--timeout <duration>",
      description: "for each connector to do it",
      parse: duration,
      default: 60_000,
      defaultText: "60s",
    },
    ...dryRunOption,
  },
} as const;

export const connectorPause = {
  words: ["connector", "pause"],
  summary: "let connectors carry nothing more; they keep their partitions",
  effect: "changes",
  description:
    "Ends when the connectors and their tasks are paused. One that is paused already is left alone.",
  ...steered,
  examples: [
    { command: "connector pause weather", explains: "one connector" },
    { command: "connector pause --all", explains: "before work on Cassandra" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorSteerInput = InputOf<typeof connectorPause>;

export const connectorResume = {
  words: ["connector", "resume"],
  summary: "let connectors go on that are paused or stopped",
  effect: "changes",
  description:
    "Ends when connectors and tasks run; exit code 3 and the root cause when one fails. One that is neither paused nor stopped is left alone.",
  ...steered,
  examples: [
    { command: "connector resume weather", explains: "one connector" },
    { command: "connector resume --state paused", explains: "all that are paused" },
  ],
} as const satisfies CommandDefinition;

export const connectorStop = {
  words: ["connector", "stop"],
  summary: "end the tasks of connectors; configs and offsets stay",
  effect: "changes",
  description:
    "Ends when the tasks are gone. A stopped connector gives its partitions back, and its offsets can be changed; `connector resume` starts its tasks again where they were.",
  ...steered,
  examples: [{ command: "connector stop weather", explains: "one connector" }],
} as const satisfies CommandDefinition;

export const connectorRestart = {
  words: ["connector", "restart"],
  summary: "restart connectors with their tasks, or what has failed of them",
  effect: "changes",
  description:
    "Ends when connectors and tasks run; exit code 3 and the root cause when one fails again: a record that fails a task does so after a restart too, until it is dealt with.",
  arguments: steered.arguments,
  options: {
    ...steered.options,
    failed: { flags: "--failed", description: "only connectors and tasks that have failed" },
  },
  examples: [
    { command: "connector restart weather", explains: "one connector and all of its tasks" },
    { command: "connector restart --all --failed", explains: "whatever has failed on the cluster" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorRestartInput = InputOf<typeof connectorRestart>;

export const connectorDelete = {
  words: ["connector", "delete"],
  summary: "delete connectors; topics and tables stay",
  effect: "destroys",
  description: [
    "What was read stays known to Kafka: a connector that is deployed again under the same name goes on where it",
    "was. Deleting a pipeline's connector that is not there does no harm. Something must be named; what a pattern, a",
    "state or --all selects is listed first, and deleted with --yes.",
  ].join(" "),
  arguments: clusterSelection.arguments,
  options: {
    ...clusterSelection.options,
    offsets: {
      flags: "--offsets",
      description:
        "forget what was read, and which receipts were told: a new deployment begins at the first records",
    },
    yes: { flags: "-y, --yes", description: "yes, delete all that were selected" },
    ...dryRunOption,
  },
  examples: [
    { command: "connector delete weather", explains: "one connector" },
    { command: "connector delete --regex 'test-.*' --yes", explains: "all whose names match" },
    { command: "connector delete weather --offsets", explains: "to carry all of the topic again later" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorDeleteInput = InputOf<typeof connectorDelete>;
