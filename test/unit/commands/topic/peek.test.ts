import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/topic/peek.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { renderPeek } from "#cli/reporters/topic-peek.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import type { TopicPeekInput } from "#cli/program/topic.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { pipelineOf } from "#test/support/fakes/kafka.js";

const latest: TopicPeekInput = { from: { kind: "latest" } };
const sales: Pipeline = {
  ...pipelineOf({ name: "orders", partitions: 2, replication: 1, configs: {} }),
  connector: {
    name: "sales",
    config: {
      "key.converter": "org.apache.kafka.connect.storage.StringConverter",
      "value.converter": "org.apache.kafka.connect.json.JsonConverter",
      "value.converter.schemas.enable": "false",
    },
  },
};

/** Two partitions with even offsets alone, as after compaction; records 0@0, 1@0, 0@2, ... are a second apart. */
function setup(perPartition = 40, pipelines: readonly Pipeline[] = []) {
  const records: KafkaRecord[] = [0, 1].flatMap((partition) =>
    Array.from({ length: perPartition }, (_, index) => ({
      partition,
      offset: 2 * index,
      timestamp: 2_000 * index + 1_000 * partition,
      key: Buffer.from(`k${partition}-${index}`),
      value: index === 1 ? null : Buffer.from(index === 2 ? "oops" : `{"n":${index}}`),
      headers: [],
    })),
  );
  const reads: number[] = [];
  const { context } = fakeContext({
    pipelines: {
      names: () => Promise.resolve(pipelines.map(({ name }) => name)),
      select: () => Promise.resolve(pipelines),
    },
    connect: {
      config: (name) => Promise.resolve(name === "there" ? sales.connector.config : undefined),
      configs: () => Promise.resolve(new Map([["there", {}]])),
    },
    kafka: {
      topicNames: () => Promise.resolve(["orders"]),
      topicOffsets: () =>
        Promise.resolve([0, 1].map((partition) => ({ partition, low: 0, high: 2 * perPartition }))),
      offsetsAt: (_topic, time) =>
        Promise.resolve([0, 1].map((partition) => ({ partition, offset: Math.ceil(time / 1_000) }))),
      read: ({ ranges, onRecords }) => {
        reads.push(ranges.length);
        for (const { partition, from, to } of ranges) {
          onRecords(
            records.filter((each) => each.partition === partition && each.offset >= from && each.offset < to),
          );
        }
        return Promise.resolve();
      },
    },
  });
  const places = async (input: Partial<TopicPeekInput>): Promise<readonly string[]> =>
    (await run({ ...latest, name: ["orders"], ...input }, context)).records.map(({ at }) => at);
  return { context, places, reads };
}

