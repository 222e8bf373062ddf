import { describe, expect, it } from "vitest";
import { run as create } from "#cli/commands/topic/create.js";
import { run as remove } from "#cli/commands/topic/delete.js";
import { run as describeTopics } from "#cli/commands/topic/describe.js";
import { run as list } from "#cli/commands/topic/list.js";
import type { Pipeline, PipelineTopic } from "#cli/core/pipeline/pipeline.js";
import { InputError, UsageError } from "#cli/errors.js";
import { renderDescribe } from "#cli/reporters/topic.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { fakeKafka, pipelineOf } from "#test/support/fakes/kafka.js";

const topic: PipelineTopic = {
  name: "sales",
  partitions: 4,
  replication: 1,
  configs: { "retention.ms": "-1" },
};
const other: PipelineTopic = { name: "returns", partitions: 1, replication: 1, configs: {} };

const named = (name: string, config: Record<string, string>, ...topics: PipelineTopic[]): Pipeline => ({
  ...pipelineOf(...topics),
  name,
  file: `/pipelines/${name}.yaml`,
  connector: { name, config },
});
const withLetters = { "errors.deadletterqueue.topic.name": " dead " };

function context(kafka: Partial<Kafka>, ...topics: PipelineTopic[]) {
  const pipelines = { select: () => Promise.resolve([pipelineOf(...topics)]) };
  return fakeContext({ kafka, pipelines }).context;
}

/** Of a connector that tells what it has written. */
const telling = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  "receipts.topic": "sales_written",
};

describe("the topic that takes a connector's receipts", () => {
  it("is described without the connector's group, which does not read it", async () => {
    const { kafka } = fakeKafka();
    const written = { ...topic, name: "sales_written", partitions: 1 };
    const pipelines = { select: () => Promise.resolve([named("sales", telling, written)]) };
    const offsets = { partitions: [{ partition: 0, low: 0, high: 7 }], leaderless: [] };
    const ports = {
      ...kafka,
      describeTopic: () => Promise.resolve(written),
      availableOffsets: () => Promise.resolve(offsets),
    };
    const result = await describeTopics({}, fakeContext({ kafka: ports, pipelines }).context);
    expect(result.topics).toMatchObject([{ name: "sales_written", group: undefined, exists: true }]);
    const text = renderDescribe(result, { width: Infinity, color: false });
    expect(text).toContain("takes the receipts of pipeline sales");
    expect(text).not.toContain("group");
  });
});

describe("topic create", () => {
  it("makes what is missing, and does nothing the second time", async () => {
    const { kafka, topics } = fakeKafka();
    const first = await create({}, context(kafka, topic));
    expect(first).toMatchObject({ outcome: "clean", topics: [{ name: "sales", state: "created" }] });
    expect(topics.get("sales")).toMatchObject(topic);
    const second = await create({}, context(kafka, topic));
    expect(second).toMatchObject({ outcome: "clean", topics: [{ state: "unchanged", differences: [] }] });
  });

  it("finds a topic that differs, says how, and leaves it as it is", async () => {
    const { kafka, topics } = fakeKafka();
    const existing = { name: "sales", partitions: 3, replication: 1, configs: {} };
    topics.set("sales", existing);
    const result = await create({}, context(kafka, topic));
    expect(result.outcome).toBe("findings");
    expect(result.topics[0]).toMatchObject({ state: "different", partitions: 3 });
    expect(result.topics[0]?.differences.map(({ what }) => what)).toEqual(["partitions", "retention.ms"]);
    expect(topics.get("sales")).toBe(existing);
  });

  it("refuses more replicas than there are brokers before it makes anything", async () => {
    const { kafka, topics } = fakeKafka(2);
    const wide = { ...topic, replication: 3 };
    const failure = await create({}, context(kafka, other, wide)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InputError);
    expect(failure).toMatchObject({
      message: "topic sales asks for 3 replicas, and the cluster has 2 brokers",
      where: "/pipelines/sales.yaml: replication of topic sales",
    });
    expect(topics.size).toBe(0);
  });
});

