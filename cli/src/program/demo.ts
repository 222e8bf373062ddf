import { type CommandDefinition, loadedCommand } from "./definition.js";
import { wholeNumber } from "./option-values.js";

export const demoCommands: readonly CommandDefinition[] = [
  {
    words: ["demo"],
    summary: "the whole path once: stack, topics, tables, connectors, events, proof",
    description: [
      "Starts the local stack, makes topics and tables of both pipelines, deploys their connectors, sends events",
      "and verifies every row. A stack that already runs is used and left running; otherwise it is stopped at the end.",
    ].join(" "),
    options: [
      {
        flags: "--records <n>",
        description: "item-sales records to send",
        parse: wholeNumber(1),
        default: 20_000,
      },
      {
        flags: "--readings <n>",
        description: "weather readings to send",
        parse: wholeNumber(1),
        default: 1_000,
      },
      {
        flags: "--port-offset <n>",
        description: "added to every port",
        parse: wholeNumber(0, 50_000),
        default: 0,
      },
      { flags: "--keep", description: "leave the stack running for a look around" },
    ],
    examples: [
      { command: "demo", explains: "from an empty machine to verified rows" },
      {
        command: "demo --keep --port-offset 1000",
        explains: "beside servers on the usual ports, and look around afterwards",
      },
    ],
    load: async () => {
      const [command, reporter] = await Promise.all([
        import("../commands/demo/demo.js"),
        import("../reporters/human/demo.js"),
      ]);
      return loadedCommand(command.run, reporter.render);
    },
  },
];
