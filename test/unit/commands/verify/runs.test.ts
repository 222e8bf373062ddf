import { expect, it } from "vitest";
import { run as clean } from "#cli/commands/verify/runs/clean.js";
import { run as list } from "#cli/commands/verify/runs/list.js";
import { run as verify } from "#cli/commands/verify/table.js";
import type { ControlRecord } from "#cli/core/shared-run/control-record.js";
import { ServiceError } from "#cli/errors.js";
import { controlMessages } from "#cli/core/shared-run/payloads.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { rehearsal } from "#cli/program/rehearsal.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { pipelineOf } from "#test/support/fakes/kafka.js";

const time = Date.UTC(2026, 0, 31);

/** Brokers with these topics; the control topics hold the records, and grow by so many at each look. */
function brokers(topics: readonly string[], records: readonly ControlRecord[], growth = 0) {
  const there = new Set(topics);
  const log = records
    .flatMap((record, index) => controlMessages(record, undefined, time + 1000 * index))
    .map((message, offset): KafkaRecord => ({
      ...{ partition: 0, offset, timestamp: message.timestamp, headers: [] },
      key: Buffer.from(message.key ?? ""),
      value: message.value === null ? null : Buffer.from(message.value),
    }));
  let looks = 0;
  const removed: string[] = [];
  const kafka: Partial<Kafka> = {
    topicNames: () => Promise.resolve([...there]),
    hasTopic: (name) => Promise.resolve(there.has(name)),
    topicOffsets: () => Promise.resolve([{ partition: 0, low: 0, high: log.length + growth * looks++ }]),
    read: ({ onRecords }) => Promise.resolve(onRecords(log)),
    deleteTopic: (name) => {
      removed.push(name);
      return Promise.resolve(there.delete(name));
    },
  };
  return { kafka, removed };
}

const start = { phase: "start", index: 0 } as const;
const records: readonly ControlRecord[] = [
  { kind: "join", member: "a", pipeline: "sales", version: "1", plan: "p" },
  { kind: "join", member: "b", pipeline: "sales", version: "1", plan: "p" },
  { kind: "done", member: "a", task: start, attempt: "a-0", counts: { reads: 4, ranges: 16 } },
  { kind: "done", member: "b", task: { phase: "read", index: 2 }, attempt: "b-0" },
  { kind: "leave", member: "b" },
];
const topics = ["sales", "cassink.verify.friday", "cassink.verify.friday.a-0", "cassink.verify.other.x"];

it("runs are listed by their topics: how far they are, and when a member was heard last", async () => {
  const { context } = fakeContext({ kafka: brokers(topics, records).kafka });

  expect((await list({}, context)).runs).toEqual([
    {
      run: "friday",
      topics: ["cassink.verify.friday", "cassink.verify.friday.a-0"],
      control: {
        ...{ pipeline: "sales", version: "1", members: 1 },
        ...{ begun: "2026-01-31T00:00:00.000Z", heard: "2026-01-31T00:00:04.000Z" },
        partitions: { done: 1, total: 4 },
        ranges: { done: 0, total: 16 },
      },
    },
    { run: "other", topics: ["cassink.verify.other.x"] },
  ]);
});

it("what is removed are the run's topics alone, and that by which it is listed comes last", async () => {
  const { kafka, removed } = brokers(topics, records);
  const { context } = fakeContext({ kafka });

  expect((await clean({ name: ["friday", "none"], listen: 5_000, yes: true }, context)).runs).toEqual([
    { run: "friday", removed: ["cassink.verify.friday.a-0", "cassink.verify.friday"] },
    { run: "none", removed: [] },
  ]);
  expect(removed).toEqual(["cassink.verify.friday.a-0", "cassink.verify.friday"]);
});

it("a run that ends while it is looked at is absent, and not listed as one that cannot be read", async () => {
  const { kafka } = brokers(topics, records);
  let looks = 0;
  const ending: Partial<Kafka> = {
    ...kafka,
    hasTopic: (name) => Promise.resolve(name === "cassink.verify.friday" && looks === 0),
    topicOffsets: () => {
      looks++;
      return Promise.reject(new ServiceError("Kafka", "there is no such topic"));
    },
    deleteTopic: () => Promise.resolve(false),
  };
  const { context } = fakeContext({ kafka: ending });

  expect((await list({}, context)).runs[0]).not.toHaveProperty("control");
  looks = 0;
  expect((await clean({ name: ["friday"], listen: 1, yes: true }, context)).runs).toEqual([
    { run: "friday", removed: [] },
  ]);
});

it("nothing is removed while members write, without --yes, or in a dry run", async () => {
  const { kafka, removed } = brokers(topics, records, 1);
  const quiet = brokers(topics, records);
  const input = { name: ["friday"], listen: 5_000 };

  await expect(clean({ ...input, yes: true }, fakeContext({ kafka }).context)).rejects.toMatchObject({
    message: "members are at it",
    where: "run friday",
  });
  await expect(clean(input, fakeContext({ kafka }).context)).rejects.toMatchObject({ exitCode: 2 });
  const rehearsed = rehearsal(fakeContext({ kafka: quiet.kafka }).context);
  expect((await clean({ ...input, dryRun: true }, rehearsed)).runs[0]?.removed).toHaveLength(2);
  expect([...removed, ...quiet.removed]).toEqual([]);
});

it.each([
  [{ since: { kind: "last", text: "last" } }, "--since"],
  [{ sample: 0.5 }, "--sample"],
  [{ resume: true }, "--resume"],
  [{ workers: 2 }, "--workers"],
] as const)("a run of several processes does not do %j", async (options, named) => {
  const input = { wait: 0, examples: 5, consistency: "LOCAL_ONE", run: "friday" } as const;

  await expect(verify({ ...input, ...options }, fakeContext().context)).rejects.toMatchObject({
    message: `--run and ${named} cannot be given together`,
    exitCode: 2,
  });
});

it("a run of several processes is about one pipeline", async () => {
  const pipeline = (name: string) => pipelineOf({ name, partitions: 1, replication: 1, configs: {} });
  const { context } = fakeContext({
    pipelines: { select: () => Promise.resolve([pipeline("a"), pipeline("b")]) },
  });
  const input = { wait: 0, examples: 5, consistency: "LOCAL_ONE", run: "friday" } as const;

  await expect(verify(input, context)).rejects.toMatchObject({
    message: "--run is about one pipeline, and there are 2",
    exitCode: 2,
  });
});
