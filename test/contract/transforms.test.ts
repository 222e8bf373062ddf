import { describe, expect, test } from "vitest";
import { canonicalJson } from "#cli/core/records/json-text.js";
import type { ConnectValue, SinkRecord } from "#cli/core/records/connect-value.js";
import { recordSyntax, throughJson } from "#cli/core/sinks/datastax/json.js";
import { parseJson } from "#cli/core/records/json.js";
import { transformChain } from "#cli/core/transforms/transform-chain.js";
import { transformSettings } from "#cli/core/transforms/transform.js";
import { InputError } from "#cli/errors.js";
import { UnpredictableValue } from "#cli/core/refusal.js";
import { contractFile } from "./contract-file.js";
import { schemalessJson } from "./schemaless-json.js";

/** Every case was made by running the transform itself in Java; the file's own `about` says what its fields mean. */
interface Case {
  readonly type: string;
  readonly config: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly value?: string;
  readonly matches?: boolean;
  readonly keyResult?: string;
  readonly valueResult?: string;
  readonly refused?: string;
}

const { cases } = contractFile("transforms.json") as { readonly cases: readonly Case[] };

const connectValue = (text: string | undefined): ConnectValue =>
  text === undefined ? null : schemalessJson(Buffer.from(text));

const isPredicate = ({ matches, type }: Case): boolean =>
  matches !== undefined || type.endsWith("FieldMatches") || type.includes(".predicates.");

/** The case's record through a chain of the one transform, or of Filter under the one predicate. */
function transformed(one: Case): SinkRecord | undefined {
  const prefix = isPredicate(one) ? "predicates.p." : "transforms.t.";
  const config = Object.fromEntries(
    Object.entries({ type: one.type, ...one.config }).map(([name, value]) => [prefix + name, value]),
  );
  const filter = isPredicate(one)
    ? {
        "transforms.t.type": "org.apache.kafka.connect.transforms.Filter",
        "transforms.t.predicate": "p",
        predicates: "p",
      }
    : {};
  return transformChain(transformSettings({ transforms: "t", ...filter, ...config }))({
    topic: "events",
    partition: 2,
    offset: 41,
    timestamp: 1_530_305_100_936,
    key: connectValue(one.key),
    value: connectValue(one.value),
    headers: [],
  });
}

const json = (value: ConnectValue): string => canonicalJson(throughJson(value));
const jsonOfText = (text: string | undefined): string =>
  canonicalJson(text === undefined ? null : (parseJson(text, recordSyntax) ?? null));

const name = ({ type, config, key, value }: Case): string =>
  `${type.replace(/.*\./, "")} ${JSON.stringify(config)} of ${key ?? "-"}: ${value ?? "-"}`;

describe("transforms", () => {
  test.each(cases.map((one) => [name(one), one] as const))("%s", (_, one) => {
    let result: SinkRecord | undefined;
    try {
      result = transformed(one);
    } catch (error) {
      // What is not modelled is named; what is refused in Java is refused here.
      if (error instanceof UnpredictableValue || isNotModelled(error)) return;
      expect(one.refused, String(error)).toBeDefined();
      return;
    }
    expect(one.refused).toBeUndefined();
    if (one.matches !== undefined) {
      expect(result === undefined).toBe(one.matches);
      return;
    }
    expect(json(result?.key ?? null)).toBe(jsonOfText(one.keyResult));
    expect(json(result?.value ?? null)).toBe(jsonOfText(one.valueResult));
  });

  test("few cases are not modelled", () => {
    const left = cases.filter((one) => {
      try {
        transformed(one);
        return false;
      } catch (error) {
        return error instanceof UnpredictableValue || isNotModelled(error);
      }
    });
    expect(left.length / cases.length).toBeLessThan(0.1);
  });
});

const isNotModelled = (error: unknown): boolean =>
  error instanceof InputError && /not modelled/.test(error.message);
