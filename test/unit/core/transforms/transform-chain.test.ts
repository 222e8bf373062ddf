import { describe, expect, it } from "vitest";
import { type ConnectMap, fieldOf, type SinkRecord } from "#cli/core/records/connect-value.js";
import { transformChain } from "#cli/core/transforms/transform-chain.js";
import { type Transform, transformSettings } from "#cli/core/transforms/transform.js";
import { InputError } from "#cli/errors.js";
import { RecordRefusal, UnpredictableValue } from "#cli/core/refusal.js";

const chainOf = (config: Readonly<Record<string, string>>): Transform =>
  transformChain(transformSettings(config));

const record = (value: SinkRecord["value"], more: Partial<SinkRecord> = {}): SinkRecord => ({
  topic: "events",
  partition: 1,
  offset: 7,
  timestamp: 5,
  key: null,
  value,
  headers: [],
  ...more,
});
const kafka = "org.apache.kafka.connect.transforms";

describe("a chain of transforms", () => {
  it("applies them in order, each where its predicate is true", () => {
    const chain = chainOf({
      transforms: "flat, late, none",
      "transforms.flat.type": `${kafka}.Flatten$Value`,
      "transforms.flat.delimiter": "_",
      "transforms.late.type": `${kafka}.InsertField$Value`,
      "transforms.late.static.field": "late",
      "transforms.late.static.value": "yes",
      "transforms.late.predicate": "isLate",
      "transforms.none.type": `${kafka}.Filter`,
      "transforms.none.predicate": "isLate",
      "transforms.none.negate": "true",
      predicates: "isLate",
      "predicates.isLate.type": "io.cassink.transforms.FieldMatches",
      "predicates.isLate.field": "value.a_b",
      "predicates.isLate.equals": "1",
    });
    expect(chain(record({ a: { b: 1 } }))?.value).toEqual({ a_b: 1, late: "yes" });
    expect(chain(record({ a: { b: 2 } }))).toBeUndefined();
  });

  it("returns the record unchanged where there are no transforms", () => {
    const unchanged = record({ a: 1 });
    expect(chainOf({})(unchanged)).toBe(unchanged);
  });

  it("knows Kafka's predicates", () => {
    const dropping = (settings: Record<string, string>): ((record: SinkRecord) => boolean) => {
      const chain = chainOf({
        transforms: "drop",
        "transforms.drop.type": `${kafka}.Filter`,
        "transforms.drop.predicate": "p",
        ...Object.fromEntries(
          Object.entries(settings).map(([name, value]) => [`predicates.p.${name}`, value]),
        ),
      });
      return (candidate) => chain(candidate) === undefined;
    };
    const tombstone = dropping({ type: `${kafka}.predicates.RecordIsTombstone` });
    expect([tombstone(record(null)), tombstone(record({}))]).toEqual([true, false]);
    const topic = dropping({ type: `${kafka}.predicates.TopicNameMatches`, pattern: "ev.*" });
    expect([topic(record(1)), topic(record(1, { topic: "my-events" }))]).toEqual([true, false]);
    const header = dropping({ type: `${kafka}.predicates.HasHeaderKey`, name: "h" });
    expect([header(record(1, { headers: [{ key: "h", value: null }] })), header(record(1))]).toEqual([
      true,
      false,
    ]);
  });

  it("refuses a record whose value is not a map, and lets a tombstone pass", () => {
    const chain = chainOf({ transforms: "f", "transforms.f.type": `${kafka}.Flatten$Value` });
    expect(() => chain(record("text"))).toThrow(RecordRefusal);
    expect(chain(record(null))?.value).toBeNull();
  });

  it("refuses a text that is no date in the format of TimestampConverter", () => {
    const chain = chainOf({
      transforms: "t",
      "transforms.t.type": `${kafka}.TimestampConverter$Value`,
      "transforms.t.target.type": "unix",
      "transforms.t.format": "yyyy-MM-dd",
      "transforms.t.field": "at",
    });
    expect(() => chain(record({ at: "tomorrow" }))).toThrow(RecordRefusal);
    expect(chain(record({ at: "2024-01-32" }))?.value).toEqual({ at: 1_706_745_600_000 });
  });

  it.each<[string, Record<string, string>, SinkRecord["value"]]>([
    ["Flatten", { "transforms.t.delimiter": "." }, { a: { b: 1 }, "a.b": 2 }],
    ["ReplaceField", { "transforms.t.renames": "a:b" }, { a: 1, b: 2 }],
  ])("cannot predict which of two fields %s keeps under the same name", (name, settings, value) => {
    const chain = chainOf({ transforms: "t", "transforms.t.type": `${kafka}.${name}$Value`, ...settings });
    const made = chain(record(value));
    expect(made?.doubt).toBeInstanceOf(UnpredictableValue);
    expect(() => fieldOf(made?.value as ConnectMap, name === "Flatten" ? "a.b" : "b")).toThrow(
      UnpredictableValue,
    );
  });

  it("carries a field on that is not known, and goes on without it where nothing reads it", () => {
    const settings = {
      transforms: "at,flat,rename,drop",
      "transforms.at.type": `${kafka}.TimestampConverter$Value`,
      "transforms.at.field": "at",
      "transforms.at.format": "d.M.y",
      "transforms.at.target.type": "unix",
      "transforms.flat.type": `${kafka}.Flatten$Value`,
      "transforms.rename.type": `${kafka}.ReplaceField$Value`,
      "transforms.rename.renames": "at:then",
      "transforms.drop.type": `${kafka}.Filter`,
      "transforms.drop.predicate": "p",
      predicates: "p",
      "predicates.p.type": "io.cassink.transforms.FieldMatches",
      "predicates.p.equals": "1",
    };
    const byNumber = chainOf({ ...settings, "predicates.p.field": "value.n" });
    const kept = byNumber(record({ n: 2, at: "1.1.39" }));
    expect(kept?.doubt).toBeInstanceOf(UnpredictableValue);
    expect(fieldOf(kept?.value as ConnectMap, "n")).toBe(2);
    expect(() => fieldOf(kept?.value as ConnectMap, "then")).toThrow(UnpredictableValue);
    expect(byNumber(record({ n: 1, at: "1.1.2039" }))).toBeUndefined();
    expect(() => byNumber(record({ n: 1, at: "1.1.39" }))).toThrow(expect.objectContaining({ row: "none" }));
    // Whether the Filter drops it is not known either: if it does not, the record goes on.
    const byDate = chainOf({ ...settings, "predicates.p.field": "value.then" });
    expect(byDate(record({ n: 1, at: "1.1.39" }))?.doubt).toBeInstanceOf(UnpredictableValue);
  });

  it.each([
    [{ transforms: "x", "transforms.x.type": `${kafka}.Cast$Value` }, "transforms.x.type"],
    [{ transforms: "x", "transforms.x.type": "com.example.Own" }, "transforms.x.type"],
    [{ transforms: "x" }, "transforms.x.type"],
    [
      { transforms: "x", "transforms.x.type": `${kafka}.Filter`, "transforms.x.predicate": "p" },
      "predicates.p.type",
    ],
    [
      {
        transforms: "x",
        "transforms.x.type": `${kafka}.Filter`,
        "transforms.x.predicate": "p",
        "predicates.p.type": "com.example.P",
      },
      "predicates.p.type",
    ],
    [
      {
        transforms: "x",
        "transforms.x.type": `${kafka}.TimestampConverter$Value`,
        "transforms.x.target.type": "string",
        "transforms.x.format": "EEE d MMM",
      },
      "transforms.x.format",
    ],
  ])("names the key of what is not modelled, or has no type: %j", (config, where) => {
    expect(() => chainOf(config)).toThrow(InputError);
    expect(() => chainOf(config)).toThrow(expect.objectContaining({ where }));
  });
});
