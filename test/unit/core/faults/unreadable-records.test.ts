import { describe, expect, it } from "vitest";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { unreadableText } from "#cli/core/faults/unreadable-record.js";
import { type TopicReader, unreadableRecords } from "#cli/core/faults/unreadable-records.js";

const config = {
  topics: "sales",
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": "false",
};
const trace =
  "ConnectException: Tolerance exceeded in error handler\n\tat org.apache.kafka.connect.runtime.WorkerSinkTask.convertAndTransformRecord(W.java:1)\nCaused by: JsonParseException: Unrecognized token";

/** Two partitions; the first has committed 5 of its records, whose values are these. */
function topic(values: readonly string[], committed = 5): TopicReader & { readonly asked: number[] } {
  const asked: number[] = [];
  const at = (partition: number, offset: number): KafkaRecord => ({
    partition,
    offset,
    timestamp: 0,
    key: null,
    value: Buffer.from(partition === 0 ? (values[offset] ?? "") : "{}"),
    headers: [{ key: "h", value: Buffer.from(offset === 2 ? "<xml>" : "1") }],
  });
  return {
    asked,
    topicNames: () => Promise.resolve(["sales", "other"]),
    availableOffsets: () =>
      Promise.resolve({
        partitions: [
          { partition: 0, low: 0, high: values.length },
          { partition: 1, low: 0, high: 3 },
        ],
        leaderless: [],
      }),
    groupOffsets: () => Promise.resolve([{ partition: 0, offset: committed }]),
    read: ({ ranges, onRecords }) => {
      for (const { partition, from, to } of ranges) {
        asked.push(to - from);
        onRecords(Array.from({ length: to - from }, (_, index) => at(partition, from + index)));
      }
      return Promise.resolve();
    },
  };
}
const find = (
  kafka: TopicReader,
  traces: readonly (string | undefined)[] = [undefined, trace],
  more: Readonly<Record<string, string>> = {},
) => unreadableRecords("sales", { ...config, ...more }, traces, kafka, new AbortController().signal);

describe("the record that a converter cannot read", () => {
  it("is found behind the committed offset, and named", async () => {
    const values = Array.from({ length: 20 }, (_, offset) =>
      offset === 3 || offset === 17 ? "<xml>" : "{}",
    );
    const [record, ...others] = await find(topic(values));
    expect(others).toEqual([]);
    expect(record).toMatchObject({ position: "sales-0@17", side: "value" });
    expect(record === undefined ? "" : unreadableText(record)).toMatch(
      /^sales-0@17, its value: JsonConverter cannot read it: /,
    );
  });

  it("may be one of a header, which Connect reads whether it is mapped or not", async () => {
    const headers = {
      "header.converter": "org.apache.kafka.connect.json.JsonConverter",
      "header.converter.schemas.enable": "false",
    };
    const noTransform = trace.replace("convertAndTransformRecord", "convertHeadersFor");
    const found = await find(topic(["{}", "{}", "{}"], 0), [noTransform], headers);
    expect(found).toMatchObject([
      { position: "sales-0@2", side: "header" },
      { position: "sales-1@2", side: "header" },
    ]);
    expect(await find(topic(["{}", "{}", "{}"], 0))).toEqual([]);
  });

  it("is not looked for when something else has failed", async () => {
    const kafka = topic(["<xml>"], 0);
    expect(await find(kafka, ["io.cassink.sink.BadRecord: sales-0@0"])).toEqual([]);
    expect(kafka.asked).toEqual([]);
  });

  it("is looked for in the next records alone, not in millions", async () => {
    const kafka = topic(Array.from({ length: 100_000 }, () => "{}"));
    expect(await find(kafka)).toEqual([]);
    expect(kafka.asked.reduce((sum, count) => sum + count, 0)).toBeLessThan(25_000);
  });
});

