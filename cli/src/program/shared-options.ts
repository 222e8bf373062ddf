import type { ArgumentDefinition, OptionDefinition } from "./definition.js";

/** Options that every command takes; `main.ts` reads them. */
export const globalOptions: readonly OptionDefinition[] = [
  {
    flags: "-o, --output <format>",
    description: "form of the result on stdout",
    choices: ["table", "json"],
    default: "table",
  },
  { flags: "--home <folder>", description: "state, logs and data of the local stack", default: ".cassink" },
  { flags: "--connect-url <url>", description: "Kafka Connect REST address [KAFKA_CONNECT_URL]" },
  { flags: "--bootstrap-servers <list>", description: "Kafka brokers [KAFKA_BOOTSTRAP_SERVERS]" },
  { flags: "--contact-points <list>", description: "Cassandra nodes [CASSANDRA_CONTACT_POINTS]" },
  { flags: "--local-datacenter <name>", description: "Cassandra data centre [CASSANDRA_LOCAL_DATACENTER]" },
  { flags: "-q, --quiet", description: "no progress on stderr" },
  { flags: "-v, --verbose", description: "more on stderr, with stack traces of errors" },
  { flags: "--no-color", description: "no colours [NO_COLOR]" },
];

/** `[pipeline]`: a name of connectors/pipelines; with none, all of them. */
export const pipelineArgument: ArgumentDefinition = {
  name: "pipeline",
  description: "name of a pipeline (all of them when left out)",
};

export const fileOption: OptionDefinition = {
  flags: "-f, --file <path>",
  description: "a pipeline file instead of a name; - is standard input",
};
