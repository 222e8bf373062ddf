import type { CommandDefinition, InputOf } from "./definition.js";
import { duration, moment, position, signedNumber } from "./option-values.js";
import { clusterSelection, dryRunOption, pipelineSelection } from "./shared-options.js";

export const connectorOffsetsGet = {
  words: ["connector", "offsets", "get"],
  summary: "show where connectors stand in their topics",
  effect: "reads",
  description: [
    "For each partition: the committed offset, which is that of the next record to read, the log's first offset and its",
    "end, and how many lie between. Of running, paused and stopped connectors.",
  ].join(" "),
  arguments: clusterSelection.arguments,
  options: clusterSelection.options,
  examples: [
    { command: "connector offsets get item-sales", explains: "one connector" },
    { command: "connector offsets get --state stopped", explains: "all that are stopped" },
  ],
} as const satisfies CommandDefinition;
export type ConnectorOffsetsGetInput = InputOf<typeof connectorOffsetsGet>;

/** One connector, which is stopped meanwhile. */
const changed = {
  arguments: {
    name: {
      description: "the connector, its pipeline, or the path of its file",
      completes: ["connector", "pipeline", "file"],
      repeatable: true,
    },
  },
  options: {
    ...pipelineSelection.options,
    timeout: {
      flags: "--timeout <duration>",
      description: "for the connector to stop, and to run again",
      parse: duration,
      default: 60_000,
      defaultText: "60s",
    },
    ...dryRunOption,
  },
} as const;

export const connectorOffsetsSet = {
  words: ["connector", "offsets", "set"],
  summary: "let a connector go on at other offsets",
  effect: "changes",
  description: [
    "Stops the connector, waits until its tasks are gone, changes the offsets, and brings it back to the state that it",
    "had: after an error and after Ctrl-C, too. If the command is killed meanwhile, the connector stays stopped, and",
    "`connector status` says so. Offsets that the log does not have are refused, and nothing is changed. The dry run",
    "says how many records are read again or never carried, and how many keys they have.",
    "Going back writes the same rows again. Cassink's sink with order=time counts the records that share a row and a",
    "millisecond, so it goes on at the first one of such records, and the result says where that is further back.",
    "Going forward skips records, and wants --yes: `verify table` names their rows as missing or different.",
  ].join(" "),
  arguments: changed.arguments,
  options: {
    earliest: { flags: "--earliest", description: "at the first records that are there" },
    latest: { flags: "--latest", description: "behind the last records" },
    toTime: {
      flags: "--to-time <time>",
      description:
        "at the first records of this time or later: 2026-11-27T20:00:00Z (UTC without a zone), or 2h ago: 2h",
      parse: moment,
    },
    to: {
      flags: "--to <position>",
      description: "topic-0@1187: at offset 1187 of partition 0; may be repeated",
      parse: position,
      repeatable: true,
    },
    by: {
      flags: "--by <offsets>",
      description: "-1000: back by so many in each partition; 1000: forward",
      parse: signedNumber,
    },
    only: {
      flags: "--only <topic>",
      description: "only in this topic, or partition of it (topic-0); may be repeated",
      completes: ["topic"],
      repeatable: true,
    },
    yes: { flags: "-y, --yes", description: "yes, skip records that the connector has not carried" },
    ...changed.options,
  },
  examples: [
    {
      command: "connector offsets set item-sales --to-time 2h --dry-run",
      explains: "what would be read again",
    },
    { command: "connector offsets set item-sales --by -1000", explains: "back by 1,000 in each partition" },
    {
      command: "connector offsets set item-sales --to item_sales-0@1188 --yes",
      explains: "past a record that cannot be carried",
    },
    {
      command: "connector offsets set item-sales --earliest --only item_sales-3",
      explains: "one partition anew",
    },
  ],
} as const satisfies CommandDefinition;
export type ConnectorOffsetsSetInput = InputOf<typeof connectorOffsetsSet>;

export const connectorOffsetsReset = {
  words: ["connector", "offsets", "reset"],
  summary: "forget what a connector has read: it begins at the first records again",
  effect: "changes",
  description: [
    "Of a connector that runs, is paused or is stopped; it is brought back to the state that it had, as by `connector",
    "offsets set`. Where its config has consumer.override.auto.offset.reset=latest, it begins behind the last records",
    "instead.",
  ].join(" "),
  ...changed,
  examples: [{ command: "connector offsets reset weather", explains: "to carry all of the topic again" }],
} as const satisfies CommandDefinition;
export type ConnectorOffsetsResetInput = InputOf<typeof connectorOffsetsReset>;