describe("the record that a transform refuses", () => {
  const kafkas = "org.apache.kafka.connect.transforms";
  const inTransform = trace.replace("\tat ", "\tat o.TransformationChain.apply(T.java:1)\n\tat ");
  const chain = (type: string, settings: Readonly<Record<string, string>> = {}) => ({
    transforms: "first",
    "transforms.first.type": type,
    ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`transforms.first.${key}`, value])),
  });

  it.each([
    [
      "Cast$Value",
      { spec: "n:int8" },
      ['{"n":1}', '{"n":"12"}', '{"n":"128"}'],
      /Cast makes no int8 of "128"/,
    ],
    ["Cast$Value", { spec: "n:float64" }, ['{"n":" 1e3 "}', '{"n":null}', '{"n":[]}'], /float64 of a list/],
    ["Cast$Value", { spec: "int32" }, ['"12"', "true", '"twelve"'], /Cast makes no int32 of "twelve"/],
    [
      "ValueToKey",
      { fields: "n" },
      ['{"n":1}', "{}", "12"],
      /ValueToKey wants an object as value, and got a num/,
    ],
    ["ValueToKey", { fields: "n" }, ["{}", "{}", "null"], /and got null/],
    [
      "ExtractField$Value",
      { field: "n" },
      ['{"n":[1]}', "null", "[1]"],
      /an object as value, and got a list/,
    ],
    ["ExtractField$Value", { field: "n", "field.syntax.version": "V2" }, ["{}", "{}", "1"], /got a number/],
    ["Flatten$Value", {}, ['{"n":[1]}', "null", "[1]"], /Flatten wants an object as value, and got a list/],
    [
      "InsertField$Value",
      { "static.field": "s", "static.value": "x" },
      ["{}", "null", "[1]"],
      /InsertField wants an object as value, and got a list/,
    ],
    [
      "TimestampConverter$Value",
      { field: "n", format: "yyyy", "target.type": "unix" },
      ['{"n":"2026"}', '{"n":null}', '{"n":"soon"}'],
      /format does not fit "soon"/,
    ],
  ])("%s %o is found as the connector's transforms see it", async (type, settings, values, cause) => {
    const found = await find(topic(values, 0), [inTransform], chain(`${kafkas}.${type}`, settings));
    const [record] = found;
    expect(found.map(({ position }) => position)).toContain("sales-0@2");
    expect(record === undefined ? "" : unreadableText(record)).toMatch(/^sales-0@2, the transform "first": /);
    expect(record?.cause).toMatch(cause);
  });

  it("is not guessed where an earlier record reaches a transform that is not modelled", async () => {
    const casting = {
      transforms: "own, cast",
      "transforms.own.type": "com.example.Own",
      "transforms.own.predicate": "isNull",
      "transforms.cast.type": `${kafkas}.Cast$Value`,
      "transforms.cast.spec": "n:int32",
      predicates: "isNull",
      "predicates.isNull.type": `${kafkas}.predicates.RecordIsTombstone`,
    };
    const values = ["{}", '{"n":"many"}'];
    expect(await find(topic(values, 0), [inTransform], casting)).toEqual([]);
    const always = {
      ...casting,
      "transforms.cast.spec": "n:int32",
      "transforms.own.type": `${kafkas}.Filter`,
    };
    expect(await find(topic(values, 0), [inTransform], always)).toMatchObject([{ position: "sales-0@1" }]);
  });

  it("is not confused with one that a converter could not read later, nor judged with a schema", async () => {
    const cast = chain(`${kafkas}.Cast$Value`, { spec: "n:int32" });
    expect(await find(topic(["{}", "<xml>"], 0), [inTransform], cast)).toEqual([]);
    const withSchemas = { ...cast, "value.converter.schemas.enable": "true" };
    const kafka = topic(['{"n":"many"}'], 0);
    expect(await find(kafka, [inTransform], withSchemas)).toEqual([]);
    expect(kafka.asked).toEqual([]);
  });

  it("does not need the key's converter where no transform reads the key", async () => {
    const worker = { "key.converter": "com.example.Own" };
    const value = chain(`${kafkas}.Cast$Value`, { spec: "n:int32" });
    const key = chain(`${kafkas}.Cast$Key`, { spec: "int32" });
    const values = ['{"n":"many"}'];
    expect(await find(topic(values, 0), [inTransform], { ...worker, ...value })).toHaveLength(1);
    expect(await find(topic(values, 0), [inTransform], { ...worker, ...key })).toEqual([]);
  });
});
