import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { RowWrite, TopicPlan } from "#cli/core/rows/sink-rules.js";
import { unpackRow, type MaybeCell } from "#cli/core/rows/packed-row.js";
import { unpredictableCell } from "#cli/core/rows/cell.js";
import { rules } from "#cli/core/sinks/cassink/rules.js";
import { cassink } from "#cli/core/sinks/cassink/sink.js";
import { tableLayout } from "#cli/core/rows/table-layout.js";
import { withMapping } from "#cli/core/mapping/same-names.js";
import { topicTables } from "#cli/core/mapping/topic-tables.js";
import { type ConnectValue, type SinkHeader } from "#cli/core/records/connect-value.js";
import { Float64 } from "#cli/core/java/floating-point.js";
import { InputError } from "#cli/errors.js";
import { someTimeFrom } from "#cli/core/rows/expiry.js";
import { UnpredictableValue, RecordRefusal } from "#cli/core/refusal.js";

const now = 1_700_000_000_000;

/** @param columns `name type`, and `static`, `clustering`, `added` or `anew` behind it; the first is the partition key */
function plan(
  mapping: string | undefined,
  columns: readonly string[],
  settings: Record<string, string> = {},
  defaultTtl = 0,
): TopicPlan {
  const config: Record<string, string> = {
    topics: "t",
    "topic.t.k.tab.deletesEnabled": "true",
    ...(mapping === undefined ? {} : { "topic.t.k.tab.mapping": mapping }),
  };
  for (const [name, value] of Object.entries(settings)) {
    const key = name.startsWith("codec.") ? `topic.t.${name}` : `topic.t.k.tab.${name}`;
    config[name === "order" || name === "order.epoch" ? name : key] = value;
  }
  const { topics, problems } = topicTables(config, cassink.grammar);
  expect(problems).toEqual([]);
  const topic = topics[0];
  const table = topic?.tables[0];
  if (topic === undefined || table === undefined) throw new Error("no table");
  const described = columns.map((text, index) => {
    const [name = "", ...type] = text.split(" ");
    const isAnew = type.at(-1) === "anew";
    const isAdded = isAnew || type.at(-1) === "added";
    if (isAdded) type.pop();
    const kinds = ["static", "clustering"] as const;
    const kind = kinds.find((word) => word === type.at(-1));
    const typeText = (kind === undefined ? type : type.slice(0, -1)).join(" ");
    const otherwise = index === 0 ? ("partition_key" as const) : ("regular" as const);
    return {
      name,
      type: parseCqlType(typeText),
      kind: kind ?? otherwise,
      ...(isAdded ? { added: { at: Infinity, isAnew } } : {}),
    };
  });
  const mapped = withMapping(
    table,
    described.map(({ name }) => name),
  );
  const layout = tableLayout({ keyspace: "k", name: "tab", columns: described, defaultTtl }, [
    mapped.mapping,
  ]);
  return rules(config, now).topicPlan({ codec: topic.codec, tables: [{ settings: mapped, layout }] });
}

function write(
  evaluate: TopicPlan,
  value: ConnectValue,
  key: ConnectValue = null,
  more: { readonly headers?: readonly SinkHeader[]; readonly timestamp?: number } = {},
): Omit<RowWrite, "key"> & { readonly key: MaybeCell[] } {
  const row = evaluate({
    topic: "t",
    partition: 0,
    offset: 7,
    timestamp: more.timestamp ?? now,
    key,
    value,
    headers: more.headers ?? [],
  })(0);
  return { ...row, key: unpackRow(row.key) };
}

