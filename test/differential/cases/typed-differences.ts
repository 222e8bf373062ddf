import type { Case } from "#test/differential/case.js";
import { array, map, struct, type Schema } from "#test/support/random-values/envelope.js";
import { typesCase } from "./types-table.js";

let key = 8_200_000;

interface Made {
  /** The cell that our sink makes. */
  readonly cassink: string;
  /** The cell that the DataStax sink makes; without one, it writes nothing. */
  readonly datastax?: string;
}

/** One value with a schema, in one column. */
function typedValue(
  title: string,
  column: string,
  value: readonly [Schema | string, unknown],
  { cassink, datastax }: Made,
  codec: Readonly<Record<string, string>> = {},
): Case {
  key++;
  return typesCase({
    id: `d_${key}`,
    keys: [String(key)],
    title,
    reading: "schemas",
    mapping: `bigintcol=value.id, ${column}=value.v`,
    codec,
    record: { value: struct({ id: ["int64", key], v: value }) },
    row: { [column]: cassink },
    datastax: { rows: datastax === undefined ? [] : [{ [column]: datastax }] },
    unjudged: "schema",
  });
}

const bytes = Buffer.from("é").toString("base64");

/** What shows differences of one value of Connect's own types. */
export const typedDifferences: readonly Case[] = [
  typedValue("bytes in collections", "mapblobcol", [map("string", "bytes"), { k: "AQID" }], {
    cassink: "{'k': 0x010203}",
  }),
  typedValue("nulls of another type", "listcol", ["int32", null], { cassink: "null" }),
  typedValue("empty arrays and maps", "listnestedcol", [array(array("int32")), []], {
    cassink: "[]",
    datastax: "null",
  }),
  typedValue(
    "times of Debezium",
    "timestampcol",
    [{ type: "int64", optional: true, name: "io.debezium.time.MicroTimestamp" }, 1543843800006123],
    { cassink: "'2018-12-03T13:30:00.006Z'", datastax: "1543843800006123" },
  ),
  typedValue("collections as texts", "textcol", [array("int32"), [1, 2]], { cassink: "'[1,2]'" }),
  typedValue("bytes as texts", "textcol", ["bytes", bytes], { cassink: "'é'" }),
  typedValue(
    "numbers as dates and times",
    "datecol",
    ["int32", 17600],
    { cassink: "'2018-03-10'" },
    {
      date: "UNITS_SINCE_EPOCH",
      unit: "DAYS",
    },
  ),
];
