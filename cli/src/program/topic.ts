import { startingPoint } from "../core/kafka/starting-point.js";
import type { CommandDefinition, InputOf } from "./definition.js";
import { header, timeStamp, wholeNumber } from "./option-values.js";
import {
  dryRunOption,
  durableOption,
  eventSelection,
  pipelineSelection,
  replicationOption,
} from "./shared-options.js";

export const topicCreate = {
  words: ["topic", "create"],
  summary: "make the topics of pipelines",
  effect: "changes",
  description: [
    "A topic that exists is compared with its pipeline file: partitions, replication and configs. Differences are",
    "said (exit code 3) and the topic is left as it is. The topic of the connector's dead letters",
    "(errors.deadletterqueue.topic.name) is made, too, where it is missing: with one partition, and letters are kept",
    "for ever; and TOPIC.resolutions beside it, a compacted one, where it is noted what became of them.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: { ...pipelineSelection.options, ...replicationOption, ...dryRunOption },
  examples: [
    { command: "topic create", explains: "the topics of all pipelines" },
    { command: "topic create item-sales", explains: "of one pipeline" },
    { command: "topic create -f my-pipeline.yaml", explains: "of a pipeline file of your own" },
    { command: "topic create --replication 3", explains: "three copies, two of which must have a record" },
  ],
} as const satisfies CommandDefinition;
export type TopicCreateInput = InputOf<typeof topicCreate>;

export const topicList = {
  words: ["topic", "list"],
  summary: "list the topics of pipelines, and those that are missing",
  effect: "reads",
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    all: { flags: "-a, --all", description: "every topic of the cluster, internal ones too" },
  },
  examples: [
    { command: "topic list", explains: "topics of all pipelines with their records" },
    { command: "topic list --all -o json", explains: "all topics, for a program" },
  ],
} as const satisfies CommandDefinition;
export type TopicListInput = InputOf<typeof topicList>;

export const topicDescribe = {
  words: ["topic", "describe"],
  summary: "show partitions, offsets, configs, and how far the connector has read",
  effect: "reads",
  arguments: pipelineSelection.arguments,
  options: pipelineSelection.options,
  examples: [{ command: "topic describe weather", explains: "offsets and lag of each partition" }],
} as const satisfies CommandDefinition;
export type TopicDescribeInput = InputOf<typeof topicDescribe>;

export const topicPeek = {
  words: ["topic", "peek"],
  summary: "show records of a topic as its connector reads them",
  effect: "reads",
  streamsWith: "follow",
  description: [
    "Key and value are what the converters of the connector make of them: of the pipeline that reads the topic or has",
    "its dead letters there, of the pipeline file of -f, or of the deployed connector of --connector. For any other",
    "topic, and a converter that is not modelled, each is shown as JSON, else as text, else as hexadecimal digits. A",
    "record that a converter cannot read is shown with the reason (exit code 3). Records of several partitions stand in",
    "the order of their times. Nothing joins a consumer group, and nothing is committed. -o json has all bytes, in",
    "base64 where they are not UTF-8: topic produce --records sends them again. With --follow it goes on with records as",
    "they come, each once, until Ctrl-C; -o json is then a line for each.",
  ].join(" "),
  arguments: {
    name: {
      description: "a topic, a pipeline of one topic, or a record: orders-0@1187",
      completes: ["topic"],
      repeatable: true,
    },
  },
  options: {
    ...eventSelection.options,
    connector: {
      flags: "--connector <name>",
      description: "read as this deployed connector does",
      completes: ["connector"],
    },
    count: {
      flags: "-n, --records <n>",
      description: "how many records, at most (default: 10; of a record's place, that one)",
      parse: wholeNumber(1, 10_000),
    },
    from: {
      flags: "--from <start>",
      description:
        "earliest, latest (the last ones), an offset (of each partition), records' places (sales-0@1187,sales-1@40), a time (UTC without a zone), or how long ago: 10m",
      parse: startingPoint,
      default: { kind: "latest" },
      defaultText: "latest",
    },
    partition: {
      flags: "--partition <n>",
      description: "of this partition only",
      parse: wholeNumber(0, 999_999),
    },
    follow: {
      flags: "--follow",
      description: "go on with records as they come, until Ctrl-C: after the last ones, or all of --from on",
    },
  },
  examples: [
    { command: "topic peek item_sales", explains: "the last ten records" },
    { command: "topic peek item_sales-3@1187", explains: "one record, as verify names it" },
    {
      command: "topic peek item_sales --from 15m --records 100",
      explains: "the first of the last 15 minutes",
    },
    { command: "topic peek item_sales --follow", explains: "the last ten, and then live" },
    {
      command: "topic peek item_sales -o json > records.json",
      explains: "for a program, and for topic produce --topic copy --records records.json",
    },
  ],
} as const satisfies CommandDefinition;
export type TopicPeekInput = InputOf<typeof topicPeek>;

