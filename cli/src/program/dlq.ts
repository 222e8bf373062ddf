import { groupings } from "../core/dead-letters/letter-groups.js";
import { parsePosition } from "../core/kafka/position.js";
import { UsageError } from "../errors.js";
import type { CommandDefinition, InputOf, OptionDefinition } from "./definition.js";
import { moment, rate, wholeNumber } from "./option-values.js";
import { dryRunOption, eventSelection, pipelineSelection } from "./shared-options.js";

/** `topic-partition@offset`, as it stands. */
function position(text: string): string {
  if (parsePosition(text) !== undefined) return text;
  throw new UsageError(`"${text}" is no place of a record`, { hint: "write it as item_sales-3@1187" });
}

const rateOfSeconds = (text: string): number => rate(text.replace(/\/s$/, ""));

export const dlqList = {
  words: ["dlq", "list"],
  summary: "group dead letters by their causes, and say what has become of them",
  effect: "reads",
  description: [
    "Reads the dead-letter topics of pipelines (errors.deadletterqueue.topic.name), and the topic beside each, TOPIC.resolutions,",
    "where `dlq replay` and `dlq purge` note what has become of a record. Texts that differ in a position, a number or a",
    "quoted value are one cause. Several letters of one record count as one. The times are those of the records. Exit",
    "code 3 when records wait or are in quarantine, 0 when none do.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    topic: {
      flags: "--topic <name>",
      description: "a dead-letter topic, with the letters of all connectors, instead of pipelines",
      completes: ["topic"],
    },
    by: {
      flags: "--by <what>",
      description: "group by this alone",
      choices: groupings,
    },
  },
  examples: [
    { command: "dlq list item-sales", explains: "why records of a pipeline were not written" },
    { command: "dlq list --topic sales.dlq --by column", explains: "which columns, in any topic" },
  ],
} as const satisfies CommandDefinition;
export type DlqListInput = InputOf<typeof dlqList>;

