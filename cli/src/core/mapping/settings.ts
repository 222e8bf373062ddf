import type { TimeUnit } from "../java/time-unit.js";
import type { ParsedMapping } from "./mapping.js";

/** What `consistencyLevel` may be: the consistency levels of CQL. */
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

/** `topic.T.codec.*`: how the texts in a topic's records are read as numbers, dates and times. */
export interface CodecSettings {
  /** A Java locale: `en_US`. */
  readonly locale: string;
  /** Time zone of texts that name none. */
  readonly timeZone: string;
  /** A DateTimeFormatter pattern, the name of one of its constants, CQL_TIMESTAMP or UNITS_SINCE_EPOCH. */
  readonly timestamp: string;
  readonly date: string;
  readonly time: string;
  /** What UNITS_SINCE_EPOCH counts. */
  readonly unit: TimeUnit;
}

/** The defaults of both sinks. */
export const defaultCodecSettings: CodecSettings = {
  locale: "en_US",
  timeZone: "UTC",
  timestamp: "CQL_TIMESTAMP",
  date: "ISO_LOCAL_DATE",
  time: "ISO_LOCAL_TIME",
  unit: "MILLISECONDS",
};

/** `topic.T.KEYSPACE.TABLE.*`: one table that a topic is written to. */
export interface TableSettings {
  readonly topic: string;
  readonly keyspace: string;
  readonly table: string;
  /** `topic.T.KEYSPACE.TABLE.`, for messages that name a setting. */
  readonly prefix: string;
  /** Undefined where it is omitted: then each column is written from the field of the same name. */
  readonly mapping: ParsedMapping | undefined;
  readonly consistencyLevel: string;
  /** Time to live of rows, in `ttlTimeUnit`; -1 for none. */
  readonly ttl: number;
  readonly ttlTimeUnit: TimeUnit;
  readonly timestampTimeUnit: TimeUnit;
  readonly nullToUnset: boolean;
  readonly deletesEnabled: boolean;
  /** Whether a mapped field that a record lacks leaves its column unset, or makes the record a bad one. */
  readonly missingFields: "unset" | "error";
  /** A CQL statement that replaces the INSERT made from the mapping. */
  readonly query?: string;
}

/** The settings of one topic of a connector. */
export interface TopicSettings {
  /** As Kafka has it; the keys of its settings have the name that transforms give it. */
  readonly topic: string;
  readonly codec: CodecSettings;
  readonly tables: readonly TableSettings[];
}

/** What is wrong with one key of a connector's config. */
export interface ConfigProblem {
  readonly key: string;
  readonly message: string;
  /** Characters before the wrong word in the key's value, where that is known. */
  readonly position?: number;
}
