import type { CommandDefinition, InputOf } from "./definition.js";
import { wholeNumber } from "./option-values.js";
import { pipelineSelection, replicationOption } from "./shared-options.js";

export const exportCommand = {
  words: ["export"],
  summary: "write what another system deploys connectors from",
  effect: "reads",
  verbatim: true,
  description: [
    "With --strimzi: the manifests of a KafkaConnect and of a KafkaConnector for each pipeline, for the operator of",
    "Strimzi 0.49 or newer. Brokers and how to log in are those of the flags or the context; certificates and passwords",
    "become Secrets, whose names stand in comments. A config with a secret in the clear is refused. Topics and tables are",
    "made by `topic create` and `table init` as ever.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    ...replicationOption,
    strimzi: { flags: "--strimzi", description: "resources of Strimzi, as YAML" },
    cluster: {
      flags: "--cluster <name>",
      description: "name of the KafkaConnect",
      default: "cassink",
    },
    workers: {
      flags: "--workers <n>",
      description: "how many workers it has",
      parse: wholeNumber(1, 1000),
      default: 1,
    },
    image: {
      flags: "--image <reference>",
      description: "image of the workers, with the plugins",
    },
  },
  examples: [
    {
      command: "export --strimzi --bootstrap-servers kafka:9092 --image registry/connect:1 > connect.yaml",
      explains: "all pipelines, for kubectl apply -f connect.yaml",
    },
    {
      command: "export --strimzi item-sales --context prod",
      explains: "one pipeline, on the brokers of a context",
    },
  ],
} as const satisfies CommandDefinition;
export type ExportInput = InputOf<typeof exportCommand>;