/** A letter's record must fit all of these. */
const letterFilters = {
  cause: { flags: "--cause <text>", description: "only of causes that contain this" },
  column: { flags: "--column <name>", description: "only those whose cause names this column" },
  topic: {
    flags: "--topic <name>",
    description: "only records of this topic",
    completes: ["topic"],
  },
  since: {
    flags: "--since <time>",
    description:
      "only records of this time and later: 2026-01-31T12:00:00Z (UTC without a zone), or 2h ago: 2h",
    parse: moment,
  },
  origin: {
    flags: "--origin <position>",
    description: "only records of this place, as topic-partition@offset; may be repeated",
    parse: position,
    repeatable: true,
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export const dlqShow = {
  words: ["dlq", "show"],
  namesOnePipeline: true,
  summary: "show one dead letter: its cause, key, value and headers",
  effect: "reads",
  description: [
    "By the place of its record, as `dlq list` and `verify table` name it, or by its own place in the dead-letter topic. Of",
    "several letters of a record the last is shown. Key and value are shown as the connector's converter reads them where",
    "that is a number, else as text, and as hexadecimal digits where they are no UTF-8.",
  ].join(" "),
  arguments: {
    name: {
      description:
        "the pipeline or the path of its file (unless -f names it), and the place: topic-partition@offset",
      completes: ["pipeline", "file"],
      repeatable: true,
    },
  },
  options: { file: eventSelection.options.file },
  examples: [
    { command: "dlq show item-sales item_sales-3@1187", explains: "by its record" },
    { command: "dlq show item-sales sales.dlq-0@5 -o json", explains: "by its own place, for a program" },
  ],
} as const satisfies CommandDefinition;
export type DlqShowInput = InputOf<typeof dlqShow>;

export const dlqExport = {
  words: ["dlq", "export"],
  summary: "write dead letters as lines of JSON, to the byte",
  effect: "reads",
  verbatim: true,
  streams: "lines",
  description: [
    "A line of JSON for each letter, whatever --output says: its place, its record's place and time, what has become of",
    "it, the cause, and key, value and headers as base64, and as text where they are UTF-8. docs/dead-letters.md has the",
    "form.",
  ].join(" "),
  arguments: eventSelection.arguments,
  options: { file: eventSelection.options.file, ...letterFilters },
  examples: [
    { command: "dlq export item-sales > letters.ndjson", explains: "all letters of a pipeline" },
    { command: "dlq export item-sales --column price --since 1d", explains: "some of them" },
  ],
} as const satisfies CommandDefinition;
export type DlqExportInput = InputOf<typeof dlqExport>;

export const dlqReplay = {
  words: ["dlq", "replay"],
  summary: "send the records of dead letters again to their topics",
  effect: "changes",
  description: [
    "Sends key, value, headers and time of each record that waits, without the headers that Connect has added, to the",
    "partition from which it came, and notes in TOPIC.resolutions where it is now. The headers cassink.replay.origin,",
    "cassink.replay.time, cassink.replay.connector and cassink.replay.count say what it is. After a kill a second run looks in the topic, from",
    "where the first one began, for what is there already: each record is sent once. A connector with order=log, or a",
    "topic that stamps records itself, would take it for the latest of its row: a record whose key has later ones in the",
    "partition, or which has no key, is then refused. One that has become a dead letter again after --max-replays is put",
    "into quarantine. With --from, a file is first read to its end, and nothing is sent where a line of it is wrong; a",
    "record that was sent before is not sent again, and one that was given up is. Exit code 3 when a record was refused or",
    "put into quarantine.",
  ].join(" "),
  arguments: eventSelection.arguments,
  options: {
    file: eventSelection.options.file,
    ...letterFilters,
    from: {
      flags: "--from <path>",
      description:
        "the letters of this file, which `dlq export` wrote and you may have edited, instead of those in the topic; - is standard input",
      completes: ["file"],
    },
    to: { flags: "--to <topic>", description: "another topic than that of the record", completes: ["topic"] },
    rate: { flags: "--rate <n>", description: "records per second, as 100/s", parse: rateOfSeconds },
    through: {
      flags: "--through <command>",
      description:
        "a line of the shell, run once for each record: it reads the value and prints the one to send, to the byte; a record for which it fails or prints nothing is not sent",
    },
    overwrite: {
      flags: "--overwrite",
      description: "also records that overwrite later ones of their keys",
    },
    maxReplays: {
      flags: "--max-replays <n>",
      description: "how often a record may be sent again",
      parse: wholeNumber(1, 1000),
      default: 3,
    },
    yes: { flags: "-y, --yes", description: "yes, send them" },
    ...dryRunOption,
  },
  examples: [
    { command: "dlq replay item-sales --column price --dry-run", explains: "what would be sent" },
    { command: "dlq replay item-sales --yes --rate 100/s", explains: "after the table was mended" },
    {
      command: "dlq replay item-sales --cause number --through ./fix.sh --yes",
      explains: "each value as a command changes it",
    },
    {
      command: "dlq replay item-sales --from letters.ndjson --yes",
      explains: "what was exported and edited",
    },
  ],
} as const satisfies CommandDefinition;
export type DlqReplayInput = InputOf<typeof dlqReplay>;

export const dlqPurge = {
  words: ["dlq", "purge"],
  summary: "give up dead letters: note that they wait no longer",
  effect: "destroys",
  description: [
    "Notes in TOPIC.resolutions that the records that wait, or are in quarantine, are given up. The letters stay where they",
    "are, and `dlq show` and `dlq export` still have them. What a replay has sent that did not come to its end is noted",
    "first, and not given up; while one is at work nothing is. With --dry-run it says how many they are.",
  ].join(" "),
  arguments: eventSelection.arguments,
  options: {
    file: eventSelection.options.file,
    ...letterFilters,
    yes: { flags: "-y, --yes", description: "yes, give them up" },
    ...dryRunOption,
  },
  examples: [{ command: "dlq purge item-sales --cause unexpected --yes", explains: "what is no JSON" }],
} as const satisfies CommandDefinition;
export type DlqPurgeInput = InputOf<typeof dlqPurge>;
