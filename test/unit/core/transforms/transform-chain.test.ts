import { describe, expect, it } from "vitest";
import { type SinkRecord } from "#cli/core/records/connect-value.js";
import { transformChain } from "#cli/core/transforms/transform-chain.js";
import { type Transform, transformSettings } from "#cli/core/transforms/transform.js";
import { InputError } from "#cli/errors.js";
import { RecordRefusal } from "#cli/core/refusal.js";

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
  it("goes through them in order, each under its predicate", () => {
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

  it("is none at all", () => {
    const one = record({ a: 1 });
    expect(chainOf({})(one)).toBe(one);
  });

  it("has predicates of Kafka's own", () => {
    const dropping = (settings: Record<string, string>): ((record: SinkRecord) => boolean) => {
      const chain = chainOf({
        transforms: "drop",
        "transforms.drop.type": `${kafka}.Filter`,
        "transforms.drop.predicate": "p",
        ...Object.fromEntries(
          Object.entries(settings).map(([name, value]) => [`predicates.p.${name}`, value]),
        ),
      });
      return (one) => chain(one) === undefined;
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

  it("refuses a record that a transform does not fit, and says why", () => {
    const chain = chainOf({ transforms: "f", "transforms.f.type": `${kafka}.Flatten$Value` });
    expect(() => chain(record("text"))).toThrow(RecordRefusal);
    expect(chain(record(null))?.value).toBeNull();
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
  ])("names what is not modelled, by its key: %j", (config, where) => {
    expect(() => chainOf(config)).toThrow(InputError);
    expect(() => chainOf(config)).toThrow(expect.objectContaining({ where }));
  });
});
