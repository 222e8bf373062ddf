import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/produce/lines.js";
import type { TopicProduceInput } from "#cli/program/topic.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { fakeKafka, pipelineOf } from "#test/support/fakes/kafka.js";

const topic = { name: "orders", partitions: 1, replication: 1, configs: {}, key: "id" };

function setup(text = "") {
  const { kafka, sent } = fakeKafka();
  const { context } = fakeContext({
    kafka,
    pipelines: { select: () => Promise.resolve([pipelineOf(topic)]) },
    files: {
      readLines: async function* () {
        await Promise.resolve();
        yield* text.split("\n");
      },
    },
  });
  const produce = (input: Partial<TopicProduceInput>) =>
    run({ name: ["sales"], schema: true, ...input }, context);
  return { produce, sent };
}

describe("topic produce --records", () => {
  it("sends documents as records", async () => {
    const { produce, sent } = setup(
      '\ufeff{"key":"a","value":null,"timestamp":7}\n\n{"value":"b","partition":2}\n',
    );
    expect(await produce({ records: "f" })).toMatchObject({ topic: "orders", acknowledged: 2 });
    expect(sent.get("orders")).toMatchObject([
      { key: "a", value: null, timestamp: 7 },
      { key: null, value: "b", partition: 2 },
    ]);
  });

  it("sends the records of one document over several lines", async () => {
    const document = JSON.stringify(
      { topic: "x", records: [{ key: "a", value: "1" }, { value: "2" }] },
      null,
      2,
    );
    const { produce, sent } = setup(document);
    await produce({ records: "f", name: [], topic: "other" });
    expect(sent.get("other")?.map(({ value }) => value)).toEqual(["1", "2"]);
  });

  it.each([
    ['{"value":"a"}\n{"vaule":"b"}', "f:2", 'a record has no "vaule"'],
    ["{\n}", "f", "has no records"],
    ["{\n", "f", "is no JSON"],
  ])("names what is no record: %j", async (text, where, message) => {
    const failure = await setup(text)
      .produce({ records: "f" })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ where, message: expect.stringContaining(message) as string });
  });
});

describe("topic produce of one record", () => {
  it("takes key, headers, time and partition from flags", async () => {
    const { produce, sent } = setup();
    const header = [{ key: "h", value: "1=2" }];
    await produce({ tombstone: true, key: "a", header, time: 7, partition: 1 });
    expect(sent.get("orders")).toEqual([
      {
        key: "a",
        value: null,
        timestamp: 7,
        partition: 1,
        headers: [{ key: "h", value: Buffer.from("1=2") }],
      },
    ]);
  });

  it("takes the key from the event where none is given, and refuses what is no event", async () => {
    const { produce, sent } = setup();
    await produce({ value: '{"id":"a"}' });
    await produce({ value: '{"id":"a"}', key: "b" });
    await produce({ value: "no JSON", raw: true });
    await produce({ value: "", name: [], topic: "orders" });
    expect(sent.get("orders")?.map(({ key, value }) => [key, value])).toEqual([
      ["a", '{"id":"a"}'],
      ["b", '{"id":"a"}'],
      [null, "no JSON"],
      [null, ""],
    ]);
    await expect(produce({ value: "no JSON" })).rejects.toThrow("the line is no JSON");
    await expect(produce({ value: "{}" })).rejects.toThrow("the event has no id");
  });

  it.each<[Partial<TopicProduceInput>, string]>([
    [{ value: "a", tombstone: true, key: "k" }, "--value and --tombstone both say what is sent"],
    [{ records: "f", events: "g" }, "--events and --records both say"],
    [{ key: "k" }, "--key is of a single record"],
    [{ records: "f", time: 1, header: [] }, "--header, --time are of a single record"],
    [{ tombstone: true }, "a tombstone deletes what its key names"],
  ])("refuses flags that do not go together: %j", async (input, message) => {
    await expect(setup().produce(input)).rejects.toThrow(message);
  });
});
