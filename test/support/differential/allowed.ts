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
    json.test(oddity.json ?? "");

export const allowedDifferences: readonly AllowedDifference[] = [
  defect("deletes have no write time"),
  defect("records of one millisecond tie"),
  defect("counters take no record time"),
  defect(
    "write options count as columns",
    ({ feed, oddity }) =>
      (oddity.nothing !== undefined || oddity.json === "null") &&
      (feed.tables[0]?.mapping ?? "").includes("__"),
  ),
  defect("units are narrowed"),
  defect("a null time to live"),
  defect("an absent field", ({ oddity }) => oddity.nothing === undefined && oddity.json === undefined),
  defect(
    "the fields of a null value",
    ({ feed, oddity }) =>
      oddity.nothing === "null value" && feed.tables[0]?.settings?.["nullToUnset"] === "false",
  ),
  defect("logical types"),
  defect("structs in collections"),
  defect("arrays to vectors"),
  defect("bytes in headers"),
  defect("structs in headers"),
  defect("empty bytes"),
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
  defect("times as UUIDs", written(/uuid/, /^"/)),
  extension("paths into nested data"),
  extension("texts that hold collections", written(/<|udt/, /^"/)),
  extension("blanks around units of time", written(/date|time/, /^" /)),
];
