/**
 * Every difference between our sink and the DataStax sink that is meant. docs/reference/differences.md says the same
 * in words; each has a test of its name, with the records that show it. Anything else that differs fails a test.
 */
export interface AllowedDifference {
  /** Names the test: `difference: <id>`. */
  readonly id: string;
  /** A defect of theirs that is not repeated, or something that their sink has only an error for. */
  readonly kind: "defect" | "extension";
}

const defect = (id: string): AllowedDifference => ({ id, kind: "defect" });
const extension = (id: string): AllowedDifference => ({ id, kind: "extension" });

export const allowedDifferences: readonly AllowedDifference[] = [
  defect("deletes have no write time"),
  defect("records of one millisecond tie"),
  defect("counters take no record time"),
  defect("write options count as columns"),
  defect("units are narrowed"),
  defect("a null time to live"),
  defect("an absent field"),
  defect("logical types"),
  defect("structs in collections"),
  defect("arrays to vectors"),
  defect("bytes in headers"),
  defect("structs in headers"),
  defect("empty bytes"),
  defect("a replay renews the time to live"),
  extension("paths into nested data"),
];
