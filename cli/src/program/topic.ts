import type { CommandDefinition, InputOf } from "./definition.js";
import { dryRunOption, eventSelection, pipelineSelection, replicationOption } from "./shared-options.js";

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

export const topicProduce = {
  words: ["topic", "produce"],
  summary: "send events from a file of JSON lines",
  effect: "changes",
  description: [
    "One JSON object a line. The record's key is the event's field that the pipeline names as the topic's key; its",
    "time is the time of sending. A line that is no JSON, lacks the key or breaks the topic's schema ends the run",
    "with its number; the lines before it are sent. Empty lines are passed over.",
  ].join(" "),
  arguments: eventSelection.arguments,
  options: {
    ...eventSelection.options,
    events: {
      flags: "--events <path>",
      description: "file of JSON lines; - is standard input",
      completes: ["file"],
      default: "-",
    },
    topic: {
      flags: "--topic <name>",
      description: "which topic, when the pipeline has several",
      completes: ["topic"],
    },
    schema: {
      flags: "--no-schema",
      description: "do not hold the events against the topic's JSON Schema",
    },
    raw: { flags: "--raw", description: "send each line as it is, JSON or not: bad records on purpose" },
    ...dryRunOption,
  },
  examples: [
    { command: "topic produce item-sales --events sales.ndjson", explains: "a file of events" },
    {
      command: "topic produce item-sales --raw < broken.txt",
      explains: "bad records from standard input, to see what the connector makes of them",
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
