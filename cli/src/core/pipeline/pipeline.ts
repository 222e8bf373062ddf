import type { ConnectorConfig } from "../connect/connector-config.js";

/**
 * A pipeline: the topics, the tables and the connector between them, from one file. Its format is
 * `schemas/pipeline.schema.json`; parse.ts reads it.
 */
export interface Pipeline {
  readonly name: string;
  readonly description: string;
  /** The file's path, for messages and for paths relative to it. */
  readonly file: string;
  /** Copies of records and rows, said once for all (replication.ts); undefined leaves it to each topic and CQL file. */
  readonly replication?: number;
  readonly topics: readonly PipelineTopic[];
  readonly tables: readonly PipelineTable[];
  readonly connector: PipelineConnector;
  /** Reasons for which `verify table` may leave something unjudged: those of core/rows/reasons.ts. */
  readonly allowUnjudged?: readonly string[];
}

export interface PipelineTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** Kafka's topic configs: `{"retention.ms": "86400000"}`. */
  readonly configs: Readonly<Record<string, string>>;
  /** The event field that `produce` takes as the record's key when it sends JSON lines. */
  readonly key?: string;
  /** Absolute path of the JSON Schema of the topic's events. */
  readonly schema?: string;
}

export interface PipelineTable {
  readonly keyspace: string;
  readonly name: string;
  /** Absolute path of the CQL file that creates keyspace, types and table. */
  readonly cql: string;
}

interface PipelineConnector {
  readonly name: string;
  readonly config: ConnectorConfig;
}
