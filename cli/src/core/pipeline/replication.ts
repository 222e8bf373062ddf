import { sinkConfig } from "../sinks/sink-config.js";
import type { DeclaredKeyspace, DeclaredSchema, DeclaredStatement } from "../ddl/declared.js";
import type { Pipeline } from "./pipeline.js";

/**
 * Replicas that must have a record or a row before it counts as written: more than half of them, so that any two
 * majorities share one, and of two replicas one, so that the other may be away. 3 gives 2.
 */
export function minimumInSync(replication: number): number {
  return replication <= 2 ? 1 : Math.floor(replication / 2) + 1;
}

/**
 * The pipeline with one number of copies for all that it writes: its topics, with `min.insync.replicas`; its keyspaces
 * (`replicatedKeyspace`); and its connector, which then writes each table with LOCAL_QUORUM. What the file says of a
 * config or a consistency level itself stays.
 */
export function withReplication(pipeline: Pipeline, replication: number): Pipeline {
  const { connector, topics } = pipeline;
  return {
    ...pipeline,
    replication,
    topics: topics.map((topic) => ({
      ...topic,
      replication,
      configs: { ...inSyncConfig(replication), ...topic.configs },
    })),
    connector: {
      ...connector,
      config: { ...consistencyOf(connector.config, replication), ...connector.config },
    },
  };
}

/** Nothing for one copy: Kafka's own default is 1. */
export function inSyncConfig(replication: number): Readonly<Record<string, string>> {
  return replication === 1 ? {} : { "min.insync.replicas": String(minimumInSync(replication)) };
}

/** `topic.T.KEYSPACE.TABLE.consistencyLevel=LOCAL_QUORUM` for each table; the sink's default is LOCAL_ONE. */
export function consistencyOf(
  config: Readonly<Record<string, string>>,
  replication: number,
): Readonly<Record<string, string>> {
  if (replication === 1) return {};
  const tables = (sinkConfig(config)?.topics ?? []).flatMap((topic) => topic.tables);
  return Object.fromEntries(tables.map(({ prefix }) => [`${prefix}consistencyLevel`, "LOCAL_QUORUM"]));
}

/** What a CQL file declares, with as many copies as the pipeline says, where it says it. */
export function replicatedSchema(declared: DeclaredSchema, replication: number | undefined): DeclaredSchema {
  if (replication === undefined) return declared;
  return {
    ...declared,
    keyspaces: declared.keyspaces.map((keyspace) => replicatedKeyspace(keyspace, replication)),
    statements: declared.statements.map((statement) => replicatedStatement(statement, replication)),
  };
}

/** A CREATE KEYSPACE statement with this number of copies in each data centre that it names, or in all. */
export function replicatedStatement(statement: DeclaredStatement, replication: number): DeclaredStatement {
  if (statement.kind !== "keyspace") return statement;
  const cql = statement.cql.replace(/\{[^}]*\}/, (map) =>
    map.replaceAll(/('(?:[^']|'')*'\s*:\s*)('?)\d+\2/g, `$1$2${replication}$2`),
  );
  return { ...statement, cql };
}

/** The same of what the statement declares. */
export function replicatedKeyspace(keyspace: DeclaredKeyspace, replication: number): DeclaredKeyspace {
  const entries = Object.entries(keyspace.replication).map(([key, value]) => [
    key,
    /^\d+$/.test(value) ? String(replication) : value,
  ]);
  return { ...keyspace, replication: Object.fromEntries(entries) as DeclaredKeyspace["replication"] };
}