describe("where values come from", () => {
  it("treats a header that a tombstone lacks as null, and so deletes", () => {
    const evaluate = plan("id=key, a=value.a, h=header.h", ["id text", "a int", "h text"]);
    expect(write(evaluate, null, "k").kind).toBe("delete");
    expect(write(evaluate, { a: null }, "k").kind).toBe("put");
    const headers = [{ key: "h", value: "there" }];
    expect(write(evaluate, null, "k", { headers })).toMatchObject({
      kind: "put",
      cells: [undefined, "there"],
    });
  });

  it("writes a record that is bad for one of two tables to the other", () => {
    const config = {
      topics: "t",
      "topic.t.k.one.mapping": "id=value.id",
      "topic.t.k.two.mapping": "id=value.other",
    };
    const { topics } = topicTables(config, cassink.grammar);
    const columns = [{ name: "id", type: parseCqlType("int"), kind: "partition_key" as const }];
    const tables = (topics[0]?.tables ?? []).map((settings) => {
      const mapped = withMapping(settings, ["id"]);
      return {
        settings: mapped,
        layout: tableLayout({ keyspace: "k", name: "t", columns }, [mapped.mapping]),
      };
    });
    const codec = topics[0]?.codec;
    if (codec === undefined) throw new Error("no topic");
    const evaluate = rules(config, now).topicPlan({ codec, tables });
    const record = { topic: "t", partition: 0, offset: 0, timestamp: now, key: null, headers: [] };
    expect(evaluate({ ...record, value: { id: 1, other: 2 } })(0).kind).toBe("put");
    const half = evaluate({ ...record, value: { id: 1 } });
    expect(half(0).kind).toBe("put");
    expect(() => half(1)).toThrow(RecordRefusal);
  });

  it("tells which records may have deleted their rows before columns were added", () => {
    const columns = ["id text", "a int", "b int added", "s int static"];
    const doubted = (mapping: string | undefined, value: ConnectValue, settings = {}): boolean =>
      write(plan(mapping, columns, settings), value, mapping === undefined ? { id: "k" } : "k")
        .mayHaveDeleted === true;
    const some = "id=key, a=value.a, s=value.s";
    for (const value of [null, { a: null, s: null }]) expect(doubted(some, value)).toBe(true);
    for (const value of [{}, { a: null }, { a: null, s: 1 }]) expect(doubted(some, value)).toBe(false);
    expect(doubted(some, null, { deletesEnabled: "false" })).toBe(false);
    expect(doubted(`${some}, b=value.b`, null)).toBe(false);
    expect(doubted("id=key, a=value.a", null)).toBe(false);
    expect(doubted(undefined, { a: null, s: null })).toBe(true);
    const anew = plan("id=key, a=value.a", ["id text", "a int", "b int anew"]);
    expect(write(anew, null, "k").mayHaveDeleted).toBe(true);
    for (const value of [null, {}, { a: null }, { a: null, s: 1 }, { a: null, b: null, s: null }]) {
      expect(doubted(undefined, value)).toBe(false);
    }
  });

  it("tells which columns a record without a mapping sets, and that may not have been there", () => {
    const columns = ["id text", "a int", "b int added"];
    const lacked = (mapping: string | undefined, value: ConnectValue) =>
      write(plan(mapping, columns), value, mapping === undefined ? { id: "k" } : "k").mayHaveLacked;
    expect(lacked(undefined, { a: 1, b: 2 })).toEqual(["b"]);
    expect(lacked(undefined, { a: 1 })).toBeUndefined();
    const anew = write(plan(undefined, ["id text", "a int", "b int anew"]), { a: 1, b: 2 }, { id: "k" });
    expect(anew.mayHaveLacked).toBeUndefined();
    expect(lacked("id=key, a=value.a, b=value.b", { a: 1, b: 2 })).toBeUndefined();
  });

  it("deletes a row of key columns alone for a null value, and for nothing else", () => {
    const keys = plan("id=key.id", ["id int"]);
    expect(write(keys, null, { id: 1 }).kind).toBe("delete");
    expect(write(keys, {}, { id: 1 }).kind).toBe("put");
    const timed = plan("id=key.id, u=now()", ["id int", "u timeuuid"]);
    expect(write(timed, null, { id: 1 }).kind).toBe("delete");
    expect(write(timed, {}, { id: 1 }).kind).toBe("put");
    expect(write(plan("id=key.id", ["id int"], { deletesEnabled: "false" }), null, { id: 1 }).kind).toBe(
      "put",
    );
  });

  it("tells partition keys apart by their digits, and clustering columns by their values", () => {
    const columns = ["p decimal", "c decimal clustering"];
    const evaluate = plan("p=value.p, c=value.c", columns);
    const key = (p: string, c: string): unknown => write(evaluate, `{"p":${p},"c":${c}}`).key;
    expect(key("1.0", "1.0")).not.toEqual(key("1.00", "1.0"));
    expect(key("1.0", "1.0")).toEqual(key("1.0", "1.00"));
  });

  it("takes JSON with a byte order mark before it", () => {
    const evaluate = plan("id=value.id", ["id int"]);
    expect(write(evaluate, '\ufeff{"id":4}')).toMatchObject({ kind: "put", key: ["4"] });
    expect(write(evaluate, Buffer.from('\ufeff{"id":4}'))).toMatchObject({ key: ["4"] });
  });

  it("reads nothing for a static column that is fed by now()", () => {
    const evaluate = plan("id=value.id, a=value.a, u=now()", ["id int", "a int", "u timeuuid static"]);
    expect(write(evaluate, { id: 1, a: 2 })).toMatchObject({ kind: "put", cells: ["2"] });
  });

  it("writes the names of an object in a text of a collection in the order of Java's HashMap", () => {
    const evaluate = plan("id=key, l=value.l", ["id text", "l list<text>"]);
    expect(write(evaluate, { l: [{ b: 1, a: 2 }] }, "k").cells).toEqual([`['{"a":2,"b":1}']`]);
    expect(write(evaluate, { l: ['{"b":1,"a":2}'] }, "k").cells).toEqual([`['{"b":1,"a":2}']`]);
    // JavaScript loses the order of names that are numbers.
    const numbered = { l: [{ 2: 1, 1: 2 }] };
    expect(write(evaluate, numbered, "k").cells).toEqual([unpredictableCell("not modelled")]);
  });

  it("takes paths into nested data, a literal name before a path, quoted steps as names", () => {
    const evaluate = plan(
      'id=key, a=value.main.temp, b=value.list[1].x, c=value."main.temp", d=value."q".temp',
      ["id text", "a text", "b text", "c text", "d text"],
    );
    const nested = { main: { temp: 1 }, list: [0, { x: "y" }], q: { temp: null } };
    expect(write(evaluate, nested, "k").cells).toEqual(["1", "y", undefined, undefined]);
    expect(write(evaluate, { ...nested, "main.temp": 2 }, "k").cells).toEqual(["2", "y", "2", undefined]);
  });

  it("reads text and bytes as JSON: exactly, once each, nothing after", () => {
    const evaluate = plan("id=value.id, a=value.o.a", ["id bigint", "a decimal"]);
    const text = '{"skip":{"a":1,"a":2},"id":9007199254740993,"o":{"a":1.50}}';
    for (const value of [text, Buffer.from(text)]) {
      expect(write(evaluate, value)).toMatchObject({ key: ["9007199254740993"], cells: ["1.50"] });
    }
    for (const bad of [
      `${text} x`,
      "[1]",
      "plain",
      '{"id":1,"o":{"a":1,"a":1}}',
      '{"id":1,"o":{},"o":{}}',
      `{"id":1,"deep":${"[".repeat(501)}${"]".repeat(501)}}`,
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      5,
    ]) {
      expect(() => write(evaluate, bad)).toThrow(RecordRefusal);
    }
  });

  it("takes the last header of a name", () => {
    const headers = [
      { key: "h", value: "first" },
      { key: "h", value: "last" },
    ];
    expect(write(plan("id=key, a=header.h", ["id text", "a text"]), {}, "k", { headers }).cells).toEqual([
      "last",
    ]);
  });

  it("matches columns with fields of the same name, in the value and then the key", () => {
    const evaluate = plan(undefined, ["id int", "a text", "b text"]);
    expect(write(evaluate, { a: "v", b: null }, { id: 1, a: "k" })).toMatchObject({
      key: ["1"],
      cells: ["v", undefined],
    });
    expect(write(evaluate, { id: 2 }, "plain").key).toEqual(["2"]);
    expect(write(evaluate, null, { id: 3 })).toMatchObject({ kind: "delete", key: ["3"] });
  });
});

