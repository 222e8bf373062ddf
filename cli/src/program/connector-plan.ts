import type { CommandDefinition, InputOf } from "./definition.js";
import { startingPoint } from "../core/kafka/starting-point.js";
import { wholeNumber } from "./option-values.js";
import { pipelineSelection, replicationOption } from "./shared-options.js";

export const connectorPlan = {
  words: ["connector", "plan"],
  summary: "say key by key what deploying pipelines would change",
  effect: "reads",
  description: [
    "Topics as `topic create` sees them, tables as `table init` does, and connectors as `connector deploy` does. Exit",
    "code 3 means that something is to be made or changed, or is there and cannot be. Nothing counts that the cluster",
    "has added itself, such as defaults. What stands behind a mask, or may be what a reference such as",
    "${file:/run/secrets/cassandra:password} stands for, cannot be seen: it is shown, and is no change.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    ...replicationOption,
    out: {
      flags: "--out <file>",
      description: "keep the plan, for `connector deploy --plan`; secrets are not in it",
      completes: ["file"],
    },
  },
  examples: [
    { command: "connector plan", explains: "all pipelines" },
    { command: "connector plan my.yaml -o json", explains: "in CI, before a deployment" },
    { command: "connector plan my.yaml --out plan.json", explains: "to look at it, and to deploy just that" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorPlanInput = InputOf<typeof connectorPlan>;

export const connectorPreview = {
  words: ["connector", "preview"],
  summary: "show what real records of the topics would become, before anything is deployed",
  effect: "reads",
  description: [
    "For each record and table: the row as CQL values, the statement, its write time in microseconds and when it expires;",
    "or that a transform drops it, or why it is refused. Of a query of the config's own, and of counters, it is the",
    "statement with what Cassink's sink binds to it. The model is the one by which `verify table` judges. Topics and",
    "tables must be there. Records are read in no consumer group, and nothing is changed. Exit code 3: a record is refused;",
    "4: of a record it cannot be said what it becomes; 1: a table takes what no model tells.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    records: {
      flags: "--records <n>",
      description: "of each topic",
      parse: wholeNumber(1, 10_000),
      default: 10,
    },
    from: {
      flags: "--from <start>",
      description:
        "earliest, latest (the last ones), an offset (of each partition), records' places (sales-0@1187,sales-1@40), a time (UTC without a zone), or how long ago: 10m",
      parse: startingPoint,
      default: { kind: "earliest" },
      defaultText: "earliest",
    },
  },
  examples: [
    { command: "connector preview item-sales --records 50", explains: "the first 50 records" },
    { command: "connector preview my.yaml --from latest", explains: "the newest ones" },
    { command: "connector preview my.yaml --from sales-0@1187 --records 1", explains: "one record" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorPreviewInput = InputOf<typeof connectorPreview>;
