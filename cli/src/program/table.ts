import type { CommandDefinition, InputOf } from "./definition.js";
import { wholeNumber } from "./option-values.js";
import { dryRunOption, pipelineSelection, replicationOption } from "./shared-options.js";

export const tableInit = {
  words: ["table", "init"],
  summary: "create keyspaces and tables from the pipelines' CQL",
  effect: "changes",
  description: [
    "Creates what is missing, and waits until all nodes know it. A table that is there already is compared with",
    "the CQL file: columns, types, primary key, clustering order and the keyspace's replication. A difference is",
    "an error that lists all of them; nothing that exists is ever changed.",
    "--from proposes a new table instead, and makes nothing: it prints CQL and a pipeline file for the records of a topic,",
    "for samples (JSON objects, one a line), or for a JSON Schema. Before it prints, every sample is tried with both by",
    "the rules of the sink. A field of an object in an object is a column of its own; lists of scalars are frozen lists;",
    "what has no one type is text, objects and other lists as JSON. Integers are bigint, and varint beyond; numbers are",
    "double, and decimal where they have more digits; ISO times, days and UUIDs have those types.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    ...replicationOption,
    from: {
      flags: "--from <source>",
      description: "propose a table for this topic, or file of samples or JSON Schema; - is standard input",
      completes: ["topic", "file"],
    },
    key: {
      flags: "--key <fields>",
      description:
        'of the proposed table: "a,b", or "(a,b),c" with a and b as partition key (guessed when left out)',
    },
    table: {
      flags: "--table <keyspace.name>",
      description: "name of the proposed table (of the topic or file when left out)",
    },
    samples: {
      flags: "--samples <n>",
      description: "last records of the topic that are looked at",
      parse: wholeNumber(1, 10_000),
      default: 500,
    },
    print: {
      flags: "--print <part>",
      description: "of the proposal",
      choices: ["all", "cql", "pipeline"],
      default: "all",
    },
    ...dryRunOption,
  },
  examples: [
    { command: "table init", explains: "the tables of all pipelines" },
    { command: "table init item-sales", explains: "the table of one" },
    { command: "table init --replication 3", explains: "in keyspaces with three copies" },
    {
      command: "table init --from orders --key customer_id,order_id",
      explains: "propose a table for a topic",
    },
    {
      command: "table init --from order.schema.json --table shop.orders --print cql",
      explains: "the CQL alone, of a JSON Schema",
    },
  ],
} as const satisfies CommandDefinition;
export type TableInitInput = InputOf<typeof tableInit>;

export const tableDiff = {
  words: ["table", "diff"],
  summary: "compare pipelines' tables with the CQL files that declare them",
  effect: "reads",
  description: [
    "Columns and their types, the primary key, the clustering order, the keyspace's replication, and the options that the",
    "file names. Each difference comes with the statement that makes the table as declared, or says why CQL has none;",
    "nothing is executed. Exit code 3 with differences, or when a table is missing.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: { ...pipelineSelection.options, ...replicationOption },
  examples: [
    { command: "table diff", explains: "the tables of all pipelines" },
    { command: "table diff my-pipeline.yaml", explains: "after its CQL file was changed" },
  ],
} as const satisfies CommandDefinition;
export type TableDiffInput = InputOf<typeof tableDiff>;

export const tableShow = {
  words: ["table", "show"],
  summary: "show the first rows of the pipelines' tables",
  effect: "reads",
  description: [
    "Rows come in the order of their tokens. Timestamps are shown in ISO 8601 and UTC, blobs as hexadecimal digits,",
    "collections like JSON. A table with more columns than fit side by side is shown row by row.",
    "--where takes restrictions of the primary key as CQL has them: the whole partition key by = or IN, then clustering",
    "columns in their order, of which the last may be a range. It shows rows of one table.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    limit: {
      flags: "--limit <n>",
      description: "rows shown of each table",
      parse: wholeNumber(0, 10_000),
      default: 10,
    },
    where: {
      flags: "--where <restrictions>",
      description: "only these rows: \"id = 5 AND day >= '2026-01-01'\"",
    },
    times: {
      flags: "--times",
      description: "with the write time of each value, and the seconds until it expires",
    },
    allowFiltering: {
      flags: "--allow-filtering",
      description: "with --where: by any column, which may read the whole table",
    },
    table: {
      flags: "--table <keyspace.name>",
      description: "which table, when there are several; or any table, without a pipeline",
    },
    count: { flags: "--count", description: "count all rows, by reading the keys of every one" },
  },
  examples: [
    { command: "table show item-sales", explains: "ten rows" },
    { command: "table show weather --limit 1 --count", explains: "one row, and how many there are" },
    {
      command: `table show item-sales --where "item_id = 'plates-235'" --times`,
      explains: "one row, and when each of its values was written",
    },
    { command: "table show item-sales -o json", explains: "for a program" },
  ],
} as const satisfies CommandDefinition;
export type TableShowInput = InputOf<typeof tableShow>;

export const tableDrop = {
  words: ["table", "drop"],
  summary: "drop the pipelines' tables with all their rows",
  effect: "destroys",
  description: "A keyspace goes as well when nothing else is in it. Dropping what is not there does no harm.",
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    yes: { flags: "-y, --yes", description: "yes, all rows may go" },
    ...dryRunOption,
  },
  examples: [{ command: "table drop item-sales --yes", explains: "to begin again with an empty table" }],
} as const satisfies CommandDefinition;
export type TableDropInput = InputOf<typeof tableDrop>;
