import type { TimeUnit } from "../java/time-unit.js";
import type { ParsedMapping } from "./mapping.js";

export const consistencyLevels = [
  "ANY",
  "ONE",
  "TWO",
  "THREE",
  "QUORUM",
  "ALL",
  "LOCAL_ONE",
  "LOCAL_QUORUM",
  "EACH_QUORUM",
  "SERIAL",
  "LOCAL_SERIAL",
] as const;

/** `topic.T.codec.*`: how texts of a topic's records are read. */
export interface CodecSettings {
  /** Java locale as language_COUNTRY. */
  readonly locale: string;
  /** Zone of temporal texts that name none. */
  readonly timeZone: string;
  /** A DateTimeFormatter pattern, the name of one of its constants, CQL_TIMESTAMP or UNITS_SINCE_EPOCH. */
  readonly timestamp: string;
  readonly date: string;
  readonly time: string;
  /** What UNITS_SINCE_EPOCH counts. */
  readonly unit: TimeUnit;
}

export const defaultCodecSettings: CodecSettings = {
  locale: "en_US",
  timeZone: "UTC",
  timestamp: "CQL_TIMESTAMP",
  date: "ISO_LOCAL_DATE",
  time: "ISO_LOCAL_TIME",
  unit: "MILLISECONDS",
};

/** `topic.T.KEYSPACE.TABLE.*`: one table that a topic feeds. */
export interface TableSettings {
  readonly topic: string;
  readonly keyspace: string;
  readonly table: string;
  /** `topic.T.KEYSPACE.TABLE.`, for messages that name a setting. */
  readonly prefix: string;
  /** Undefined where it is left out: columns are matched with fields of the same name. */
  readonly mapping: ParsedMapping | undefined;
  readonly consistencyLevel: string;
  /** In `ttlTimeUnit`; -1 is none. */
  readonly ttl: number;
  readonly ttlTimeUnit: TimeUnit;
  readonly timestampTimeUnit: TimeUnit;
  readonly nullToUnset: boolean;
  readonly deletesEnabled: boolean;
  /** What a mapped field means that a record does not have. */
  readonly missingFields: "unset" | "error";
  /** A statement of the user's own, instead of the INSERT made from the mapping. */
  readonly query?: string;
}

export interface TopicSettings {
  readonly topic: string;
  readonly codec: CodecSettings;
  readonly tables: readonly TableSettings[];
}

/** What is wrong with one key of a connector's config. */
export interface ConfigProblem {
  readonly key: string;
  readonly message: string;
  /** Characters before the offending word in the key's value, where that is known. */
  readonly position?: number;
}
