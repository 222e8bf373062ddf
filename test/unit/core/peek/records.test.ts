import { describe, expect, it } from "vitest";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { mergedByTime } from "#cli/core/peek/merge-by-time.js";
import { outgoingRecord } from "#cli/core/peek/outgoing-record.js";
import { recordReading } from "#cli/core/peek/record-reading.js";

const bytes = (text: string): Uint8Array => Buffer.from(text, "utf8");
const record: KafkaRecord = {
  partition: 3,
  offset: 1187,
  timestamp: 1_000,
  key: bytes("k"),
  value: bytes('{"n": 12345678901234567, "t": "x"}'),
  headers: [],
};
const json = {
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": "false",
};

describe("a record that is read", () => {
  it("is what the connector's converters make of it", () => {
    const reading = recordReading(json);
    expect([reading.key, reading.value]).toEqual([
      { converter: "StringConverter" },
      { converter: "JsonConverter" },
    ]);
    expect(reading.read("orders", record)).toMatchObject({
      at: "orders-3@1187",
      time: "1970-01-01T00:00:01.000Z",
      key: "k",
      value: '{"n": 12345678901234567, "t": "x"}',
      decoded: { key: "k", value: { n: 12345678901234567n, t: "x" } },
      problems: [],
    });
  });

  it("says what a converter cannot read, and shows it all the same", () => {
    const headers = { "header.converter": "org.apache.kafka.connect.converters.LongConverter" };
    const broken = { ...record, value: bytes("no JSON"), headers: [{ key: "h", value: bytes("x") }] };
    const read = recordReading({ ...json, ...headers }).read("orders", broken);
    expect(read.decoded.value).toBe("no JSON");
    expect(read.problems.map(({ side }) => side)).toEqual(["value", "header"]);
    expect(read.problems[0]?.cause).toContain("JsonConverter cannot read it");
  });

  it("of a schema is its payload", () => {
    const value = bytes(
      '{"schema":{"type":"int64","name":"org.apache.kafka.connect.data.Timestamp"},"payload":0}',
    );
    const reading = recordReading({ "value.converter": "org.apache.kafka.connect.json.JsonConverter" });
    expect(reading.read("orders", { ...record, value }).decoded.value).toBe("1970-01-01T00:00:00.000Z");
  });

  it.each([
    ['{"a": 1}', { a: 1 }],
    ["[1, 2]", [1, 2]],
    ["{no JSON", "{no JSON"],
    ["12", "12"],
    ["a\tb\n", "a\tb\n"],
    ["\u0000\u0000\u0000\u0007", "0x00000007"],
    [null, null],
  ])("of no connector is guessed: %j", (text, guess) => {
    const value = text === null ? null : bytes(text);
    expect(recordReading(undefined).read("t", { ...record, value }).decoded.value).toEqual(guess);
  });

  it("of a converter that is not modelled is guessed, and that is said", () => {
    const reading = recordReading({ ...json, "value.converter": "io.confluent.connect.avro.AvroConverter" });
    expect(reading.value.guessedBecause).toContain("AvroConverter is not modelled");
    expect(reading.read("t", { ...record, value: Buffer.from([0, 255]) }).decoded.value).toBe("0x00ff");
  });
});

describe("a record as a document", () => {
  it.each([
    ["text", bytes("a\u0000b\u202e😀"), []],
    ["bytes", Buffer.from([0xff, 0, 0xc3]), [{ key: "h", value: Buffer.from([0xfe]) }]],
    ["nothing", new Uint8Array(0), [{ key: "", value: null }]],
    [
      "a tombstone",
      null,
      [
        { key: "h", value: bytes("1") },
        { key: "g", value: null },
        { key: "h", value: bytes("") },
      ],
    ],
  ])("comes back as it was: %s", (_, value, headers) => {
    const document = JSON.stringify(recordReading(undefined).read("t", { ...record, value, headers }));
    const back = outgoingRecord(document, 5);
    const held = (part: string | Uint8Array | null) =>
      part === null ? null : Buffer.from(part).toString("hex");
    expect(held(back.value)).toBe(held(value));
    expect(back).toMatchObject({ key: "k", timestamp: 1_000, partition: 3 });
    expect(back.headers?.map((header) => [header.key, held(header.value)])).toEqual(
      headers.map((header) => [header.key, held(header.value)]),
    );
  });

  it("has the time of sending and the key's partition where it says no other", () => {
    expect(outgoingRecord('{"key": "k", "value": null}', 5)).toEqual({
      key: "k",
      value: null,
      timestamp: 5,
      headers: [],
    });
  });

  it("may have other JSON, which is sent as its text with all digits", () => {
    const made = outgoingRecord(
      '{"key": 7, "value": {"n": 12345678901234567890, "d": 1.50}, "headers": {"h": "v"}, "time": "1970-01-01T00:00:01Z"}',
      5,
    );
    expect(made).toMatchObject({ key: "7", value: '{"n":12345678901234567890,"d":1.50}', timestamp: 1_000 });
    expect(made.headers).toEqual([{ key: "h", value: Buffer.from("v") }]);
  });

  it.each([
    ["[]", "no JSON object"],
    ["{", "no JSON"],
    ['{"key": "k"}', 'no "value"'],
    ['{"vlaue": "v"}', 'no "vlaue"'],
    ['{"value": {"base64": "?"}}', "no base64"],
    ['{"value": "v", "timestamp": "yesterday"}', "no time"],
    ['{"value": "v", "timestamp": -1}', "no time"],
    ['{"value": "v", "partition": 0.5}', "no partition"],
    ['{"value": "v", "headers": [{"value": "1"}]}', "no key"],
    ['{"value": "v", "headers": "h"}', "neither a list"],
    ['{"value": "\\ud800"}', "lone surrogate"],
  ])("is refused: %s", (text, why) => {
    expect(() => outgoingRecord(text, 5)).toThrow(why);
  });
});

describe("records of several partitions", () => {
  const of = (...timestamps: number[]) => timestamps.map((timestamp, offset) => ({ timestamp, offset }));
  it("stand by their times, and those of one in its order", () => {
    const lists = [of(1, 9, 2), of(3, 4)];
    expect(mergedByTime(lists, 10, "first").map(({ timestamp }) => timestamp)).toEqual([1, 3, 4, 9, 2]);
    expect(mergedByTime(lists, 2, "first").map(({ timestamp }) => timestamp)).toEqual([1, 3]);
    expect(mergedByTime(lists, 3, "last").map(({ timestamp }) => timestamp)).toEqual([2, 3, 4]);
    expect(mergedByTime([], 3, "last")).toEqual([]);
  });
});
