import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import { sameCell } from "#cli/core/rows/cell.js";
import { packRow, unpackRow, type MaybeCell } from "#cli/core/rows/packed-row.js";
import { tableLayout } from "#cli/core/rows/table-layout.js";
import type { TopicPlan } from "#cli/core/rows/sink-rules.js";
import { someTimeFrom } from "#cli/core/rows/expiry.js";
import { UnpredictableValue, RecordRefusal } from "#cli/core/refusal.js";
import { withMapping } from "#cli/core/mapping/same-names.js";
import { topicTables } from "#cli/core/mapping/topic-tables.js";
import { type ConnectValue, type SinkHeader } from "#cli/core/records/connect-value.js";
import { Float64 } from "#cli/core/java/floating-point.js";
import { InputError } from "#cli/errors.js";
import { rules } from "#cli/core/sinks/datastax/rules.js";
import { datastax } from "#cli/core/sinks/datastax/sink.js";

/** @param columns `name type`; the first is the partition key */
function plan(mapping: string, columns: readonly string[], settings: Record<string, string> = {}): TopicPlan {
  const config: Record<string, string> = { topics: "t", "topic.t.k.tab.mapping": mapping };
  for (const [name, value] of Object.entries(settings)) {
    config[name.startsWith("codec.") ? `topic.t.${name}` : `topic.t.k.tab.${name}`] = value;
  }
  const { topics, problems } = topicTables(config, datastax.grammar);
  expect(problems).toEqual([]);
  const topic = topics[0];
  const table = topic?.tables[0];
  if (topic === undefined || table === undefined) throw new Error("no table");
  const described = columns.map((text, index) => {
    const [name = "", ...type] = text.split(" ");
    return {
      name,
      type: parseCqlType(type.join(" ")),
      kind: index === 0 ? ("partition_key" as const) : ("regular" as const),
    };
  });
  const mapped = withMapping(table, []);
  const layout = tableLayout({ keyspace: "k", name: "tab", columns: described }, [mapped.mapping]);
  return rules.topicPlan({ codec: topic.codec, tables: [{ settings: mapped, layout }] });
}

function write(
  evaluate: TopicPlan,
  value: ConnectValue,
  key: ConnectValue = null,
  headers: readonly SinkHeader[] = [],
): { key: MaybeCell[]; cells: readonly MaybeCell[]; writeTime: number | undefined; expiry: number } {
  const row = evaluate({ topic: "t", partition: 0, offset: 7, timestamp: 1000, key, value, headers })(0);
  const { cells, writeTime, expiry } = row;
  return { key: unpackRow(row.key), cells, writeTime, expiry };
}

