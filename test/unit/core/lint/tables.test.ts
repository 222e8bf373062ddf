import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import { type EventFields, eventFields, flattenDelimiter } from "#cli/core/lint/event-fields.js";
import { lintTable } from "#cli/core/lint/tables.js";
import type { MappedField } from "#cli/core/mapping/mapping.js";
import { parseMapping } from "#cli/core/sinks/cassink/parse-mapping.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";
import { transformSettings } from "#cli/core/transforms/transform.js";
import type { MappedTable } from "#cli/core/cql/table.js";

const table = (...columns: readonly string[]): MappedTable => ({
  columns: columns.map((column, index) => {
    const [name = "", typeText = ""] = column.split(/ (.*)/);
    return { name, typeText, type: parseCqlType(typeText), kind: index === 0 ? "partition_key" : "regular" };
  }),
});
const vendor = { "connector.class": "com.datastax.oss.kafka.sink.CassandraSinkConnector" };
const lint = (
  mapping: string,
  live: MappedTable,
  more: Record<string, string> = {},
  fields?: EventFields,
) => {
  const config = { ...vendor, topics: "t", "topic.t.k.s.mapping": mapping, ...more };
  const read = sinkConfig(config);
  const topic = read?.topics[0];
  const settings = topic?.tables[0];
  if (read === undefined || topic === undefined || settings === undefined)
    throw new Error("no table in the config");
  return lintTable(read.sink, topic, settings, live, fields);
};

describe("lintTable", () => {
  const sales = table("id text", "amount int", "sold timestamp");

  it("has nothing to say of a mapping that fits", () => {
    expect(lint("id=key, amount=value.amount", sales)).toEqual([]);
  });

  it("names a column that the table does not have, its place, and the one that was meant", () => {
    expect(lint("id=key, amuont=value.amount", sales)).toEqual([
      {
        level: "cluster",
        severity: "error",
        key: "topic.t.k.s.mapping",
        position: 8,
        message: 'table k.s has no column "amuont"',
        hint: 'did you mean "amount"?',
      },
    ]);
  });

  it("takes a name that is nearer to __timestamp or __ttl than to a column for that", () => {
    expect(lint("id=key, __timestmap=value.at", sales)).toEqual([
      expect.objectContaining({ hint: 'did you mean "__timestamp"?' }),
    ]);
  });

  it("names a key column that nothing fills", () => {
    expect(lint("amount=value.amount", sales)).toEqual([
      expect.objectContaining({ message: 'column "id" of the primary key of k.s is not mapped' }),
    ]);
  });

  it("does not take __ttl for a column", () => {
    expect(lint("id=key, __ttl=value.ttl", sales)).toEqual([]);
  });

  it("does not take the bind variables of a query for columns", () => {
    const query = { "topic.t.k.s.query": "INSERT ...", "topic.t.k.s.deletesEnabled": "false" };
    expect(lint("a=value.a", sales, query)).toEqual([]);
  });

  it("refuses numbers for a time unless the codec counts units", () => {
    const of = (type: string): EventFields => eventFields({ properties: { sold: { type } } }, undefined);
    expect(lint("id=key, sold=value.sold", sales, {}, of("number"))).toEqual([
      expect.objectContaining({
        position: 8,
        message:
          'column "sold" is a timestamp, its field is a number, and topic.t.codec.timestamp is CQL_TIMESTAMP',
      }),
    ]);
    const units = { "topic.t.codec.timestamp": "UNITS_SINCE_EPOCH" };
    expect(lint("id=key, sold=value.sold", sales, units, of("number"))).toEqual([]);
    expect(lint("id=key, sold=value.sold", sales, {}, of("string"))).toEqual([]);
  });

  it("warns of writes that a redelivered record changes: now(), and queries that append, count or use IF", () => {
    expect(lint("id=key, at=now()", table("id text", "at timeuuid"))).toEqual([
      expect.objectContaining({ severity: "warning", message: expect.stringContaining("now()") as string }),
    ]);
    const queries = (query: string) => lint("id=key, a=value.a", sales, { "topic.t.k.s.query": query });
    expect(queries("INSERT INTO k.s (id, a) VALUES (:id, 'IF now()')")).toEqual([]);
    for (const query of [
      "UPDATE k.s SET l = l + :a WHERE id = :id",
      "INSERT INTO k.s (id, a) VALUES (:id, :a) IF NOT EXISTS",
      "INSERT INTO k.s (id, at) VALUES (:id, now())",
    ]) {
      expect(queries(query)).toEqual([
        expect.objectContaining({ severity: "warning", key: "topic.t.k.s.query" }),
      ]);
    }
  });

  it("warns of columns that a redelivered record changes: lists that are not frozen, counters", () => {
    expect(lint("id=key, l=value.l", table("id text", "l list<int>"))).toEqual([
      expect.objectContaining({ severity: "warning", hint: "make it frozen<list<int>>" }),
    ]);
    expect(lint("id=key, c=value.c", table("id text", "c counter"))).toEqual([
      expect.objectContaining({ severity: "warning", message: expect.stringContaining("counter") as string }),
    ]);
  });
});

