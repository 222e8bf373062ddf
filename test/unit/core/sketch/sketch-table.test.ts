import { describe, expect, it } from "vitest";
import { parseDdl } from "#cli/core/ddl/parse-ddl.js";
import { columnName, inferColumns } from "#cli/core/sketch/infer-columns.js";
import { sampleOf, samplesInFile } from "#cli/core/sketch/samples.js";
import { sketchTable } from "#cli/core/sketch/sketch-table.js";

const request = {
  topic: "orders",
  partitions: 2,
  keyspace: "shop",
  table: "orders",
  replication: 1,
  key: undefined,
  now: 0,
};
const samplesOf = (...texts: readonly string[]) =>
  texts.map((text, index) => sampleOf(text, `s:${index + 1}`));
const typesOf = (...texts: readonly string[]) =>
  Object.fromEntries(
    inferColumns(samplesOf(...texts).map(({ value }) => value)).map(({ name, type }) => [name, type]),
  );

describe("the type of a field", () => {
  it.each([
    ["bigint", ["1", "null", "3000000000"]],
    ["varint", ["1", "9223372036854775808"]],
    ["double", ["1", "2.50", "0.30000000000000004", "1e3"]],
    ["decimal", ["1", "0.12345678901234567890"]],
    ["boolean", ["true", "false"]],
    ["uuid", ['"0C7B3F1E-5f52-4c53-9d0e-1d0a3f1f0001"', '""']],
    ["timestamp", ['"2026-03-02T08:15:30.120Z"', '"2026-03-02T08:15:30+01:00"']],
    ["date", ['"2026-03-02"']],
    ["text", ['"2026-03-02"', '"x"']],
    ["text", ["1", '"x"']],
    ["text", ["null"]],
    ["text", ['""']],
    ["text", ["{}"]],
    ["text", ['{"a": 1}', "1"]],
    ["text", ['[{"a": 1}]', "[]"]],
    ["text", ["[1, null]"]],
    ["frozen<list<bigint>>", ["[1, 2]", "[]", "null"]],
    ["frozen<list<text>>", ['["a", 1]']],
  ])("is %s of %j", (type, values) => {
    expect(typesOf(...values.map((value) => `{"f": ${value}}`))).toEqual({ f: type });
  });

  it("inside of an object is of a column of its own", () => {
    expect(typesOf('{"main": {"temp": 1.5, "in": {"a.b": 1}}}', '{"main": null}', '{"Main": 1}')).toEqual({
      main_temp: "double",
      main_in_a_b: "bigint",
      main: "bigint",
    });
  });
});

it.each([
  ["itemId", "item_id"],
  ["order", "order_"],
  ["1h", "c_1h"],
  ["a.b-c", "a_b_c"],
  ["é", "c_"],
])("a field %s has the column %s", (field, column) => {
  expect(columnName(field)).toBe(column);
});

