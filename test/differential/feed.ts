/** How a worker reads keys, values and headers: a connector has one way, so feeds of one way share connectors. */
export type Reading = "json" | "schemas" | "text" | "bytes" | "lz4" | "snappy";

export interface FeedRecord {
  readonly key?: string | null;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds since the Unix epoch; without it a time shortly before now, rising from record to record. */
  readonly timestamp?: number;
}

export interface FeedTable {
  /** Feeds share tables of one name, for making a table is slow: then their keys must differ. */
  readonly name: string;
  /** What stands between the parentheses of CREATE TABLE. */
  readonly columns: string;
  readonly mapping?: string;
  /** `topic.T.KEYSPACE.TABLE.*` by their last word. In a query, TABLE stands for the table's name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** CQL that is run before the first record; TABLE stands for the table's name. */
  readonly before?: readonly string[];
}

/** One topic, its records, and the tables they fill: what both plugins are given alike. */
export interface Feed {
  /** Letters, digits and underscores, unlike any other feed's. */
  readonly id: string;
  /** The topic's name, where it is not simply the id. */
  readonly topic?: string;
  readonly reading: Reading;
  readonly tables: readonly FeedTable[];
  /** `topic.T.codec.*` by their last word. */
  readonly codec?: Readonly<Record<string, string>>;
  readonly records: readonly FeedRecord[];
}
