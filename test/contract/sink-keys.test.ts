import { expect, test } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { CqlType } from "#cli/core/cql/type.js";
import { defaultCodecSettings } from "#cli/core/mapping/settings.js";
import { parseJson } from "#cli/core/records/json.js";
import { keyCodecs } from "#cli/core/rows/key-cell.js";
import type { TableLayout } from "#cli/core/rows/table-layout.js";
import { codecOf } from "#cli/core/sinks/cassink/codec.js";
import { conversionTo } from "#cli/core/sinks/cassink/conversions.js";
import { recordSyntax } from "#cli/core/sinks/cassink/json.js";
import { contractFile } from "./contract-file.js";

interface KeyCase {
  readonly type: string;
  readonly one: string;
  readonly other: string;
  readonly partition: boolean;
  readonly clustering: boolean;
}

/** What the sink takes for one row, `verify` must too. */
const { userTypes, cases } = contractFile("sink-keys.json") as {
  readonly userTypes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly cases: readonly KeyCase[];
};

const typeOf = (text: string): CqlType =>
  parseCqlType(text, (name) => {
    const fields = userTypes[name];
    return fields && Object.entries(fields).map(([field, typeText]) => ({ name: field, typeText }));
  });

const codec = codecOf(defaultCodecSettings);

/** Whether both values have the same cell in a key of one column. */
function areOne(type: CqlType, partitionKeySize: number, { one, other }: KeyCase): boolean {
  const column = { name: "k", type };
  const layout: TableLayout = {
    key: [column],
    partitionKeySize,
    columns: [],
    statics: undefined,
    unmapped: [],
    unjudged: [],
    timed: [],
    staticNames: [],
    names: ["k"],
    added: new Map(),
    defaultTtl: 0,
  };
  const cell = (text: string): unknown => {
    const value = parseJson(text, recordSyntax) ?? null;
    if (value === null) throw new Error("a key is null");
    return keyCodecs(layout)[0]?.encode(conversionTo(type, codec)(value, true));
  };
  return cell(one) === cell(other);
}

test.each(cases.map((one) => [`${one.type}: ${one.one} and ${one.other}`, one] as const))("%s", (_, one) => {
  const type = typeOf(one.type);
  expect(areOne(type, 1, one)).toBe(one.partition);
  expect(areOne(type, 0, one)).toBe(one.clustering);
});