describe("an absent field or a null", () => {
  const columns = ["id int", "a int", "b text"];
  const all = "id=key, a=value.a, b=value.b";

  it("does not set its column, and does not delete the row", () => {
    expect(write(plan(all, columns), {}, "1")).toMatchObject({ kind: "put", cells: [undefined, undefined] });
    expect(write(plan(all, columns), { a: null }, "1").kind).toBe("put");
    const nulls = plan(all, columns, { nullToUnset: "false" });
    expect(write(nulls, { a: null }, "1")).toMatchObject({ kind: "put", cells: [null, undefined] });
  });

  it("makes the record bad with missingFields=error", () => {
    const evaluate = plan(all, columns, { missingFields: "error" });
    expect(() => write(evaluate, { a: 1 }, "1")).toThrow("no field value.b");
    expect(write(evaluate, { a: 1, b: null }, "1").kind).toBe("put");
  });

  it("deletes as nulls in all columns, or as a null value, where all columns are mapped", () => {
    expect(write(plan(all, columns), { a: null, b: null }, "1")).toMatchObject({
      kind: "delete",
      key: ["1"],
    });
    expect(write(plan(all, columns), null, "1").kind).toBe("delete");
    // An empty text is a null for its column, but does not make the record a delete.
    expect(write(plan(all, columns), { a: "", b: null }, "1")).toMatchObject({
      kind: "put",
      cells: [undefined, undefined],
    });
    expect(write(plan(all, columns), { a: null, b: "" }, "1").kind).toBe("put");
    expect(write(plan("id=key, a=value.a", columns), null, "1").kind).toBe("put");
    expect(write(plan(all, columns, { deletesEnabled: "false" }), null, "1").kind).toBe("put");
    const withStatic = plan(`${all}, s=value.s`, [...columns, "s text static"]);
    expect(write(withStatic, { a: null, b: null, s: "x" }, "1").kind).toBe("put");
    expect(write(withStatic, null, "1").kind).toBe("delete");
  });

  it("is not the same as an empty collection, which is written", () => {
    const lists = ["id int", "l list<int>"];
    expect(write(plan("id=key, l=value.l", lists), { l: [] }, "1")).toMatchObject({
      kind: "put",
      cells: [null],
    });
    expect(write(plan("id=key, l=value.l", lists), { l: null }, "1").kind).toBe("delete");
  });

  it("is refused in the key", () => {
    const evaluate = plan("id=value.id", ["id text", "a text"]);
    for (const value of [{}, { id: null }, { id: "" }, { id: "é".repeat(32_768) }]) {
      expect(() => write(evaluate, value)).toThrow(RecordRefusal);
    }
    expect(write(evaluate, { id: "é".repeat(32_767) }).kind).toBe("put");
  });

  it("says why it is refused in the key", () => {
    const cause = (mapping: string, value: ConnectValue, key?: string): string => {
      try {
        return write(plan(mapping, ["id text", "a text"]), value, key).kind;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    };
    const ofNull = "the key column id would be null: the record's value is null";
    expect(cause("id=value.id, a=value.a", null, "k")).toBe(ofNull);
    expect(cause("id=value.after.id, a=value.a", null, "k")).toBe(ofNull);
    expect(cause("id=value, a=key", null, "k")).toBe(ofNull);
    expect(cause("id=value.id, a=value.a", { id: null })).toBe("the key column id would be null");
    expect(cause("id=key.id, a=value.a", null)).not.toContain("value is null");
  });
});

describe("values", () => {
  it("are read as in a map or in JSON text", () => {
    const evaluate = plan("id=key, a=value.a, b=value.b", ["id int", "a text", "b float"]);
    expect(write(evaluate, { a: new Float64(1), b: new Float64(0.1) }, "1").cells).toEqual([
      "1.0",
      String(Math.fround(0.1)),
    ]);
    expect(write(evaluate, '{"a":1.50,"b":0.1}', "1").cells).toEqual(["1.50", String(Math.fround(0.1))]);
  });

  it("that cannot be predicted are not taken as keys", () => {
    const evaluate = plan("id=value.id", ["id text", "a text"]);
    expect(() => write(evaluate, { id: new Float64(2e23) })).toThrow(UnpredictableValue);
  });

  it("name the column where they are refused, of static columns too", () => {
    const evaluate = plan("id=key, s=value.s", ["id int", "s int static"]);
    expect(() => write(evaluate, { s: "x" }, "1")).toThrow(expect.objectContaining({ column: "s" }) as Error);
  });

  it.each([
    ["uuid", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "a text is neither a UUID like f0e5b61c-"],
    ["uuid", true, "a boolean cannot be a UUID"],
    ["timeuuid", 7, "a JSON number is a UUID only with codec.timestamp=UNITS_SINCE_EPOCH"],
    ["timeuuid", "018f3c1e-7b00-7000-8000-000000000001", "a UUID is not of version 1"],
    ["timestamp", 7, "a JSON number is a timestamp only with codec.timestamp=UNITS_SINCE_EPOCH"],
  ])("of a column of %s name what it is, and not what it might have been: %j", (type, value, cause) => {
    const evaluate = plan("id=key, u=value.u", ["id int", `u ${type}`]);
    expect(() => write(evaluate, { u: value }, "1")).toThrow(
      expect.objectContaining({ column: "u", message: expect.stringContaining(cause) as string }) as Error,
    );
  });

  it("of a format that is not modelled make the table impossible to judge", () => {
    expect(() => plan("id=key, a=value.a", ["id int", "a date"], { "codec.date": "YYYY ww" })).toThrow(
      InputError,
    );
  });
});

describe("write times and times to live", () => {
  const columns = ["id int", "a int"];

  it("come from the record where it sets them, in texts too", () => {
    const evaluate = plan("id=value.id, __timestamp=value.at", columns, {
      timestampTimeUnit: "MILLISECONDS",
    });
    expect(write(evaluate, { id: 1, at: "1530305100936" }).writeTime).toBe(1_530_305_100_936_000);
    expect(write(evaluate, { id: 1, at: null }).writeTime).toBeUndefined();
    const nanoseconds = plan("id=value.id, __timestamp=value.at", columns, {
      timestampTimeUnit: "NANOSECONDS",
    });
    expect(write(nanoseconds, { id: 1, at: -1 }).writeTime).toBe(-1);
    expect(() => write(evaluate, { id: 1, at: "9223372036854775807" })).toThrow(RecordRefusal);
  });

  it("need a record's time, unless the record sets them or order=log", () => {
    const given = { timestamp: 1_530_305_100_936_000 };
    const evaluate = plan("id=value.id, __timestamp=value.at", columns);
    expect(() => write(evaluate, { id: 1 }, null, given)).toThrow("microseconds instead of milliseconds?");
    expect(() => write(evaluate, { id: 1 }, null, { timestamp: -1 })).toThrow("no time");
    expect(write(evaluate, { id: 1, at: 5 }, null, given).writeTime).toBe(5);
    const log = plan("id=value.id", columns, { order: "log", "order.epoch": "5" });
    expect(write(log, { id: 1 }, null, given).kind).toBe("put");
  });

  it("come from the table where neither record nor settings give a time to live", () => {
    const all = "id=value.id, a=value.a";
    const by = (settings: Record<string, string>): number =>
      write(plan(all, columns, settings, 60), { id: 1, a: 2 }, null, { timestamp: now - 100_000 }).expiry;
    expect(by({})).toBe(someTimeFrom(now - 40_000));
    expect(by({ ttl: "0" })).toBe(0);
    expect(by({ ttl: "200" })).toBe(now + 100_000);
  });

  it("are not judged where two write times would be the same number", () => {
    const evaluate = plan("id=value.id, __timestamp=value.at", columns);
    expect(() => write(evaluate, { id: 1, at: 17_000_000_000_000_127n })).toThrow(UnpredictableValue);
    expect(() => write(evaluate, { id: 1, at: 100_000_000_000_000_000n })).toThrow(RecordRefusal);
    expect(() => write(evaluate, { id: 1, at: -100_000_000_000_000_000n })).toThrow(RecordRefusal);
  });

  it("end at the record's time and its time to live, also where that is over", () => {
    const all = "id=value.id, a=value.a";
    const evaluate = plan(all, columns, { ttl: "1", ttlTimeUnit: "HOURS" });
    expect(write(evaluate, { id: 1, a: 2 })).toMatchObject({ kind: "put", expiry: now + 3_600_000 });
    // The sink deletes such a row, or nulls the columns that the record sets: the table is the same.
    const old = { timestamp: now - 3_700_000 };
    expect(write(evaluate, { id: 1, a: 2 }, null, old)).toMatchObject({ kind: "put", expiry: now - 100_000 });
    expect(write(evaluate, { id: 1 }, null, old)).toMatchObject({ kind: "put", cells: [undefined] });
    const short = plan(all, columns, { ttl: "10", ttlTimeUnit: "MILLISECONDS" });
    expect(write(short, { id: 1, a: 2 }).expiry).toBe(now + 1000);
    const long = plan(all, columns, { ttl: "2592000000", ttlTimeUnit: "MILLISECONDS" });
    expect(write(long, { id: 1, a: 2 }).expiry).toBe(now + 2_592_000_000);
    const mapped = plan(`${all}, __ttl=value.ttl`, columns, { ttl: "60" });
    expect(write(mapped, { id: 1, ttl: 7 }).expiry).toBe(now + 7000);
    expect(write(mapped, { id: 1, ttl: null }).expiry).toBe(now + 60_000);
    expect(write(mapped, { id: 1, ttl: -5 }).expiry).toBe(0);
    expect(() => write(mapped, { id: 1, ttl: 630_720_001 })).toThrow("20 years");
    expect(() => write(mapped, { id: 1, ttl: 630_720_000 })).toThrow("after 2038-01-19");
  });
});

it("loses no digit of a timestamp that counts seconds beyond 2^53", () => {
  const units = { "codec.timestamp": "UNITS_SINCE_EPOCH", "codec.unit": "SECONDS" };
  const evaluate = plan("id=value.id, at=value.at", ["id text", "at timestamp"], units);
  for (const [seconds, milliseconds] of [
    [9_007_199_254_740_993n, "9007199254740993000"],
    [-9_007_199_254_740_993n, "-9007199254740993000"],
    ["9007199254740993", "9007199254740993000"],
  ] as const) {
    expect(write(evaluate, { id: "a", at: seconds }).cells).toEqual([milliseconds]);
  }
});

describe("what the sink counts a record by", () => {
  const isApart = (mapping: string, columns: readonly string[]): boolean | undefined =>
    write(plan(mapping, columns), { id: 1, c: 2 }).isCountedApart;

  it("is apart from other tables where only lists that are not frozen are set", () => {
    const lists = ["id int", "l list<int>", "m list<int>"];
    expect(isApart("id=value.id, l=value.l, m=value.m", lists)).toBe(true);
    expect(isApart("id=value.id, l=value.l, a=value.a", ["id int", "l list<int>", "a int"])).toBeUndefined();
    expect(isApart("id=value.id, l=value.l", ["id int", "l frozen<list<int>>"])).toBeUndefined();
    expect(isApart("id=value.id, s=value.s", ["id int", "s set<int>"])).toBeUndefined();
    expect(isApart("id=value.id", ["id int", "l list<int>"])).toBeUndefined();
    const statics = ["id int", "c int clustering", "s int static", "l list<int>"];
    expect(isApart("id=value.id, c=value.c, s=value.s, l=value.l", statics)).toBeUndefined();
    expect(isApart("id=value.id, c=value.c, l=value.l", statics)).toBe(true);
    const deleting = plan("id=key, l=value.l", ["id int", "l list<int>"]);
    expect(write(deleting, null, 1)).toMatchObject({ kind: "delete", isCountedApart: true });
  });

  /** Its time to live ends after 2038. */
  function counted(mapping: string, value: object, timestamp = now, order = "time"): unknown {
    const columns = ["id int", "c int clustering", "s int static", "a int"];
    const evaluate = plan(`id=value.id, c=value.c, __ttl=value.t, ${mapping}`, columns, { order });
    try {
      write(evaluate, { id: 1, c: 2, t: 630_000_000, ...value }, null, { timestamp });
    } catch (error) {
      if (error instanceof UnpredictableValue && typeof error.row === "object") return error.row.counted;
      throw error;
    }
    throw new Error("it is predictable");
  }

  it("is known of a record, too, that cannot be predicted", () => {
    expect(counted("a=value.a", { a: 1 })).toEqual({ partition: undefined, isApart: false });
    expect(counted("a=value.a, s=value.s", { a: 1 })).toEqual({ partition: "=1", isApart: false });
  });

  it("is nothing where the record sets its write time, or has none to count by", () => {
    const mapped = "a=value.a, __timestamp=value.w";
    expect(counted(mapped, { a: 1, w: 5 })).toBeUndefined();
    expect(counted(mapped, { a: 1, w: null })).toEqual({ partition: undefined, isApart: false });
    expect(counted(mapped, { a: 1, w: 2 ** 53 + 2 })).toBeUndefined();
    expect(counted("a=value.a", { a: 1 }, -1, "log")).toBeUndefined();
  });

  it("is not needed of a record whose time is beyond 2^53 microseconds, where nothing can be ordered", () => {
    const evaluate = plan("id=value.id, a=value.a", ["id int", "a int"]);
    const at = (timestamp: number) => () => write(evaluate, { id: 1, a: 1 }, null, { timestamp });
    expect(at(9_007_199_254_740)).toThrow(UnpredictableValue);
    expect(at(9_007_199_253_740)).not.toThrow();
    const byLog = plan("id=value.id, a=value.a", ["id int", "a int"], { order: "log" });
    expect(write(byLog, { id: 1, a: 1 }, null, { timestamp: 9_007_199_254_740 }).kind).toBe("put");
  });
});
