import type { CommandDefinition, InputOf } from "./definition.js";
import { wholeNumber } from "./option-values.js";
import { portOffsetOption } from "./shared-options.js";

export const demo = {
  words: ["demo"],
  summary: "the whole path once: stack, topics, tables, connectors, events, proof",
  description: [
    "Starts the local stack, makes topics and tables of both pipelines, deploys their connectors, sends events",
    "and verifies every row. A stack that already runs is used and left running; otherwise it is stopped at the end.",
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
    portOffset: { ...portOffsetOption, default: 0 },
    keep: { flags: "--keep", description: "leave the stack running for a look around" },
  },
  examples: [
    { command: "demo", explains: "from an empty machine to verified rows" },
    {
      command: "demo --keep --port-offset 1000",
      explains: "beside servers on the usual ports, and look around afterwards",
    },
  ],
} as const satisfies CommandDefinition;
export type DemoInput = InputOf<typeof demo>;