describe("a record's write", () => {
  it("takes key and columns from key, value and headers, whole or by field", () => {
    const evaluate = plan("id=key, a=value.a, b=header.h, c=value.n.x", [
      "id text",
      "a int",
      "b text",
      "c text",
    ]);
    expect(write(evaluate, { a: 1, "n.x": true }, "k1", [{ key: "h", value: "head" }])).toEqual({
      key: ["k1"],
      cells: [1, "head", true].map(String),
      writeTime: undefined,
      expiry: 0,
    });
  });

  it("reads fields of text that is a JSON object, exactly", () => {
    const evaluate = plan("id=key.id, a=value.a", ["id bigint", "a varint", "b int"]);
    expect(write(evaluate, '{"a":18446744073709551621}', '{"id":"7"} trailing')).toMatchObject({
      key: ["7"],
      cells: ["18446744073709551621"],
    });
  });

  it("lets a null leave a column unset, or writes it with nullToUnset=false", () => {
    const columns = ["id int", "a int", "b text"];
    expect(write(plan("id=value.id, a=value.a", columns), { id: 1, a: null }).cells).toEqual([undefined]);
    expect(
      write(plan("id=value.id, a=value.a", columns, { nullToUnset: "false" }), { id: 1, a: null }).cells,
    ).toEqual([null]);
  });

  it("writes an empty collection that is not frozen, of which the server stores nothing", () => {
    const mapping = "id=value.id, a=value.a, b=value.b";
    const evaluate = plan(mapping, ["id int", "a list<int>", "b frozen<list<int>>", "c int"]);
    expect(write(evaluate, { id: 1, a: [], b: [] }).cells).toEqual([null, "[]"]);
    expect(write(evaluate, { id: 1, a: null, b: null }).cells).toEqual([undefined, undefined]);
  });

  it("does not require __ttl of a null value", () => {
    const evaluate = plan("id=key, a=value.a, __ttl=value.ttl", ["id text", "a int", "b int", "c int"], {
      ttl: "7",
    });
    expect(write(evaluate, null, "k")).toMatchObject({ key: ["k"], cells: [undefined], expiry: 0 });
    expect(() => write(evaluate, { a: 1, ttl: null }, "k")).toThrow(RecordRefusal);
  });

  it("takes an empty blob for a null, and an empty text for a text", () => {
    const evaluate = plan("id=value.id, a=value.a, b=value.b", ["id int", "a blob", "b text", "c int"]);
    expect(write(evaluate, { id: 1, a: "", b: "" }).cells).toEqual([undefined, ""]);
    expect(write(evaluate, { id: 1, a: "0x", b: "x" }).cells).toEqual([undefined, "x"]);
    expect(write(evaluate, { id: 1, a: [1, 2], b: [1, 2] }).cells).toEqual([undefined, "\u0003J[1,2]"]);
    const nulling = plan("id=value.id, a=value.a", ["id int", "a blob", "b int"], { nullToUnset: "false" });
    expect(write(nulling, { id: 1, a: "0x" }).cells).toEqual(["0x"]);
    expect(write(nulling, { id: 1, a: null }).cells).toEqual([null]);
  });

  it("marks an object in a text column as JSON", () => {
    const evaluate = plan("id=value.id, a=value.a", ["id int", "a text", "b int"]);
    expect(write(evaluate, { id: 1, a: { z: 1, b: [null] } }).cells).toEqual(['\u0003J{"b":[null],"z":1}']);
  });

  it("takes the texts that Java 17 and Java 19 write of a double, and no other of the same double", () => {
    const evaluate = plan("id=value.id, a=value.a, b=value.b", ["id int", "a text", "b decimal", "c int"]);
    const value = { id: 1, a: new Float64(2.7166484966530534e17), b: new Float64(2.7166484966530534e17) };
    const [text = null, decimal = null] = write(evaluate, value).cells;
    expect(sameCell(text, "271664849665305344")).toBe(true);
    expect(sameCell(text, "2.7166484966530534E+17")).toBe(true);
    expect(sameCell(text, "271664849665305343")).toBe(false);
    expect(sameCell(decimal, "271664849665305344")).toBe(true);
    expect(sameCell(decimal, "2.7166484966530534E+17")).toBe(true);
    expect(sameCell(decimal, "271664849665305343")).toBe(false);
    expect(write(evaluate, { id: 1, a: new Float64(1.5), b: 3 }).cells).toEqual(["1.5", "3"]);
  });

  it("writes rows without any value", () => {
    expect(write(plan("id=value.id", ["id int", "a int"]), { id: 1 })).toMatchObject({
      key: ["1"],
      cells: [],
    });
  });
});

describe("a refusal", () => {
  const columns = ["id int", "a int", "b int"];
  const refused = (mapping: string, value: ConnectValue): string => {
    try {
      write(plan(mapping, columns), value);
    } catch (error) {
      if (error instanceof RecordRefusal) return `${error.column ?? ""}: ${error.message}`;
      throw error;
    }
    return "written";
  };

  it("is a mapped field that the record lacks", () => {
    expect(refused("id=value.id, a=value.a", { id: 1 })).toBe(
      "a: the record has no field value.a, which is mapped to a",
    );
    expect(refused("id=value.id, a=header.h", { id: 1 })).toContain("header.h");
    expect(refused("id=value.id, a=key.a", { id: 1 })).toContain("key.a");
  });

  it("is a null key column, and an empty text that is all of the partition key", () => {
    expect(refused("id=value.id, a=value.a", { id: null, a: 1 })).toBe("id: the key column id would be null");
    expect(() => write(plan("id=key, a=value.a", ["id text", "a int", "b int"]), { a: 1 }, "")).toThrow(
      /would be empty/,
    );
  });

  it("is a value that does not convert, under its column", () => {
    expect(refused("id=value.id, a=value.a", { id: 1, a: "x" })).toBe('a: "x" is no number');
  });

  it("is not made for the fields of a value that has none, which then writes a row of its key", () => {
    const evaluate = plan("id=key, a=value.a", columns);
    for (const value of [null, {}, "no JSON", 5]) {
      expect(write(evaluate, value, "1")).toMatchObject({ key: ["1"], cells: [undefined] });
    }
  });
});

