import type { CommandDefinition, InputOf } from "./definition.js";
import { wholeNumber } from "./option-values.js";
import { dryRunOption, portOffsetOption, secureOption, serverCounts } from "./shared-options.js";

export const demo = {
  words: ["demo"],
  summary: "the whole path once: stack, topics, tables, connectors, events, proof",
  effect: "changes",
  description: [
    "Starts the local stack, makes topics and tables of the three pipelines, deploys their connectors, sends events",
    "and verifies every row. With several brokers and nodes, records and rows have as many copies, at most three. A stack that already runs is used and left running; otherwise it is stopped at the end.",
  ].join(" "),
  options: {
    records: {
      flags: "--records <n>",
      description: "item-sales records to send",
      parse: wholeNumber(1),
      default: 20_000,
    },
    readings: {
      flags: "--readings <n>",
      description: "weather readings to send",
      parse: wholeNumber(1),
      default: 1_000,
    },
    ...serverCounts,
    portOffset: { ...portOffsetOption, default: 0 },
    secure: secureOption,
    keep: { flags: "--keep", description: "leave the stack running for a look around" },
    ...dryRunOption,
  },
  examples: [
    { command: "demo", explains: "from an empty machine to verified rows" },
    {
      command: "demo --keep --port-offset 1000",
      explains: "beside servers on the usual ports, and look around afterwards",
    },
    {
      command: "demo --brokers 3 --workers 2 --nodes 3",
      explains: "with three copies of every record and row",
    },
  ],
} as const satisfies CommandDefinition;
export type DemoInput = InputOf<typeof demo>;
