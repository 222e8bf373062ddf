import { loggerLevels } from "../core/connect/loggers.js";
import type { CommandDefinition, InputOf } from "./definition.js";
import { duration } from "./option-values.js";
import { dryRunOption } from "./shared-options.js";

export const connectorLoggersGet = {
  words: ["connector", "loggers", "get"],
  summary: "show what the workers log: levels of their loggers",
  effect: "reads",
  description: [
    "Of the worker that is asked. Shown are the root's level, and loggers that differ from it or were set; -o json has",
    "all. What a killed `connector loggers set --for` has left is put back first, and the result says so.",
  ].join(" "),
  options: {
    logger: {
      flags: "--logger <name>",
      description: "this one and those below it: io.cassink.sink; and what counts for it",
    },
  },
  examples: [
    { command: "connector loggers get", explains: "what differs from the root's level" },
    { command: "connector loggers get --logger io.cassink", explains: "those of Cassink's sink" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorLoggersGetInput = InputOf<typeof connectorLoggersGet>;

export const connectorLoggersSet = {
  words: ["connector", "loggers", "set"],
  summary: "let the workers log more or less, for good or for a time",
  effect: "changes",
  description: [
    "Sets a logger and all below it, on every worker of the cluster, until the workers start again. With --for the command",
    "stays, and puts the old levels back when the time is over, and after Ctrl-C. If it is killed, the next",
    "`connector loggers` command puts them back and says so.",
  ].join(" "),
  arguments: {
    logger: { description: "its name, as io.cassink.sink, or root", required: true },
    level: {
      description: "what it logs from now on, and everything graver",
      required: true,
      choices: loggerLevels,
    },
  },
  options: {
    for: { flags: "--for <duration>", description: "5m: so long, and then as before", parse: duration },
    ...dryRunOption,
  },
  examples: [
    {
      command: "connector loggers set io.cassink.sink DEBUG --for 5m",
      explains: "look closely, for five minutes",
    },
    {
      command: "connector loggers set org.apache.kafka.clients WARN",
      explains: "less noise until the workers restart",
    },
  ],
} as const satisfies CommandDefinition;
export type ConnectorLoggersSetInput = InputOf<typeof connectorLoggersSet>;
