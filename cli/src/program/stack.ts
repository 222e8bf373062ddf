import { commitLogSyncs } from "../core/stack/plan.js";
import type { CommandDefinition, InputOf } from "./definition.js";
import { duration, logLevel, moment, pattern, wholeNumber } from "./option-values.js";
import { dryRunOption, portOffsetOption, secureOption, serverCounts } from "./shared-options.js";

export const up = {
  words: ["up"],
  summary: "start Kafka, a Connect worker and Cassandra on this machine",
  effect: "changes",
  description: [
    "Starts real servers as JVM processes from jars that Maven resolves, about 220 MB the first time, and waits",
    "until each answers by its own protocol. What runs already is left as it is; what has died is started again.",
    "The project's own Connect plugins are built when their sources have changed.",
    "The second server of a kind listens on 127.0.0.2, on the same port as the first.",
  ].join(" "),
  options: {
    ...serverCounts,
    commitLogSync: {
      flags: "--commitlog-sync <way>",
      description:
        "when a node has a write in its commit log: within 10 s (periodic, the default), or before it acknowledges it (batch)",
      choices: commitLogSyncs,
    },
    portOffset: portOffsetOption,
    secure: secureOption,
    pluginPaths: {
      flags: "--plugin-path <folder>",
      description: "one more folder of Connect plugins, such as the vendor's unpacked archive",
      repeatable: true,
    },
    deadline: {
      flags: "--wait <time>",
      description: "how long the servers may take until they answer (default: 40s each, at least 120s)",
      parse: duration,
    },
    ...dryRunOption,
  },
  examples: [
    { command: "up", explains: "on the usual ports: Kafka 9092, Connect 8083, Cassandra 9042" },
    { command: "up --home /tmp/second --port-offset 1000", explains: "a second stack beside the first one" },
    { command: "up --secure", explains: "with TLS, users and rights, as a production cluster has them" },
    { command: "up --workers 2", explains: "two workers that share the connectors' tasks" },
    { command: "up --plugin-path ~/plugins", explains: "with further plugins in the worker" },
  ],
} as const satisfies CommandDefinition;
export type UpInput = InputOf<typeof up>;

export const down = {
  words: ["down"],
  summary: "stop the local stack",
  effect: "destroys",
  description: "Stops what `up` started under this home and nothing else: a signal, a wait, then a kill.",
  options: {
    purge: { flags: "--purge", description: "delete its topics, tables, logs and keys too" },
    yes: { flags: "-y, --yes", description: "yes, delete them" },
    ...dryRunOption,
  },
  examples: [
    { command: "down", explains: "stop; the next up finds all data again" },
    { command: "down --purge --yes", explains: "stop and forget everything" },
  ],
} as const satisfies CommandDefinition;
export type DownInput = InputOf<typeof down>;

export const status = {
  words: ["status"],
  summary: "which servers of the local stack run and answer",
  effect: "reads",
  description: "Exit code 0 when all of them answer, 3 when one does not or none was started.",
  options: {
    portOffset: { ...portOffsetOption, description: "the one that `up` had: refused when it was another" },
  },
  examples: [{ command: "status", explains: "process, address, age and memory of each server" }],
} as const satisfies CommandDefinition;
export type StatusInput = InputOf<typeof status>;

export const logs = {
  words: ["logs"],
  summary: "what the servers of the local stack log",
  effect: "reads",
  streamsWith: "follow",
  description: [
    "--level, --since and --grep choose entries of the logs: a line with its time and level, and the stack trace below",
    "it. They look at the whole log, as far as it is kept.",
  ].join(" "),
  arguments: { process: { description: "kafka, connect, cassandra, connect-2 (all when left out)" } },
  options: {
    lines: {
      flags: "-n, --lines <n>",
      description:
        "last lines of each log, or last entries of those that are chosen (default: 50 lines, all entries)",
      parse: wholeNumber(0),
    },
    level: {
      flags: "--level <level>",
      description: "of this level or a more severe one: debug, info, warn, error",
      parse: logLevel,
    },
    since: {
      flags: "--since <time>",
      description:
        "from this time on, by the lines' own times: 2026-01-31T12:00:00Z (UTC without a zone), or 10m ago: 10m",
      parse: moment,
    },
    grep: {
      flags: "--grep <pattern>",
      description: "with a line that matches this regular expression",
      parse: pattern,
    },
    follow: { flags: "--follow", description: "go on with lines as they are written, until Ctrl-C" },
  },
  examples: [
    { command: "logs connect -n 200", explains: "the worker's last 200 lines" },
    { command: "logs --level warn --since 10m", explains: "what went wrong just now, with stack traces" },
    { command: "logs connect --grep 'item-sales.*offset'", explains: "entries about something" },
    { command: "logs --follow --level error", explains: "all servers, live" },
  ],
} as const satisfies CommandDefinition;
export type LogsInput = InputOf<typeof logs>;
