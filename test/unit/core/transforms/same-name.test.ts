import { describe, expect, it } from "vitest";
import { transformChain } from "#cli/core/transforms/transform-chain.js";
import { type Transform, transformSettings } from "#cli/core/transforms/transform.js";
import { UnpredictableValue } from "#cli/core/refusal.js";

const chainOf = (config: Readonly<Record<string, string>>): Transform =>
  transformChain(transformSettings(config));

const record = (value: object) => ({
  topic: "t",
  partition: 0,
  offset: 0,
  timestamp: 0,
  key: null,
  value: value as never,
  headers: [],
});

describe("two fields that get one name", () => {
  it.each([
    ["Flatten", { "transforms.t.delimiter": "." }, { a: { b: 1 }, "a.b": 2 }],
    ["ReplaceField", { "transforms.t.renames": "a:b" }, { a: 1, b: 2 }],
  ])("%s cannot be predicted", (name, settings, value) => {
    const chain = chainOf({
      transforms: "t",
      "transforms.t.type": `org.apache.kafka.connect.transforms.${name}$Value`,
      ...settings,
    });
    expect(() => chain(record(value))).toThrow(UnpredictableValue);
  });
});