describe("a sketch", () => {
  it("takes every sample, with CQL and a mapping that can be read", async () => {
    const samples = samplesOf(
      '{"orderId": "A-1", "n": 5, "at": "2026-03-02T08:15:30.120Z", "a.b": 1, "addr": {"city": "Oslo"}, "tags": ["a"]}',
      '{"orderId": "A-2", "n": null, "at": "", "addr": null}',
    );
    const sketch = await sketchTable({ ...request, samples });
    const [table] = parseDdl(sketch.cql.join("\n"), "t.cql").tables;
    expect(table).toMatchObject({
      keyspace: "shop",
      name: "orders",
      partitionKey: ["order_id"],
      clustering: [],
    });
    expect(table?.columns.map(({ name, typeText }) => `${name} ${typeText}`)).toEqual([
      "order_id text",
      "n bigint",
      "at timestamp",
      "a_b bigint",
      "addr_city text",
      "tags frozen<list<text>>",
    ]);
    expect(sketch.keyGuess).toBe("order_id, by its name");
    const pipeline = sketch.pipeline.join("\n");
    expect(pipeline).toContain('a_b=value."a.b", addr_city=value.addr.city');
    expect(pipeline).toContain("deletesEnabled");
    expect(pipeline).toContain("key: orderId");
  });

  it("makes a column text whose type refuses a sample, and says which", async () => {
    const samples = samplesOf('{"id": 1, "day": "2026-02-31"}', '{"id": 2, "day": "2026-03-01"}');
    const { columns, notes } = await sketchTable({ ...request, samples });
    expect(columns.find(({ name }) => name === "day")?.type).toBe("text");
    expect(notes).toEqual([expect.stringMatching(/^day is text and not date: s:1, /)]);
  });

  it("keeps digits that JsonConverter would lose", async () => {
    const lossless = await sketchTable({
      ...request,
      samples: samplesOf('{"id": 1, "n": 9223372036854775808}'),
    });
    expect(lossless.pipeline.join("\n")).toContain(
      "value.converter: org.apache.kafka.connect.storage.StringConverter",
    );
    expect(lossless.notes).toHaveLength(1);
  });

  it("of a schema whose root only refers elsewhere is not guessed", () => {
    const schema = JSON.stringify({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $ref: "#/$defs/R",
    });
    expect(() => samplesInFile(schema, "r.json")).toThrow("names no properties");
  });

  it("leaves out a field without a name, which no mapping can take", () => {
    expect(typesOf('{"id": 1, "": 5, "o": {"": 5}}')).toEqual({ id: "bigint", o: "text" });
  });

  it("has the key that is said, or the record's", async () => {
    const samples = samplesOf('{"a": 1, "b": "x", "c": true}', '{"a": 2, "b": "y"}');
    const keyOf = async (key: string | undefined, of = samples) => {
      const { cql } = await sketchTable({ ...request, key, samples: of });
      return cql.find((line) => line.includes("PRIMARY KEY"))?.trim();
    };
    expect(await keyOf("a")).toBe("PRIMARY KEY (a)");
    expect(await keyOf("b, a")).toBe("PRIMARY KEY (b, a)");
    expect(await keyOf("(a, b)")).toBe("PRIMARY KEY ((a, b))");
    await expect(keyOf("a, b, a")).rejects.toThrow("a stands twice in the key");
    await expect(keyOf("d")).rejects.toThrow("the samples have no field d");
    await expect(keyOf(undefined)).rejects.toMatchObject({
      hint: "name them, the partition key first: --key a,b",
    });
    await expect(keyOf("c")).rejects.toMatchObject({ where: "s:2" });

    const keyed = samples.map((sample, index) => ({ ...sample, key: Buffer.from(["x", "y"][index] ?? "") }));
    const sketch = await sketchTable({ ...request, samples: keyed });
    expect(sketch.keyGuess).toBe("b, which is the record's key in every sample");
    const pipeline = sketch.pipeline.join("\n");
    expect(pipeline).toContain("b=key,");
    expect(pipeline).not.toContain("deletesEnabled");

    const apart = samples.map((sample, index) => ({ ...sample, key: Buffer.from(`k${index}`) }));
    expect(await keyOf(undefined, apart)).toBe("PRIMARY KEY (record_key)");
  });

  it("takes topics with dots, and wants samples", async () => {
    const samples = samplesOf('{"id": 1}');
    const { pipeline } = await sketchTable({ ...request, topic: "eu.orders", samples });
    expect(pipeline.join("\n")).toContain("topic.eu.orders.shop.orders.mapping: id=value.id");
    await expect(sketchTable({ ...request, samples: [] })).rejects.toThrow("there is no sample");
  });
});

describe("samples of a file", () => {
  it("are its lines, the elements of a list, or one object", () => {
    const texts = (file: string) => samplesInFile(file, "f").samples.map(({ at, text }) => [at, text]);
    expect(texts('\ufeff{"a":1}\n\n{"a":2}\r\n')).toEqual([
      ["f:1", '{"a":1}'],
      ["f:3", '{"a":2}'],
    ]);
    expect(texts('[{"a": 12345678901234567890}]')).toEqual([["f, element 1", '{"a":12345678901234567890}']]);
    expect(texts('{\n"a": 1}')).toEqual([["f", '{\n"a": 1}']]);
    expect(() => texts('{"a":1}\nx')).toThrow("the sample is no JSON");
    expect(() => texts('{"a":1}\n5')).toThrow("no JSON object");
  });

  it("are examples of a JSON Schema, with each kind of value, and one with the least", () => {
    const schema = {
      type: "object",
      required: ["id"],
      properties: {
        id: { type: "string", format: "uuid" },
        n: { type: ["integer", "null"] },
        x: { type: "number" },
        at: { type: "string", format: "date-time" },
        kind: { enum: ["a", "b"] },
        open: {},
        list: { type: "array", items: { type: "string" } },
        in: { type: "object", properties: { a: { type: "boolean" } } },
      },
    };
    const { isSchema, samples } = samplesInFile(JSON.stringify(schema), "f");
    expect(isSchema).toBe(true);
    expect(Object.keys(JSON.parse(samples.at(-1)?.text ?? "") as object)).toEqual(["id"]);
    expect(typesOf(...samples.map(({ text }) => text))).toEqual({
      id: "uuid",
      n: "bigint",
      x: "double",
      at: "timestamp",
      kind: "text",
      open: "text",
      list: "frozen<list<text>>",
      in_a: "boolean",
    });
  });
});
