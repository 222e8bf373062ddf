import { expect, test } from "vitest";
import { converterConfig } from "#cli/core/records/converters.js";
import { headerReader } from "#cli/core/records/header-values.js";
import type { ConnectValue } from "#cli/core/records/connect-value.js";
import { InputError } from "#cli/errors.js";
import { UnpredictableValue, RecordRefusal } from "#cli/core/refusal.js";

const read = (text: string, config: Record<string, string> = {}): ConnectValue | undefined =>
  headerReader(converterConfig("header", config), new Set(["h"]))([{ key: "h", value: Buffer.from(text) }])[0]
    ?.value;

test.each([
  ["12", 12],
  ["-7", -7],
  ["true", true],
  ["null", null],
  ["store one", "store one"],
])("infers the value of the header text %j: %j", (text, value) => {
  expect(read(text)).toBe(value);
});

test("does not guess at texts whose type is not certain", () => {
  expect(() => read("[1,2]")).toThrow(UnpredictableValue);
  expect(() => read("1.5")).toThrow(UnpredictableValue);
});

test("reads headers as text with StringConverter, and only those that are mapped", () => {
  const config = { "header.converter": "org.apache.kafka.connect.storage.StringConverter" };
  expect(read("12", config)).toBe("12");
  expect(
    headerReader(converterConfig("header", {}), new Set())([{ key: "other", value: Buffer.from("[1") }]),
  ).toEqual([{ key: "other", value: null }]);
});

test("refuses a header converter that is not modelled, but only where a header is mapped", () => {
  const config = { "header.converter": "com.example.Own" };
  expect(() => headerReader(converterConfig("header", config), new Set(["h"]))).toThrow(InputError);
  expect(headerReader(converterConfig("header", config), new Set())([])).toEqual([]);
});

const schemaless = {
  "header.converter": "org.apache.kafka.connect.json.JsonConverter",
  "header.converter.schemas.enable": "false",
};

test.each([
  ["12", 12],
  ["007", 7],
  ['"12"', "12"],
  ["[1,2]", [1, 2]],
  ["null", null],
  ["", null],
])("reads the header %j as JSON without a schema: %j", (text, value) => {
  expect(read(text, schemaless)).toEqual(value);
});

test.each([
  ["ShortConverter", [1, 0], 256],
  ["IntegerConverter", [0, 0, 1, 0], 256],
  ["LongConverter", [0, 0, 0, 0, 0, 0, 1, 0], 256],
  ["BooleanConverter", [1], true],
])("reads a header by %s", (name, bytes, value) => {
  const config = { "header.converter": `org.apache.kafka.connect.converters.${name}` };
  const headers = headerReader(converterConfig("header", config), new Set(["h"]));
  expect(headers([{ key: "h", value: Buffer.from(bytes) }])).toEqual([{ key: "h", value }]);
  expect(() => headers([{ key: "other", value: Buffer.from([1, 2, 3]) }])).toThrow(RecordRefusal);
  expect(headers([{ key: "other", value: null }])).toEqual([{ key: "other", value: null }]);
});

test("refuses a record with any header that is no JSON, though none is mapped", () => {
  const headers = headerReader(converterConfig("header", schemaless), new Set());
  expect(() => headers([{ key: "other", value: Buffer.from("abc") }])).toThrow(RecordRefusal);
});

test("reads every header with JsonConverter, which refuses a record with any header that has no schema", () => {
  const config = { "header.converter": "org.apache.kafka.connect.json.JsonConverter" };
  const headers = headerReader(converterConfig("header", config), new Set(["h"]));
  const envelope = '{"schema": {"type": "int8"}, "payload": 7}';
  expect(headers([{ key: "h", value: Buffer.from(envelope) }])).toEqual([{ key: "h", value: 7 }]);
  expect(() => headers([{ key: "other", value: Buffer.from("abc") }])).toThrow(RecordRefusal);
});
