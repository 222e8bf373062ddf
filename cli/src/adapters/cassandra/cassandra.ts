import type { Cassandra } from "../../ports/cassandra.js";
import { describeTable } from "./describe-table.js";
import { firstRows, rows, scan } from "./scan.js";
import type { CassandraConnection } from "../../core/connections/connection.js";
import { cassandraAddresses } from "../../core/connections/addresses.js";
import { type SessionOptions, createSession } from "./session.js";
import { writeRight } from "./write-right.js";

export type ClosableCassandra = Cassandra & { close(): Promise<void> };

/**
 * A Cassandra cluster, accessed with cassandra-driver. The first call opens the connection and looks secrets up.
 * @param connection throws what is wrong with the settings
 */
export function createCassandra(
  connection: () => CassandraConnection,
  options: SessionOptions,
): ClosableCassandra {
  const session = createSession(connection, options);
  return {
    get contactPoints() {
      return cassandraAddresses(connection());
    },
    async cluster() {
      const { rows } = await session.query(
        "SELECT release_version, toUnixTimestamp(now()) AS time FROM system.local",
      );
      const nodes = await session.nodes();
      return {
        releaseVersion: String(rows[0]?.["release_version"]),
        datacenters: [...new Set(nodes.map((node) => node.datacenter))].sort(),
        nodes: nodes.length,
        time: Number(rows[0]?.["time"]),
      };
    },
    writeRight: (role, table) => writeRight(session, role, table),
    async execute(cql) {
      await session.query(cql);
    },
    async schemaAgreed() {
      const [local, peers] = await Promise.all(
        ["system.local", "system.peers"].map((table) => session.query(`SELECT schema_version FROM ${table}`)),
      );
      const versions = [...(local?.rows ?? []), ...(peers?.rows ?? [])].map((row) =>
        String(row["schema_version"]),
      );
      return new Set(versions).size === 1;
    },
    async keyspaceReplication(keyspace) {
      const { rows } = await session.query(
        "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?",
        [keyspace],
        { prepare: true },
      );
      const replication = rows[0]?.["replication"] as ReadonlyMap<string, string> | undefined;
      return replication === undefined ? undefined : Object.fromEntries(replication);
    },
    describeTable: (keyspace, table) => describeTable(session, keyspace, table),
    async tableOptions(keyspace, table) {
      const { rows } = await session.query(
        "SELECT * FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?",
        [keyspace, table],
        { prepare: true },
      );
      const options = Object.entries(rows[0] ?? {});
      return Object.fromEntries(
        options
          .filter(([, value]) => value !== null && !Array.isArray(value))
          .map(([name, value]) => [
            name,
            value instanceof Map
              ? Object.fromEntries([...value].map(([key, setting]) => [String(key), String(setting)]))
              : String(value),
          ]),
      );
    },
    async tableNames(keyspace) {
      const { rows } = await session.query(
        "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?",
        [keyspace],
        { prepare: true },
      );
      return rows.map((row) => String(row["table_name"])).sort();
    },
    firstRows: (table, limit, options) => firstRows(session, table, limit, options),
    scan: (request) => scan(session, request),
    rows: (request) => rows(session, request),
    close: () => session.close(),
  };
}
