import type { CommandDefinition, InputOf } from "./definition.js";
import { wholeNumber } from "./option-values.js";
import { eventSelection } from "./shared-options.js";

export const tableWhy = {
  words: ["table", "why"],
  namesOnePipeline: true,
  summary: "say of each cell of a row which record made it what it is",
  effect: "reads",
  description: [
    "A write time of the sink names its record. Each cell is shown with its value, write time and time to live, the record",
    "that wrote it (topic-partition@offset, with its key and what it said), and what it superseded; a collection that is",
    "not frozen element by element. Of a cell without a value it says what the records say: set null, deleted, expired, or",
    "never set. A cell that no record of the pipeline wrote is named so.",
    "The key is given by its values in the order of the primary key, texts without quotes, or by --where. The partition key",
    "alone asks for the static columns. Exit code 3 when a cell is of no record, or not what the last record says; 4 when",
    "its record may be gone.",
  ].join(" "),
  arguments: {
    name: {
      description: "the pipeline or the path of its file (unless -f names it), and the values of the key",
      completes: ["pipeline", "file"],
      repeatable: true,
    },
  },
  options: {
    file: eventSelection.options.file,
    where: {
      flags: "--where <restrictions>",
      description: "the key by its columns: \"id = 5 AND day = '2026-01-01'\"",
    },
    table: {
      flags: "--table <keyspace.name>",
      description: "which table, when the pipeline has several",
    },
    depth: {
      flags: "--depth <n>",
      description: "offsets of each partition that are searched for an earlier record",
      parse: wholeNumber(1, 1_000_000_000),
      default: 50_000,
    },
  },
  examples: [
    { command: "table why item-sales plates-235", explains: "a row, by the values of its key" },
    {
      command: `table why item-sales --where "item_id = 'plates-235'"`,
      explains: "the same, by the columns of its key",
    },
    {
      command: "table why weather 2643743 2026-01-01 2026-01-01T12:00:00Z -o json",
      explains: "for a program",
    },
  ],
} as const satisfies CommandDefinition;
export type TableWhyInput = InputOf<typeof tableWhy>;
