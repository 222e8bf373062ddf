import { made, type Case, type ExpectedRow } from "#test/differential/case.js";
import { typesCase } from "./types-table.js";

let key = 8_100_000;

/** One value in one column, of a JSON field. */
function value(
  title: string,
  column: string,
  json: string,
  rows: { readonly cassink?: string; readonly datastax?: string },
  codec: Readonly<Record<string, string>> = {},
): Case {
  key++;
  const rowOf = (cell: string | undefined): readonly ExpectedRow[] =>
    cell === undefined ? [] : [{ [column]: cell }];
  return typesCase({
    id: `d_${key}`,
    keys: [String(key)],
    title,
    reading: "json",
    mapping: `bigintcol=key, ${column}=value.v`,
    codec,
    record: { key: String(key), value: `{"v": ${json}}` },
    rows: rowOf(rows.cassink),
    datastax: { rows: rowOf(rows.datastax) },
    ...(rows.cassink === undefined ? { reported: [0] } : {}),
  });
}

/** What shows differences of one value: the cell as Cassink makes it, and as the DataStax sink does; none is refused. */
export const valueDifferences: readonly Case[] = [
  value("trailing zeros in texts", "textcol", "100.0", { cassink: "'100.0'", datastax: "'1E+2'" }),
  value("arrays and objects in plain columns", "intcol", "[1]", { datastax: "null" }),
  value("numbers and names as addresses", "inetcol", "127", { datastax: "'0.0.0.127'" }),
  value("numbers and words as bytes", "blobcol", "42", { datastax: "0xe3" }),
  value("vectors of another size", "vectorcol", "[1, 2, 3, 4]", { datastax: "[1, 2, 3]" }),
  value("numbers between two binary ones", "floatcol", "0.30000000000000004", {
    cassink: "0.30000001192092896",
  }),
  value("texts beyond the range", "doublecol", '"1E400"', { datastax: "Infinity" }),
  value("days and hours that are none", "datecol", '"2018-02-30"', { datastax: "'2018-02-28'" }),
  value("numbers of another locale", "floatcol", '"1.5"', { datastax: "1.5" }, { locale: "fr_FR" }),
  value("digits grouped otherwise", "intcol", '"1,2"', { datastax: "12" }),
  value(
    "times before 1970 in large units",
    "intcol",
    '"1969-12-31T23:59:59Z"',
    { cassink: "-1", datastax: "0" },
    { unit: "DAYS" },
  ),
  value("UUIDs of other lengths", "uuidcol", '"4a56ee00-7bdd1-1e8-8080-808080808080"', {
    datastax: "4a56ee00-bdd1-01e8-8080-808080808080",
  }),
  value("missing fields of types", "udtcol", '{"udtmem1": 42}', {
    cassink: "{udtmem1: 42, udtmem2: null}",
  }),
  value("times as UUIDs", "uuidcol", '"2018-06-29T20:45:00Z"', {
    cassink: "4a56ee00-7bdd-11e8-8080-808080808080",
    datastax: made,
  }),
  value(
    "signs and blanks of units of time",
    "timestampcol",
    '" 7 "',
    { cassink: "'1970-01-08T00:00:00.000Z'" },
    { timestamp: "UNITS_SINCE_EPOCH", unit: "DAYS" },
  ),
  value("texts that hold collections", "listcol", '"[1, 2]"', { cassink: "[1, 2]" }),
];
