import { type CommandDefinition, loadedCommand } from "./definition.js";
import { wholeNumber } from "./option-values.js";
import { fileOption, pipelineArgument } from "./shared-options.js";

export const tableCommands: readonly CommandDefinition[] = [
  {
    words: ["table", "init"],
    summary: "create keyspaces and tables from the pipelines' CQL",
    description: [
      "Creates what is missing, and waits until all nodes know it. A table that is there already is compared with",
      "the CQL file: columns, types, primary key, clustering order and the keyspace's replication. A difference is",
      "an error that lists all of them; nothing that exists is ever changed.",
    ].join(" "),
    arguments: [pipelineArgument],
    options: [fileOption],
    examples: [
      { command: "table init", explains: "the tables of all pipelines" },
      { command: "table init item-sales", explains: "the table of one" },
    ],
    load: async () => {
      const [command, reporter] = await Promise.all([
        import("../commands/table/init.js"),
        import("../reporters/human/table-init.js"),
      ]);
      return loadedCommand(command.run, reporter.render);
    },
  },
  {
    words: ["table", "show"],
    summary: "show the first rows of the pipelines' tables",
    description: [
      "Rows come in the order of their tokens. Timestamps are shown in ISO 8601 and UTC, blobs as hexadecimal digits,",
      "collections like JSON. A table with more columns than fit side by side is shown row by row.",
    ].join(" "),
    arguments: [pipelineArgument],
    options: [
      fileOption,
      {
        flags: "--limit <n>",
        description: "rows shown of each table",
        parse: wholeNumber(0, 10_000),
        default: 10,
      },
      { flags: "--count", description: "count all rows, by reading the keys of every one" },
    ],
    examples: [
      { command: "table show item-sales", explains: "ten rows" },
      { command: "table show weather --limit 1 --count", explains: "one row, and how many there are" },
      { command: "table show item-sales -o json", explains: "for a program" },
    ],
    load: async () => {
      const [command, reporter] = await Promise.all([
        import("../commands/table/show.js"),
        import("../reporters/human/table-show.js"),
      ]);
      return loadedCommand(command.run, reporter.render);
    },
  },
  {
    words: ["table", "drop"],
    summary: "drop the pipelines' tables with all their rows",
    description:
      "A keyspace goes as well when nothing else is in it. Dropping what is not there does no harm.",
    arguments: [pipelineArgument],
    options: [fileOption, { flags: "-y, --yes", description: "yes, all rows may go" }],
    examples: [{ command: "table drop item-sales --yes", explains: "to begin again with an empty table" }],
    load: async () => {
      const [command, reporter] = await Promise.all([
        import("../commands/table/drop.js"),
        import("../reporters/human/table-drop.js"),
      ]);
      return loadedCommand(command.run, reporter.render);
    },
  },
];
