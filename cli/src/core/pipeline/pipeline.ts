/**
 * A pipeline: one file that names the topics, the tables and the connector between them.
 * `schemas/pipeline.schema.json` is the shape of the file; parse.ts turns its text into this.
 */
export interface Pipeline {
  readonly name: string;
  readonly description: string;
  /** Where it was read from, for messages and for paths relative to it. */
  readonly file: string;
  readonly topics: readonly PipelineTopic[];
  readonly tables: readonly PipelineTable[];
  readonly connector: PipelineConnector;
}

export interface PipelineTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  /** Topic configs in Kafka's own keys. */
  readonly configs: Readonly<Record<string, string>>;
  /** Field of the event that becomes the record's key, when events are fed as JSON lines. */
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

export interface PipelineConnector {
  readonly name: string;
  /** Connect's own flat keys, values as text. */
  readonly config: Readonly<Record<string, string>>;
}
