import type { Discrepancy } from "./random/observed.js";

/**
 * Every difference between our sink and the DataStax sink that is meant. docs/reference/differences.md says the same
 * in words; each has a test of its name, with the records that show it. Anything else that differs fails a test.
 */
export interface AllowedDifference {
  /** Names the test: `difference > <id>`. */
  readonly id: string;
  /** A defect of theirs that is not repeated, or something that their sink has only an error for. */
  readonly kind: "defect" | "extension";
  /** Whether it is the reason for two rows of random records that differ. */
  readonly explains?: Explanation;
}

type Explanation = (discrepancy: Discrepancy) => boolean;

const defect = (id: string, explains?: Explanation): AllowedDifference => ({
  id,
  kind: "defect",
  ...(explains === undefined ? {} : { explains }),
});
const extension = (id: string, explains?: Explanation): AllowedDifference => ({
  ...defect(id, explains),
  kind: "extension",
});

/** Our sink has reported the odd record, for such a reason. */
const reported =
  (reason: RegExp, type = /./): Explanation =>
  ({ oddity, reported }) =>
    type.test(oddity.type) && reported !== undefined && reason.test(reported);

/** Our sink has written an odd value of such a type and such a JSON. */
const written =
  (type: RegExp, json: RegExp): Explanation =>
  ({ oddity, reported }) =>
    reported === undefined &&
    oddity.nothing === undefined &&
    type.test(oddity.type) &&
    json.test(oddity.given?.json ?? "");

/** Our sink has written a value of such a schema into a column of such a type. */
const of =
  (schema: RegExp, type: RegExp): Explanation =>
  ({ oddity, reported }) =>
    reported === undefined &&
    type.test(oddity.type) &&
    schema.test(JSON.stringify(oddity.given?.schema ?? ""));

/** Our sink has written a value of such a schema out of a header. */
const inHeader =
  (schema: RegExp): Explanation =>
  (discrepancy) =>
    (discrepancy.feed.tables[0]?.mapping ?? "").includes(`${discrepancy.oddity.column}=header.`) &&
    of(schema, /./)(discrepancy);

export const allowedDifferences: readonly AllowedDifference[] = [
  defect("deletes have no write time"),
  defect("records of one millisecond tie"),
  defect("counters take no record time"),
  defect(
    "write options count as columns",
    ({ feed, oddity }) =>
      (oddity.nothing !== undefined || oddity.given?.json === "null") &&
      (feed.tables[0]?.mapping ?? "").includes("__"),
  ),
  defect("units are narrowed"),
  defect("a null time to live"),
  defect("an absent field", ({ oddity }) => oddity.nothing === undefined && oddity.given === undefined),
  defect(
    "the fields of a null value",
    ({ feed, oddity }) =>
      oddity.nothing === "null value" && feed.tables[0]?.settings?.["nullToUnset"] === "false",
  ),
  defect("texts that are no JSON", reported(/the record's (key|value): is not JSON/)),
  defect("logical types", ({ oddity }) => /connect\.data/.test(JSON.stringify(oddity.given?.schema ?? ""))),
  defect("structs in collections", of(/"items":\{[^}]*"type":"struct"/, /^(?!text)/)),
  defect("bytes in collections", of(/"(items|values)":\{[^}]*"type":"bytes"/, /blob/)),
  defect(
    "nulls of another type",
    ({ oddity }) =>
      oddity.given?.schema !== undefined &&
      (oddity.given.json === "null" || oddity.nothing === "null fields"),
  ),
  defect(
    "empty arrays and maps",
    ({ oddity }) => oddity.given?.schema !== undefined && /^(\[\]|\{\})$/.test(oddity.given.json),
  ),
  defect("arrays to vectors"),
  defect("bytes in headers", inHeader(/"type":"bytes"/)),
  defect("structs in headers", inHeader(/"type":"struct"/)),
  defect("headers without a schema"),
  defect("empty bytes", written(/blob/, /^"(0x)?"$/)),
  defect("a replay renews the time to live"),
  defect("trailing zeros in texts", written(/text|ascii|udt/, /\d\.\d|\de[+-]?\d/i)),
  defect("arrays and objects in plain columns", reported(/an (array|object) cannot be a/)),
  defect("numbers and names as addresses", reported(/address/, /inet/)),
  defect("numbers and words as bytes", reported(/blob|Base64/, /blob/)),
  defect("vectors of another size", reported(/vector|JSON/, /vector/)),
  defect("numbers between two binary ones", written(/float|double/, /\d/)),
  defect("texts beyond the range", reported(/out of range for (float|double)/)),
  defect("days and hours that are none", reported(/a text is not a (date|time) of the format/)),
  defect(
    "numbers of another locale",
    (discrepancy) =>
      reported(/a text is not a number/)(discrepancy) && "locale" in (discrepancy.feed.codec ?? {}),
  ),
  defect("digits grouped otherwise", reported(/a text is not a number/)),
  defect("times before 1970 in large units"),
  defect("UUIDs of other lengths"),
  defect("a byte order mark"),
  defect("a null value and a table of keys"),
  defect("times as UUIDs", written(/uuid/, /^["\d-]/)),
  extension("paths into nested data"),
  extension("collections as texts", of(/"type":"(struct|array|map)"/, /text|ascii|udt/)),
  extension("bytes as texts", of(/"type":"bytes"/, /text|ascii|udt/)),
  extension("missing fields of types", written(/udt/, /[[{]/)),
  extension("times of Debezium"),
  extension("numbers as dates and times", of(/"type":"(int|float|double)/, /\b(date|time)\b/)),
  extension("texts that hold collections", written(/<|udt/, /^"/)),
  extension("signs and blanks of units of time", written(/date|time/, /^"([ +]|.*\de)/i)),
];