const cassinkSink = { "connector.class": "io.cassink.sink.CassandraSinkConnector" };
const field = (text: string): MappedField => {
  const entry = parseMapping(`a=value.${text}`).entries[0];
  if (entry === undefined) throw new Error(`no field: ${text}`);
  return entry.field;
};
const schema = {
  properties: {
    id: { type: "integer" },
    "a.b": { type: "string" },
    main: { type: "object", properties: { temp: { type: "number" } } },
    list: { type: "array", items: { properties: { at: { type: "number" } } } },
    either: { type: ["number", "null"] },
  },
};

describe("lintTable for Cassink's sink", () => {
  it("finds numbers inside of objects and arrays", () => {
    const mapping = "id=key, seen=value.main.temp, at=value.list[0].at";
    const live = table("id text", "seen timestamp", "at timestamp");
    expect(
      lint(mapping, live, cassinkSink, eventFields(schema, undefined)).map(({ position }) => position),
    ).toEqual([8, 30]);
  });

  it("maps fields to columns of the same name when there is no mapping, and reports columns without a field", () => {
    const read = sinkConfig({ ...cassinkSink, topics: "t", "topic.t.k.s.ttl": "5" });
    const topic = read?.topics[0];
    const settings = topic?.tables[0];
    if (read === undefined || topic === undefined || settings === undefined) throw new Error("no table");
    const findings = lintTable(
      read.sink,
      topic,
      settings,
      table("key text", "id timestamp", "a.b text", "odd int"),
      eventFields(schema, undefined),
    );
    expect(findings).toMatchObject([
      { severity: "error", message: expect.stringContaining('column "id" is a timestamp') as string },
      { severity: "warning", message: expect.stringContaining('"key": a record is bad unless') as string },
      { severity: "warning", message: expect.stringContaining('"odd": it is never written') as string },
    ]);
  });
});

describe("eventFields", () => {
  it("finds fields, inside of others where the record is flattened or the mapping means a path", () => {
    const { typeOf, has } = eventFields(schema, undefined);
    expect(typeOf(field("id"))).toBe("number");
    expect(typeOf(field("a.b"))).toBe("string");
    expect(typeOf({ source: "value", name: "main.temp", text: "" })).toBeUndefined();
    expect(typeOf(field("main.temp"))).toBe("number");
    expect(typeOf(field("list[3].at"))).toBe("number");
    expect([has("id"), has("a.b"), has("b")]).toEqual([true, true, false]);
    const flat = eventFields(schema, ".");
    expect(flat.typeOf({ source: "value", name: "main.temp", text: "" })).toBe("number");
    expect(flat.typeOf(field("either"))).toBeUndefined();
    expect(flat.typeOf(field("none.such"))).toBeUndefined();
  });

  it("takes the delimiter from the config's Flatten", () => {
    const config = {
      transforms: "a, b",
      "transforms.b.type": "org.apache.kafka.connect.transforms.Flatten$Value",
    };
    expect(flattenDelimiter(transformSettings(config))).toBe(".");
    expect(flattenDelimiter(transformSettings({ ...config, "transforms.b.delimiter": "_" }))).toBe("_");
    expect(flattenDelimiter([])).toBeUndefined();
  });
});