describe("topic peek", () => {
  it("shows the last records of all partitions, though offsets hold none", async () => {
    const { places, reads } = setup();
    expect(await places({ count: 3 })).toEqual(["orders-1@76", "orders-0@78", "orders-1@78"]);
    expect(await places({})).toHaveLength(10);
    expect(reads).toEqual([2, 2, 2, 2]);
    expect(await places({ count: 500 })).toHaveLength(80);
  });

  it.each<[string, Partial<TopicPeekInput>, readonly string[]]>([
    ["the first", { from: { kind: "earliest" } }, ["orders-0@0", "orders-1@0"]],
    ["an offset of each", { from: { kind: "offset", offset: 3 } }, ["orders-0@4", "orders-1@4"]],
    ["an offset", { from: { kind: "offset", offset: 3 }, partition: 1 }, ["orders-1@4", "orders-1@6"]],
    [
      "a place",
      { from: { kind: "positions", positions: [{ topic: "orders", partition: 0, offset: 4 }] } },
      ["orders-0@4", "orders-0@6"],
    ],
    ["a time", { from: { kind: "time", time: 10_000 } }, ["orders-0@10", "orders-1@10"]],
    ["one partition", { partition: 1 }, ["orders-1@76", "orders-1@78"]],
  ])("begins where it is told: %s", async (_, input, expected) => {
    expect(await setup().places({ count: 2, ...input })).toEqual(expected);
  });

  it("shows one record by its place, and says when there is none", async () => {
    const { places } = setup();
    expect(await places({ name: ["orders-1@6"] })).toEqual(["orders-1@6"]);
    expect(await places({ name: ["orders-1@6"], count: 2 })).toEqual(["orders-1@6", "orders-1@8"]);
    await expect(places({ name: ["orders-1@7"] })).rejects.toMatchObject({
      where: "orders-1@7",
      hint: expect.stringContaining("the next one is orders-1@8") as string,
    });
    await expect(places({ name: ["orders-1@99"] })).rejects.toThrow("partition 1 has the offsets 0 to 79");
    await expect(places({ name: ["orders-7@0"] })).rejects.toThrow("topic orders has no partition 7");
  });

  it("reads as the pipeline of the topic, as that of its name, or as a deployed connector", async () => {
    const { context } = setup(3, [sales]);
    const expected = { key: { converter: "StringConverter" }, value: { converter: "JsonConverter" } };
    for (const topic of ["orders", "sales", "orders-0@0"]) {
      const result = await run({ ...latest, name: [topic] }, context);
      expect(result).toMatchObject({
        ...expected,
        topic: "orders",
        readAs: { kind: "pipeline", name: "sales" },
      });
    }
    const deployed = await run({ ...latest, name: ["orders"], connector: "there" }, context);
    expect(deployed).toMatchObject({ ...expected, readAs: { kind: "connector", name: "there" } });
    await expect(run({ ...latest, name: ["orders"], connector: "ther" }, context)).rejects.toMatchObject({
      hint: 'did you mean "there"?',
    });
  });

  it("finds records that the converter cannot read, and shows tombstones", async () => {
    const { context } = setup(3, [sales]);
    const result = await run({ ...latest, name: ["orders"] }, context);
    expect(result.outcome).toBe("findings");
    const text = renderPeek(result, { width: 60, color: false });
    expect(text).toContain("none: a tombstone");
    expect(text).toContain("orders-0@4  1970-01-01T00:00:04.000Z");
    expect(text).toContain("!       value: JsonConverter cannot read it");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it("wants one topic that there is", async () => {
    const { context } = setup();
    await expect(run({ ...latest, name: ["order"] }, context)).rejects.toMatchObject({
      message: "there is no topic order",
      hint: 'did you mean "orders"?',
    });
    await expect(run({ ...latest, name: ["a b"] }, context)).rejects.toThrow("no name of a topic");
    await expect(run(latest, context)).rejects.toThrow("no topic is named");
    const positions = [{ topic: "other", partition: 0, offset: 1 }];
    await expect(
      run({ ...latest, name: ["orders"], from: { kind: "positions", positions } }, context),
    ).rejects.toThrow("--from names a record of topic other, and orders is read");
  });
});

describe("receipts", () => {
  const telling: Pipeline = {
    ...sales,
    connector: {
      ...sales.connector,
      config: {
        "connector.class": "io.cassink.sink.CassandraSinkConnector",
        "key.converter": "io.confluent.connect.avro.AvroConverter",
        "receipts.topic": "orders",
      },
    },
  };
  const reading: Pipeline = { ...sales, name: "next" };

  it("are the sink's own JSON, whatever the converters of its pipeline read", async () => {
    const { context } = setup(40, [telling]);
    const result = await run({ ...latest, name: ["orders"] }, context);
    expect(result).toMatchObject({ outcome: "clean", receiptsOf: "sales" });
    expect(result).not.toHaveProperty("readAs");
    const text = renderPeek(result, { width: Infinity, color: false });
    expect(text).toContain("orders: 10 records; receipts of pipeline sales, in JSON\n");
  });

  it("are read as the next pipeline reads them, where there is one", async () => {
    const { context } = setup(40, [telling, reading]);
    const result = await run({ ...latest, name: ["orders"] }, context);
    expect(result).toMatchObject({ readAs: { kind: "pipeline", name: "next" } });
    expect(result).not.toHaveProperty("receiptsOf");
  });
});
