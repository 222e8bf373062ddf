import { mostServers } from "../core/stack/plan.js";
import type { OptionDefinition, ValuesOf } from "./definition.js";
import { type OutputFormat, outputFormats } from "./requested-output.js";
import {
  connectorState,
  connectorStates,
  positiveDuration,
  wholeNumber,
  wholePattern,
} from "./option-values.js";

/** Options that every command takes; `main.ts` reads them. */
export const globalOptions = {
  output: {
    flags: "-o, --output <format>",
    description: "form of the result on stdout",
    choices: outputFormats,
    // A command may have more: command-line.ts refuses what is none of its own.
    parse: (text: string): string => text,
    default: "text",
  },
  home: {
    flags: "--home <folder>",
    description: "state, logs and data of the local stack",
    completes: ["file"],
    default: ".cassink",
  },
  context: {
    flags: "--context <name>",
    description: "servers and logins that `context add` has kept [CASSINK_CONTEXT]",
    completes: ["context"],
  },
  quiet: { flags: "-q, --quiet", description: "no progress on stderr" },
  verbose: { flags: "-v, --verbose", description: "more on stderr, with stack traces of errors" },
  color: { flags: "--no-color", description: "no colours [NO_COLOR]" },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export type GlobalOptions = Omit<ValuesOf<typeof globalOptions>, "output"> & {
  readonly output: OutputFormat;
};

/** What a command is about: docs/decisions/naming-things.md, and core/pipeline/selection.ts, which reads it. */
const named = {
  file: {
    flags: "-f, --file <path>",
    description: "a file, or a folder of files; - is standard input; may be repeated",
    completes: ["file"],
    repeatable: true,
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

/** For commands on pipelines. A plain Connect config is taken for a pipeline without topics and tables. */
export const pipelineSelection = {
  arguments: {
    name: {
      description:
        "pipelines of connectors/pipelines, or paths of files and folders (all pipelines when left out)",
      completes: ["pipeline", "file"],
      repeatable: true,
    },
  },
  options: named,
} as const;

/** For commands on the Connect cluster. */
export const clusterSelection = {
  arguments: {
    name: {
      description: "connectors, pipelines, or paths of files and folders",
      completes: ["connector", "pipeline", "file"],
      repeatable: true,
    },
  },
  options: {
    ...named,
    regex: {
      flags: "--regex <pattern>",
      description: "connectors whose whole name matches; may be repeated",
      parse: wholePattern,
      repeatable: true,
    },
    state: {
      flags: "--state <state>",
      description: `only those that are, or have a task, in this state, or in one of several: ${connectorStates.join(", ")}`,
      parse: connectorState,
      repeatable: true,
    },
    all: { flags: "--all", description: "every connector of the cluster" },
  },
} as const;

/** Of all that send records. */
export const durableOption = {
  waitDurable: {
    flags: "--wait-durable [time]",
    description:
      "then wait until the receipt of each record has come, as long as no more than this time passes without one (1m when it is left out)",
    parse: positiveDuration,
  },
} as const;

/** For commands that send events to the topic of one pipeline. */
export const eventSelection = {
  arguments: {
    name: {
      description: "the pipeline, or the path of its file",
      completes: ["pipeline", "file"],
      repeatable: true,
    },
  },
  options: named,
} as const;

/** For what makes topics, tables and connectors. */
export const replicationOption = {
  replication: {
    flags: "--replication <n>",
    description: "copies of records and rows, with a majority for each write, instead of what the file says",
    parse: wholeNumber(1, 9),
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

/** For what changes something. */
export const dryRunOption = {
  dryRun: { flags: "--dry-run", description: "say what would be done, and change nothing" },
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

const servers = wholeNumber(1, mostServers);

/** How many servers of each kind a local stack has. */
export const serverCounts = {
  brokers: { flags: "--brokers <n>", description: "Kafka brokers (default: 1)", parse: servers },
  workers: { flags: "--workers <n>", description: "Connect workers (default: 1)", parse: servers },
  nodes: { flags: "--nodes <n>", description: "Cassandra nodes (default: 1)", parse: servers },
} as const satisfies Readonly<Record<string, OptionDefinition>>;
