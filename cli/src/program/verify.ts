import type { CommandDefinition, InputOf } from "./definition.js";
import { duration, wholeNumber } from "./option-values.js";
import { fileOption, pipelineArgument } from "./shared-options.js";

export const verifyTable = {
  words: ["verify", "table"],
  summary: "prove that a table holds what its topic says",
  description: [
    "Waits until the connector has carried what the topics hold now, reads them to that end, and computes what the",
    "table must hold from the connector's own mapping, codec and transforms: column by column the last value, by",
    "write time and offset. Then reads the whole table and compares every mapped column of every row. Each finding",
    "names the record it comes from (topic-partition@offset). Rows that records written meanwhile touch are not",
    "judged. Exit code 0: the table is right; 3: there are findings; 1: it cannot be said, and why.",
  ].join(" "),
  arguments: pipelineArgument,
  options: {
    ...fileOption,
    wait: {
      flags: "--wait <duration>",
      description: "for the connector to carry what is in its topics",
      parse: duration,
      default: 60_000,
      defaultText: "60s",
    },
    examples: {
      flags: "--examples <n>",
      description: "findings of each kind that are shown",
      parse: wholeNumber(0, 1000),
      default: 5,
    },
  },
  examples: [
    { command: "verify table item-sales", explains: "the table of one pipeline" },
    { command: "verify table --wait 5m", explains: "all of them, with patience" },
    { command: "verify table weather --examples 50 -o json", explains: "for a program" },
  ],
} as const satisfies CommandDefinition;
export type VerifyTableInput = InputOf<typeof verifyTable>;