export const topicProduce = {
  words: ["topic", "produce"],
  summary: "send events from a file of JSON lines, whole records, or a single one",
  effect: "changes",
  description: [
    "One JSON object a line. The record's key is the event's field that the pipeline names as the topic's key; its",
    "time is the time of sending. A line that is no JSON, lacks the key or breaks the topic's schema ends the run",
    "with its number; the lines before it are sent. Empty lines are passed over. With --topic alone, lines go to any",
    "topic of the cluster as they are.",
    "--records sends records with keys, headers, times and tombstones: one JSON document a line, {key, value, headers,",
    'timestamp, partition}, or the document that topic peek -o json prints. A text is sent as it is, {"base64": "AP8="}',
    "as its bytes, null as null (a value of null is a tombstone), and other JSON as its text. Without a timestamp the",
    "record has the time of sending, without a partition its key decides. These are not held against a schema.",
    "--value and --tombstone send one record.",
  ].join(" "),
  arguments: eventSelection.arguments,
  options: {
    ...eventSelection.options,
    events: {
      flags: "--events <path>",
      description: "file of JSON lines; - is standard input (default: -)",
      completes: ["file"],
    },
    records: {
      flags: "--records <path>",
      description: "file of records as documents, instead of events; - is standard input",
      completes: ["file"],
    },
    value: { flags: "--value <text>", description: "send one record with this value" },
    tombstone: {
      flags: "--tombstone",
      description: "send one record without a value: it deletes what --key names",
    },
    key: { flags: "--key <text>", description: "of the one record, instead of the event's field" },
    header: {
      flags: "--header <name=value>",
      description: "of the one record; may be repeated",
      parse: header,
      repeatable: true,
    },
    time: {
      flags: "--time <time>",
      description: "of the one record, in ISO 8601 or milliseconds since 1970 (now when left out)",
      parse: timeStamp,
    },
    partition: {
      flags: "--partition <n>",
      description: "of the one record (the key decides when left out)",
      parse: wholeNumber(0, 999_999),
    },
    topic: {
      flags: "--topic <name>",
      description: "which topic, when the pipeline has several; or any topic, without a pipeline",
      completes: ["topic"],
    },
    schema: {
      flags: "--no-schema",
      description: "do not hold the events against the topic's JSON Schema",
    },
    raw: { flags: "--raw", description: "send each line as it is, JSON or not: bad records on purpose" },
    ...durableOption,
    ...dryRunOption,
  },
  examples: [
    { command: "topic produce item-sales --events sales.ndjson", explains: "a file of events" },
    {
      command: "topic produce item-sales --raw < broken.txt",
      explains: "bad records from standard input, to see what the connector makes of them",
    },
    {
      command: "topic produce item-sales --tombstone --key plates-235 --header by=me",
      explains: "delete the row of a key",
    },
    {
      command: "topic produce --topic copy --records records.ndjson",
      explains: 'records such as {"key": "k", "value": "v", "headers": [{"key": "h", "value": "1"}]}',
    },
  ],
} as const satisfies CommandDefinition;
export type TopicProduceInput = InputOf<typeof topicProduce>;

export const topicDelete = {
  words: ["topic", "delete"],
  summary: "delete the topics of pipelines with all their records",
  effect: "destroys",
  description: [
    "With them go the topic of the connector's dead letters and TOPIC.resolutions beside it, unless another pipeline of",
    "connectors/pipelines names it, too, or has a file that cannot be read.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    yes: { flags: "-y, --yes", description: "yes, delete the records" },
    ...dryRunOption,
  },
  examples: [{ command: "topic delete item-sales --yes", explains: "for a fresh start" }],
} as const satisfies CommandDefinition;
export type TopicDeleteInput = InputOf<typeof topicDelete>;