describe("a delete", () => {
  const columns = ["id int", "a int"];
  const mapping = "id=key, a=value.a";
  const deletesRow = expect.objectContaining({
    message: expect.stringMatching(/^it deletes its row.*set deletesEnabled=false/) as string,
    row: { key: packRow(["1"]), isLate: true },
  }) as Error;

  it("is a record that sets no column of a table that is mapped completely", () => {
    const evaluate = plan(mapping, columns);
    expect(() => write(evaluate, null, "1")).toThrow(deletesRow);
    expect(() => write(evaluate, { a: null }, "1")).toThrow(deletesRow);
    expect(() => write(evaluate, {}, "1")).toThrow(deletesRow);
    expect(write(evaluate, { a: 1 }, "1").cells).toEqual(["1"]);
  });

  it("is not a record where deletes are off, a column is unmapped, or only keys are mapped", () => {
    expect(write(plan(mapping, columns, { deletesEnabled: "false" }), null, "1").cells).toEqual([undefined]);
    expect(write(plan(mapping, [...columns, "b int"]), null, "1").cells).toEqual([undefined]);
    expect(write(plan("id=key", ["id int"]), null, "1").cells).toEqual([]);
  });

  it("counts __ttl and __timestamp as columns", () => {
    const evaluate = plan(`${mapping}, __timestamp=value.at`, [...columns, "b int"]);
    expect(write(evaluate, { a: null, at: 5 }, "1").writeTime).toBe(5);
    expect(() => write(evaluate, null, "1")).toThrow(deletesRow);
  });
});

describe("write time and time to live", () => {
  const columns = ["id int", "a int", "b int", "c int", "d int"];

  it("come from the record, in their units", () => {
    const evaluate = plan("id=value.id, __timestamp=value.at, __ttl=value.ttl", columns, {
      timestampTimeUnit: "MILLISECONDS",
      ttlTimeUnit: "MINUTES",
    });
    expect(write(evaluate, { id: 1, at: 1530305100936, ttl: 2 })).toMatchObject({
      writeTime: 1530305100936000,
      expiry: someTimeFrom(121_000),
    });
    expect(write(evaluate, { id: 1, at: 5, ttl: -1 })).toMatchObject({ writeTime: 5000, expiry: 0 });
  });

  it("overflow as in the sink: a number of 32 bits stays one", () => {
    const evaluate = plan("id=value.id, __timestamp=value.at", columns, { timestampTimeUnit: "SECONDS" });
    expect(write(evaluate, { id: 1, at: 2345678 }).writeTime).toBe(Number(BigInt.asIntN(32, 2345678000000n)));
  });

  it("are refused when they are not numbers; without the field, the record's time counts", () => {
    const evaluate = plan("id=value.id, __timestamp=value.at", columns);
    expect(() => write(evaluate, { id: 1, at: "5" })).toThrow(/no number/);
    expect(write(evaluate, { id: 1 }).writeTime).toBeUndefined();
    expect(() => write(plan("id=value.id, __ttl=value.ttl", columns), { id: 1, ttl: null })).toThrow(
      /no number/,
    );
  });

  it("take the time to live from the settings where none is mapped", () => {
    const evaluate = plan("id=value.id", columns, { ttl: "2", ttlTimeUnit: "HOURS" });
    expect(write(evaluate, { id: 1 }).expiry).toBe(someTimeFrom(7_201_000));
  });
});

describe("a table that cannot be judged", () => {
  it.each([
    ["id=now(), a=value.a", ["id timeuuid", "a int"], {}, /now\(\)/],
    ["a=value.a", ["id int", "a int"], {}, /key column "id" is not mapped/],
    ["id=key, x=value.x", ["id int", "a int"], {}, /no column "x"/],
    ["id=key, a=value.a", ["id int", "a date"], { "codec.date": "QQ" }, /letters QQ/],
    ["id=key", ["id int"], { query: "INSERT", deletesEnabled: "false" }, /query of one's own/],
  ] as const)("%s is refused, naming the setting", (mapping, columns, settings, message) => {
    expect(() => plan(mapping, columns, settings)).toThrow(InputError);
    expect(() => plan(mapping, columns, settings)).toThrow(message);
  });

  it("is one whose key the sink writes in a way that cannot be predicted", () => {
    const evaluate = plan("id=value.id, a=value.a", ["id text", "a int", "b int"]);
    expect(() => write(evaluate, { id: { b: 1, a: 2 }, a: 1 })).toThrow(UnpredictableValue);
    expect(write(evaluate, { id: "\u0003?", a: 1 }).key).toEqual(["\u0003T\u0003?"]);
  });

  it("is a counter table", () => {
    expect(() => plan("id=key, c=value.c", ["id int", "c counter"])).toThrow(/counter table/);
  });
});
