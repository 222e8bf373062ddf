import type { FeedTable } from "#test/differential/feed.js";

/** Cases 17, 20 and 22 that fail before the first record: a table's settings, and the key that our sink names. */
export interface WrongConfig {
  readonly title: string;
  readonly table: Pick<FeedTable, "mapping" | "settings"> & { readonly name?: string };
  /** The last word of the key. */
  readonly key: string;
}

export const wrongConfigs: readonly WrongConfig[] = [
  { title: "17: a header without a name", table: { mapping: "id=key, v=header" }, key: "mapping" },
  {
    title: "20: a query with deletes enabled",
    table: { mapping: "id=key", settings: { query: "INSERT INTO TABLE (id) VALUES (:id)" } },
    key: "query",
  },
  { title: "22: a column that the table lacks", table: { mapping: "id=key, w=value.w" }, key: "mapping" },
  { title: "22: a key column that is not mapped", table: { mapping: "v=value.v" }, key: "mapping" },
  { title: "22: a table that is not there", table: { mapping: "id=key", name: "nowhere" }, key: "mapping" },
];
