import { describe, expect, it, test } from "vitest";
import { isMap, JavaDate, keyOf, Struct, type ConnectValue } from "#cli/core/records/connect-value.js";
import { converterConfig, converterOf } from "#cli/core/records/converters.js";
import { Decimal } from "#cli/core/java/decimal.js";
import { Float32, Float64 } from "#cli/core/java/floating-point.js";
import { UnpredictableValue, RecordRefusal } from "#cli/core/refusal.js";

const converter = converterOf(
  converterConfig("value", {
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  }),
);
const read = (text: string): ConnectValue => converter(Buffer.from(text));
const envelope = (schema: object, payload: string): string =>
  `{"schema": ${JSON.stringify(schema)}, "payload": ${payload}}`;
const of = (schema: object, payload: string): ConnectValue => read(envelope(schema, payload));
const logical = (type: string, name: string, more: object = {}): object => ({
  type,
  name: `org.apache.kafka.connect.data.${name}`,
  version: 1,
  ...more,
});

describe("JsonConverter with schemas.enable=true", () => {
  it.each<[object, string, ConnectValue]>([
    [{ type: "int8" }, "-128", -128],
    [{ type: "int64" }, "9223372036854775807", 9223372036854775807n],
    [{ type: "float" }, "0.1", new Float32(Math.fround(0.1))],
    // Rounded to a double and then to a float, it would become another float.
    [{ type: "float" }, "1.00000017881393432617187499999999", new Float32(Math.fround(1.0000001192092896))],
    [{ type: "double" }, "1", new Float64(1)],
    [{ type: "string" }, '"é"', "é"],
    [{ type: "boolean" }, "true", true],
    [{ type: "bytes" }, '"AQI="', Uint8Array.of(1, 2)],
    [{ type: "array", items: { type: "int32" } }, "[1, 2]", [1, 2]],
    [logical("bytes", "Decimal", { parameters: { scale: "2" } }), '"/w=="', new Decimal(-1n, 2)],
    [logical("int32", "Date"), "-1", new JavaDate(-86_400_000n, "Date")],
    [logical("int32", "Time"), "7", new JavaDate(7n, "Time")],
    [logical("int64", "Timestamp"), "7", new JavaDate(7n, "Timestamp")],
    [{ type: "int32", optional: true }, "null", null],
    [{ type: "int32", optional: true, default: 42 }, "null", 42],
    [{ type: "struct", optional: true }, "null", null],
  ])("%j reads %s", (schema, payload, value) => {
    expect(of(schema, payload)).toStrictEqual(value);
  });

  it("gives a Struct each field of its schema, and a map the fields that it has", () => {
    const int = { type: "int32", optional: true };
    const struct = {
      type: "struct",
      fields: [
        { ...int, field: "a" },
        { ...int, field: "absent" },
        { type: "map", keys: { type: "string" }, values: int, field: "map" },
      ],
    };
    expect(of(struct, '{"map": {"x": 1}, "a": 2, "other": 3}')).toEqual(
      new Struct({ a: 2, absent: null, map: { x: 1 } }),
    );
  });

  it("keeps the keys of a map that are not texts", () => {
    const map = of({ type: "map", keys: { type: "int32" }, values: { type: "string" } }, '[[1, "a"]]');
    expect(map).toEqual({ "1": "a" });
    expect(isMap(map) && keyOf(map, "1")).toBe(1);
  });

  it.each([
    ["JSON without schema and payload", '{"a": 1}'],
    ["a third field beside schema and payload", '{"schema": {"type": "int32"}, "payload": 1, "more": 1}'],
    ["a null for a schema that is not optional", '{"schema": {"type": "int32"}, "payload": null}'],
    ["the JSON value null", "null"],
    ["a Time before midnight", envelope(logical("int32", "Time"), "-1")],
    ["a Time beyond 24 hours", envelope(logical("int32", "Time"), "86400001")],
    ["a Decimal of no bytes", envelope(logical("bytes", "Decimal", { parameters: { scale: "2" } }), '""')],
    [
      "a map entry that is not a pair",
      envelope({ type: "map", keys: { type: "int32" }, values: { type: "int32" } }, "[[1, 2, 3]]"),
    ],
  ])("refuses %s", (_, text) => {
    expect(() => read(text)).toThrow(RecordRefusal);
  });

  it.each([
    ["a payload without a schema", '{"schema": null, "payload": 1}'],
    ["a text for a number", '{"schema": {"type": "int32"}, "payload": "1"}'],
    ["a number that does not fit its type", '{"schema": {"type": "int8"}, "payload": 128}'],
    [
      "keys that are arrays",
      '{"schema": {"type": "map", "keys": {"type": "array", "items": {"type": "int32"}}, "values": {"type": "int32"}}, "payload": [[[1], 2]]}',
    ],
  ])("does not guess at %s", (_, text) => {
    expect(() => read(text)).toThrow(UnpredictableValue);
  });
});

test("a tombstone is null", () => {
  expect(converter(null)).toBeNull();
});
