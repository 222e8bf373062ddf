import type { CommandDefinition, InputOf } from "./definition.js";
import { duration } from "./option-values.js";
import { pipelineArgument, replicationOption } from "./shared-options.js";

const configOption = {
  file: {
    flags: "-f, --file <path>",
    description:
      "a pipeline file or a Connect config (JSON, YAML, .properties) instead of a name; - is standard input",
  },
} as const;

export const connectorValidate = {
  words: ["connector", "validate"],
  summary: "check connector configs, offline and against the servers",
  description: [
    "Three levels: the config's text and its mapping; Connect's own validation; live topics and tables. A problem",
    "names its key, the place in the mapping and what was probably meant. A server that does not answer leaves its",
    "level unchecked, and the result says so. Exit code 3 means problems; warnings do not count.",
  ].join(" "),
  arguments: pipelineArgument,
  options: {
    ...configOption,
    offline: { flags: "--offline", description: "only what needs no server" },
  },
  examples: [
    { command: "connector validate", explains: "all pipelines" },
    { command: "connector validate --offline -f my-sink.json", explains: "a Connect config, in CI" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorValidateInput = InputOf<typeof connectorValidate>;

export const connectorDeploy = {
  words: ["connector", "deploy"],
  summary: "validate, create or update connectors, and wait until they run",
  description: [
    "Ends with success only when each connector and all of its tasks run with the new config. A failure prints the",
    "root cause of the task's trace. Values such as ${file:/run/secrets/cassandra:password} are left to the worker's",
    "config providers; secrets are never printed.",
  ].join(" "),
  arguments: pipelineArgument,
  options: {
    ...configOption,
    ...replicationOption,
    dryRun: { flags: "--dry-run", description: "validate, and show the config that would be deployed" },
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
    { command: "connector deploy --replication 3", explains: "rows are written with LOCAL_QUORUM" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorDeployInput = InputOf<typeof connectorDeploy>;

export const connectorList = {
  words: ["connector", "list"],
  summary: "list every connector of the Connect cluster",
  examples: [{ command: "connector list", explains: "with state, tasks and topics" }],
} as const satisfies CommandDefinition;

export const connectorStatus = {
  words: ["connector", "status"],
  summary: "say whether connectors run, what they have still to carry, and whether they move",
  description: [
    "A connector may be RUNNING and stand still at a record that it cannot write. When a partition has records to",
    "carry it is watched until its committed offset moves, and reported as not moving when it does not within",
    "--sample: give it two of the worker's commit intervals (offset.flush.interval.ms, a minute by default). Exit",
    "code 3 means that a connector is missing, failed or not moving. Where the worker tells what the tasks of Cassink's",
    "sink count, as those of a local stack do, the most important numbers are shown too.",
  ].join(" "),
  arguments: pipelineArgument,
  options: {
    ...configOption,
    sample: {
      flags: "--sample <duration>",
      description: "how long to watch a partition that has records to carry",
      parse: duration,
      default: 12_000,
      defaultText: "12s",
    },
  },
  examples: [
    { command: "connector status", explains: "all pipelines" },
    { command: "connector status item-sales --sample 2m", explains: "on a worker that commits every minute" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorStatusInput = InputOf<typeof connectorStatus>;

export const connectorDelete = {
  words: ["connector", "delete"],
  summary: "delete connectors; topics and tables stay",
  description: [
    "What was read stays known to Kafka: a connector that is deployed again under the same name goes on where it",
    "was. Deleting what is not there does no harm.",
  ].join(" "),
  arguments: pipelineArgument,
  options: {
    ...configOption,
    offsets: {
      flags: "--offsets",
      description: "forget what was read: a new deployment begins at the first records",
    },
  },
  examples: [
    { command: "connector delete weather", explains: "one connector" },
    { command: "connector delete weather --offsets", explains: "to carry all of the topic again later" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorDeleteInput = InputOf<typeof connectorDelete>;
