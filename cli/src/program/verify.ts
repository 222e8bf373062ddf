import { since } from "../core/kafka/since.js";
import { namesIn } from "../core/connect/connector-config.js";
import { readConsistencies } from "../core/cql/consistency.js";
import { acceptableReasons, type Reason } from "../core/rows/reasons.js";
import { isRunName } from "../core/shared-run/topic-names.js";
import { whatIsKnown } from "../core/suggestion.js";
import { UsageError } from "../errors.js";
import type { CommandDefinition, InputOf } from "./definition.js";
import { duration, share, wholeNumber } from "./option-values.js";
import { dryRunOption, pipelineSelection } from "./shared-options.js";

function reasonList(text: string): readonly Reason[] {
  return namesIn(text).map((name) => {
    const reason = acceptableReasons.find((known) => known === name);
    if (reason !== undefined) return reason;
    throw new UsageError(`"${name}" is no reason for which verify leaves something unjudged`, {
      hint: whatIsKnown(name, acceptableReasons),
    });
  });
}

function sampleShare(text: string): number {
  const part = share(text);
  if (part > 0) return part;
  throw new UsageError("a sample of nothing shows nothing", { hint: "write 1% or 0.01" });
}

function runName(text: string): string {
  if (isRunName(text)) return text;
  throw new UsageError(`"${text}" cannot be the name of a run`, {
    hint: "it is a part of its topics' names: up to 100 letters, digits, hyphens and underscores",
  });
}

export const verifyTable = {
  words: ["verify", "table"],
  summary: "prove that a table holds what its topic says",
  effect: "reads",
  description: [
    "Waits until the connector has carried what the topics hold now, reads them to that end, and computes what the",
    "table must hold from the connector's own mapping, codec and transforms: column by column the last value, by",
    "write time and offset. Then reads the whole table and compares every mapped column of every row: its value, its",
    "write time and its time to live. Each finding names the record it comes from (topic-partition@offset). A connector",
    "that is deployed with another config, has failed, or does not run is a finding, too. Rows that",
    "records write meanwhile are read again once the connector has carried these. Exit code 0: all was judged and is",
    "right; 3: there are findings; 4: nothing wrong was seen, but not all could be judged, and why; 1: a table cannot be",
    "judged at all, and why.",
  ].join(" "),
  arguments: pipelineSelection.arguments,
  options: {
    ...pipelineSelection.options,
    wait: {
      flags: "--wait <duration>",
      description:
        "for open transactions to end and the connector to carry what is in its topics, and as long again for what comes meanwhile",
      parse: duration,
      default: 60_000,
      defaultText: "60s",
    },
    consistency: {
      flags: "--consistency <level>",
      description: "replicas that must answer each read of the table",
      choices: readConsistencies,
      default: "LOCAL_ONE",
    },
    allowUnjudged: {
      flags: "--allow-unjudged <reasons>",
      description: `end with 0 although something was not judged for these reasons: ${acceptableReasons.join(", ")}`,
      parse: reasonList,
    },
    allowHalted: {
      flags: "--allow-halted",
      description: "a connector that is paused, stopped or not deployed is no finding",
    },
    sample: {
      flags: "--sample <share>",
      description:
        "judge the rows in so much of the table alone, as 1%, drawn anew each time; ends with 4 where nothing is wrong",
      parse: sampleShare,
    },
    since: {
      flags: "--since <point>",
      description:
        "judge what later records write alone: since a time (2h, 2026-01-31T08:15:00Z), offsets (sales-0@1187,sales-1@40), or where the last clean verification ended (last)",
      parse: since,
    },
    proof: {
      flags: "--proof <file>",
      description:
        "keep the report in a file, with digests of the rows: `verify proof` tells whether a byte of it changed",
    },
    redact: {
      flags: "--redact",
      description: "hash keys and values in the proof",
    },
    resume: {
      flags: "--resume",
      description:
        "continue the last run of the pipeline, which was interrupted: with the same options, to the same ends of its topics",
    },
    run: {
      flags: "--run <name>",
      description:
        "share the work with the other processes, on any machines, that are started with the same name and options: each gives the same report",
      parse: runName,
    },
    workers: {
      flags: "--workers <n>",
      description:
        "threads that read topics and table at the same time; by default as many as there are cores, 4 at most, and 1 for less than a million records",
      parse: wholeNumber(1, 64),
    },
    examples: {
      flags: "--examples <n>",
      description: "findings of each kind that are shown",
      parse: wholeNumber(0, 1000),
      default: 5,
    },
  },
  examples: [
    { command: "verify table item-sales", explains: "the table of one pipeline" },
    { command: "verify table --wait 5m", explains: "all of them, with patience" },
    { command: "verify table weather --examples 50 -o json", explains: "for a program" },
    { command: "verify table --sample 1%", explains: "a quick look at a large table" },
    {
      command: "verify table item-sales --since last",
      explains: "what was written since, by key and quickly",
    },
    { command: "verify table --proof proof.json --redact", explains: "for the file, without personal data" },
    { command: "verify table item-sales --resume", explains: "after Ctrl-C, a crash or a lost server" },
    { command: "verify table item-sales --run friday", explains: "on each of several machines" },
    { command: "verify table --consistency ALL", explains: "of every replica, what the newest one has" },
    { command: "verify table weather --allow-unjudged retention", explains: "the topic keeps a week" },
  ],
} as const satisfies CommandDefinition;
export type VerifyTableInput = InputOf<typeof verifyTable>;

export const verifyRunsList = {
  words: ["verify", "runs", "list"],
  summary: "list runs that several processes share",
  effect: "reads",
  description: [
    "Runs of `verify table --run NAME` that are not at their end, by their topics on the brokers: how far they are, and when",
    "a member was heard last. Members beat each second: one that was heard a minute ago is gone.",
  ].join(" "),
  examples: [{ command: "verify runs list", explains: "what is under way, or was left" }],
} as const satisfies CommandDefinition;
export type VerifyRunsListInput = InputOf<typeof verifyRunsList>;

export const verifyRunsClean = {
  words: ["verify", "runs", "clean"],
  summary: "remove the topics of runs that were left",
  effect: "destroys",
  description: [
    "Of runs of `verify table --run NAME` whose members were all killed. What they have found is lost: start a member with",
    "the same name and options instead to continue it. Refused while a member is at it, which is listened for as long as",
    "--listen says.",
  ].join(" "),
  arguments: { name: { description: "of a run", required: true, repeatable: true } },
  options: {
    listen: {
      flags: "--listen <duration>",
      description: "for the beats of members",
      parse: duration,
      default: 5_000,
      defaultText: "5s",
    },
    yes: { flags: "-y, --yes", description: "yes, remove what they have found" },
    ...dryRunOption,
  },
  examples: [{ command: "verify runs clean friday --yes", explains: "it was given up" }],
} as const satisfies CommandDefinition;
export type VerifyRunsCleanInput = InputOf<typeof verifyRunsClean>;

export const verifyProof = {
  words: ["verify", "proof"],
  summary: "tell whether a proof is as it was made",
  effect: "reads",
  description: [
    "Reads files that `verify table --proof` has written, and says of each whether every byte is as it was, and what it",
    "says. Exit code 0: all are as they were made; 3: one is not; 1: one cannot be read or is no proof. Whoever changes a",
    "file can make its hash anew: against that, sign it.",
  ].join(" "),
  arguments: {
    file: { description: "the proof", required: true, repeatable: true },
  },
  examples: [{ command: "verify proof proof.json", explains: "before it is relied on" }],
} as const satisfies CommandDefinition;
export type VerifyProofInput = InputOf<typeof verifyProof>;
