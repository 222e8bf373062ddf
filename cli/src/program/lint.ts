import type { CommandDefinition, InputOf } from "./definition.js";
import { pipelineSelection } from "./shared-options.js";

export const lint = {
  words: ["lint"],
  summary: "check pipeline files and connector configs without a server, for editors and CI",
  effect: "reads",
  description: [
    "Everything that `connector validate --offline` checks, each problem with file, line and column: every key of both",
    "sinks, of Connect, of its converters, transforms, predicates and Kafka clients, by their own definitions (Kafka 4.3);",
    "mapping, event schema and CQL against each other. `-o github` writes annotations for GitHub Actions, `-o sarif` SARIF",
    "2.1.0 for code scanning. Exit code 3 means errors; warnings do not count.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: pipelineSelection.options,
  forms: ["github", "sarif"],
  examples: [
    { command: "lint", explains: "all pipelines" },
    { command: "lint -o github -f deploy/", explains: "a folder of files, in a GitHub workflow" },
    { command: "lint my-sink.json -o sarif > lint.sarif", explains: "a Connect config, for code scanning" },
  ],
} as const satisfies CommandDefinition;
export type LintInput = InputOf<typeof lint>;
