import { mostServers } from "../core/stack/plan.js";
import type { ArgumentDefinition, OptionDefinition, ValuesOf } from "./definition.js";
import { wholeNumber } from "./option-values.js";

/** Options that every command takes; `main.ts` reads them. */
export const globalOptions = {
  output: {
    flags: "-o, --output <format>",
    description: "form of the result on stdout",
    choices: ["table", "json"],
    default: "table",
  },
  home: {
    flags: "--home <folder>",
    description: "state, logs and data of the local stack",
    default: ".cassink",
  },
  context: {
    flags: "--context <name>",
    description: "servers and logins that `context add` has kept [CASSINK_CONTEXT]",
  },
  quiet: { flags: "-q, --quiet", description: "no progress on stderr" },
  verbose: { flags: "-v, --verbose", description: "more on stderr, with stack traces of errors" },
  color: { flags: "--no-color", description: "no colours [NO_COLOR]" },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export type GlobalOptions = ValuesOf<typeof globalOptions>;

/** `[pipeline]`: a name of connectors/pipelines; with none, all of them. */
export const pipelineArgument = {
  pipeline: { description: "name of a pipeline (all of them when left out)" },
} as const satisfies Readonly<Record<string, ArgumentDefinition>>;

/** For what makes topics, tables and connectors. */
export const replicationOption = {
  replication: {
    flags: "--replication <n>",
    description: "copies of records and rows, with a majority for each write, instead of what the file says",
    parse: wholeNumber(1, 9),
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export const portOffsetOption = {
  flags: "--port-offset <n>",
  description: "added to every port",
  parse: wholeNumber(0, 50_000),
} as const satisfies OptionDefinition;

export const secureOption = {
  flags: "--secure",
  description: "with TLS and logins everywhere; a stack that was once started so stays so",
} as const satisfies OptionDefinition;

export const fileOption = {
  file: {
    flags: "-f, --file <path>",
    description: "a pipeline file instead of a name; - is standard input",
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

const servers = wholeNumber(1, mostServers);

/** How many servers of each kind a local stack has. */
export const serverCounts = {
  brokers: { flags: "--brokers <n>", description: "Kafka brokers (default: 1)", parse: servers },
  workers: { flags: "--workers <n>", description: "Connect workers (default: 1)", parse: servers },
  nodes: { flags: "--nodes <n>", description: "Cassandra nodes (default: 1)", parse: servers },
} as const satisfies Readonly<Record<string, OptionDefinition>>;