describe("the topic of dead letters", () => {
  const keeping = { "retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete" };
  const many = (kafka: Partial<Kafka>, selected: readonly Pipeline[], others: readonly Pipeline[] = []) =>
    fakeContext({
      kafka,
      pipelines: {
        select: ({ name }) => Promise.resolve(name === undefined ? [...selected, ...others] : selected),
      },
    }).context;

  it.each([
    [{}, undefined, 2],
    [{ "errors.deadletterqueue.topic.replication.factor": "1" }, undefined, 1],
    [{}, 3, 3],
  ])("is made behind the others and keeps its letters: %o, replication %s", async (more, copies, made) => {
    const { kafka, topics } = fakeKafka(3);
    const plain = named("sales", { ...withLetters, ...more }, { ...topic, replication: 2 });
    const pipeline = copies === undefined ? plain : { ...plain, replication: copies };
    const result = await create({}, many(kafka, [pipeline]));
    expect(result.topics).toMatchObject([
      { name: "sales" },
      { name: "dead", state: "created" },
      { name: "dead.resolutions", state: "created" },
    ]);
    expect(topics.get("dead.resolutions")).toEqual({
      ...{ name: "dead.resolutions", partitions: 1, replication: made },
      configs: { "cleanup.policy": "compact" },
    });
    expect(topics.get("dead")).toEqual({ name: "dead", partitions: 1, replication: made, configs: keeping });
  });

  it("is left as it is where it exists, and declared in a file it is a topic as any other", async () => {
    const { kafka, topics } = fakeKafka();
    const existing = { name: "dead", partitions: 7, replication: 1, configs: { "retention.ms": "5" } };
    topics.set("dead", existing);
    const result = await create({}, many(kafka, [named("sales", withLetters, topic)]));
    expect(result).toMatchObject({ outcome: "clean" });
    expect(result.topics[1]).toMatchObject({ name: "dead", state: "unchanged", partitions: 7 });
    expect(topics.get("dead")).toBe(existing);
    const declared = named("sales", withLetters, { ...other, name: "dead" });
    expect((await create({}, many(kafka, [declared]))).topics).toMatchObject([
      { name: "dead", state: "different" },
      { name: "dead.resolutions", holdsLetters: true },
    ]);
  });

  it("is listed with its pipelines", async () => {
    const { kafka } = fakeKafka();
    const both = [named("a", withLetters, topic), named("b", withLetters)];
    const result = await list({}, many(kafka, both));
    expect(result.topics).toMatchObject([
      { name: "sales", pipelines: ["a"] },
      { name: "dead", pipelines: ["a", "b"] },
      { name: "dead.resolutions", pipelines: ["a", "b"] },
    ]);
  });

  it("is deleted with the others, unless another pipeline names it", async () => {
    const { kafka, topics } = fakeKafka();
    const one = named("a", withLetters, topic);
    const two = named("b", withLetters, other);
    const reader = named("c", {}, { ...other, name: "dead" });
    for (const remaining of [two, reader]) {
      for (const name of ["sales", "dead"]) topics.set(name, { ...topic, name });
      const kept = await remove({ name: ["a"], yes: true }, many(kafka, [one], [remaining]));
      expect(kept.topics).toEqual([
        { name: "sales", state: "deleted" },
        { name: "dead", state: "kept", keptFor: [remaining.name] },
        { name: "dead.resolutions", state: "absent" },
      ]);
      expect(topics.has("dead")).toBe(true);
    }
    const gone = await remove({ yes: true }, many(kafka, [one, two]));
    expect(gone.topics).toContainEqual({ name: "dead", state: "deleted" });
    expect(topics.has("dead")).toBe(false);
  });
});

describe("topic list", () => {
  it("shows the pipelines' topics, which of them are missing, and counts the others", async () => {
    const { kafka, topics } = fakeKafka();
    topics.set("sales", topic);
    topics.set("__consumer_offsets", { ...topic, name: "__consumer_offsets" });
    const offsets: Partial<Kafka> = {
      ...kafka,
      availableOffsets: () =>
        Promise.resolve({
          partitions: [
            { partition: 0, low: 5, high: 10 },
            { partition: 1, low: 0, high: 7 },
          ],
          leaderless: [3],
        }),
    };
    const both = context(offsets, topic, other);
    const result = await list({}, both);
    expect(result.topics).toMatchObject([
      { name: "sales", pipelines: ["sales"], partitions: 4, records: 12, leaderless: [3] },
      { name: "returns", partitions: undefined, records: undefined },
    ]);
    expect(result.others).toBe(1);
    const all = await list({ all: true }, both);
    expect(all.topics.map(({ name }) => name)).toEqual(["sales", "returns", "__consumer_offsets"]);
  });
});

