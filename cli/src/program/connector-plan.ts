import type { CommandDefinition, InputOf } from "./definition.js";
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
