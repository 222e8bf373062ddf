import type { CommandDefinition, InputOf } from "./definition.js";
import { connectorStatus } from "./connector.js";
import { wholeNumber } from "./option-values.js";
import { pipelineSelection } from "./shared-options.js";

export const doctor = {
  words: ["doctor"],
  summary: "look at this machine and the servers, or at all that pipelines need on a live cluster",
  effect: "reads",
  description: [
    "Without a name: JDK, Maven, ports, disk, servers, plugins, versions and clocks. With pipelines: whether everything is",
    "as it must be before they are deployed, and after it: servers and clocks; topics and their settings; plugins,",
    "overrides; tables, columns and keys; the newest records of each partition, as the connector would read and write",
    "them; rights; the connector, its consumer group and its dead letters.",
    "Each line is ok, a warning, a problem, or could not be judged, and says what to do. The servers are those that every",
    "other command would use: named by flag or environment, else the local stack. Exit code 0 when nothing is wrong, 3",
    "with problems, 4 when something could not be judged; warnings do not count.",
  ].join(" "),
  arguments: {
    name: {
      ...pipelineSelection.arguments.name,
      description:
        "pipelines of connectors/pipelines, or paths of files and folders (this machine when left out)",
    },
  },
  options: {
    ...pipelineSelection.options,
    records: {
      flags: "--records <n>",
      description: "the newest ones of each partition that are tried",
      parse: wholeNumber(1, 1_000),
      default: 20,
    },
    sample: connectorStatus.options.sample,
  },
  examples: [
    { command: "doctor", explains: "before the first up, and whenever something does not work" },
    { command: "doctor item-sales", explains: "before a deployment, and after it" },
    {
      command: "doctor my.yaml --records 200 -o json",
      explains: "in CI, with more records of each partition",
    },
    {
      command: "doctor --connect-url http://connect.example:8083",
      explains: "look at another worker, its plugins and its clock",
    },
  ],
} as const satisfies CommandDefinition;
export type DoctorInput = InputOf<typeof doctor>;