describe("topic describe of a pipeline whose connector has a group of its own", () => {
  it("looks at that group, as far as the connector is given records, and counts no marker", async () => {
    const { kafka, topics } = fakeKafka();
    topics.set("sales", topic);
    const own = {
      "consumer.override.group.id": "mine",
      "consumer.override.isolation.level": "read_committed",
    };
    const pipeline = named("sales", own, topic);
    const asked: string[] = [];
    const { context } = fakeContext({
      kafka: {
        ...kafka,
        availableOffsets: (_, isolation = "read_uncommitted") => {
          const high = isolation === "read_committed" ? 9 : 12;
          return Promise.resolve({ partitions: [{ partition: 0, low: 0, high }], leaderless: [] });
        },
        groupOffsets: (group) => {
          asked.push(group);
          return Promise.resolve([{ partition: 0, offset: 8 }]);
        },
        hasRecords: () => Promise.resolve(false),
      },
      pipelines: { select: () => Promise.resolve([pipeline]) },
    });
    const result = await describeTopics({}, context);
    expect(asked).toEqual(["mine"]);
    expect(result.topics[0]?.partitions).toEqual([{ partition: 0, low: 0, high: 12, committed: 8, lag: 0 }]);
  });
});

describe("topic describe", () => {
  it("says per partition how far the connector's group has read", async () => {
    const { kafka, topics } = fakeKafka();
    topics.set("sales", topic);
    const asked: string[] = [];
    const result = await describeTopics(
      {},
      context(
        {
          ...kafka,
          availableOffsets: () =>
            Promise.resolve({
              partitions: [
                { partition: 0, low: 0, high: 10 },
                { partition: 1, low: 2, high: 8 },
              ],
              leaderless: [],
            }),
          hasRecords: () => Promise.resolve(true),
          groupOffsets: (group) => {
            asked.push(group);
            return Promise.resolve([
              { partition: 0, offset: 4 },
              { partition: 1, offset: undefined },
            ]);
          },
        },
        topic,
      ),
    );
    expect(asked).toEqual(["connect-sales"]);
    expect(result.outcome).toBe("clean");
    expect(result.topics[0]?.partitions).toEqual([
      { partition: 0, low: 0, high: 10, committed: 4, lag: 6 },
      { partition: 1, low: 2, high: 8, committed: undefined, lag: 6 },
    ]);
  });

  it("looks at the group that the connector's config names", async () => {
    const { kafka, topics } = fakeKafka();
    topics.set("sales", topic);
    const asked: string[] = [];
    const groupOffsets: Kafka["groupOffsets"] = (group) => {
      asked.push(group);
      return Promise.resolve([]);
    };
    const plain = pipelineOf(topic);
    const connector = { ...plain.connector, config: { "consumer.override.group.id": "mine" } };
    const ports = {
      kafka: {
        ...kafka,
        groupOffsets,
        availableOffsets: () => Promise.resolve({ partitions: [], leaderless: [] }),
      },
      pipelines: { select: () => Promise.resolve([{ ...plain, connector }]) },
    };
    expect(await describeTopics({}, fakeContext(ports).context)).toMatchObject({
      topics: [{ group: "mine" }],
    });
    expect(asked).toEqual(["mine"]);
  });

  it("finds that a topic is not there", async () => {
    const result = await describeTopics({}, context(fakeKafka().kafka, topic));
    expect(result).toMatchObject({ outcome: "findings", topics: [{ name: "sales", exists: false }] });
  });
});

describe("topic delete", () => {
  it("asks for --yes, naming what would be lost", async () => {
    const { kafka, topics } = fakeKafka();
    topics.set("sales", topic);
    await expect(remove({}, context(kafka, topic))).rejects.toBeInstanceOf(UsageError);
    expect(topics.size).toBe(1);
    const both = context(kafka, topic, other);
    expect((await remove({ yes: true }, both)).topics).toEqual([
      { name: "sales", state: "deleted" },
      { name: "returns", state: "absent" },
    ]);
    expect(topics.size).toBe(0);
  });
});
