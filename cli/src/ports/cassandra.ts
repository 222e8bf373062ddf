import type { DeclaredTable } from "../core/ddl/declared.js";
import type { Restriction } from "../core/ddl/where.js";
import type { Variable } from "../core/rows/own-statement.js";
import type { ReadConsistency } from "../core/cql/consistency.js";
import type { Row, TableDescription } from "../core/cql/table.js";

export interface ScanRequest {
  readonly table: TableDescription;
  /** Names of the columns wanted; a row's values come in this order. */
  readonly columns: readonly string[];
  /**
   * Columns whose write time (microseconds since the Unix epoch) and time to live (seconds) follow the values, two for
   * each; null where there is none. Of a column of several cells, as a list that is not frozen, these are the latest
   * write time and an array of the times to live, null for a cell that does not expire.
   */
  readonly timed?: readonly string[];
  /** Of those partitions whose tokens are behind the first and up to the second one; of all by default. */
  readonly tokens?: readonly [after: bigint, upTo: bigint];
  /** Reads each partition once: of columns that are static or of the partition key. */
  readonly distinct?: boolean;
  /** LOCAL_ONE by default. */
  readonly consistency?: ReadConsistency | undefined;
  /** Token ranges read at the same time. */
  readonly parallelism: number;
  readonly signal: AbortSignal;
  readonly onRows: (rows: readonly Row[]) => void;
}

export interface RowsRequest extends Pick<
  ScanRequest,
  "table" | "columns" | "timed" | "consistency" | "signal"
> {
  /** The primary key of each row, as CQL literals in the order of the key's columns. */
  readonly keys: readonly (readonly string[])[];
}

/** A Cassandra cluster. No answer is a ServiceError that names the contact points. */
export interface Cassandra {
  readonly contactPoints: readonly string[];
  cluster(): Promise<{
    readonly releaseVersion: string;
    readonly datacenters: readonly string[];
    readonly nodes: number;
    /** The clock of the node that answered, milliseconds since the Unix epoch. */
    readonly time: number;
  }>;
  /**
   * Whether a role may write a table: `unchecked` where the nodes have no authorizer, `unknown` where they have one and no
   * role is named.
   * @throws InputError where the user may not know it, or there is no such role
   */
  writeRight(
    role: string | undefined,
    table: { readonly keyspace: string; readonly table: string },
  ): Promise<"yes" | "no" | "unchecked" | "unknown">;
  /** Runs one CQL statement that returns nothing of interest: DDL, a single insert or delete. */
  execute(cql: string): Promise<void>;
  /**
   * The bind variables of a statement, in their order, which the server says when it prepares it; it carries nothing out.
   * @throws InputError where the server refuses the statement
   */
  variables(cql: string): Promise<readonly Variable[]>;
  /** Whether all nodes that are up hold the same schema. The driver waits for it itself, up to ten seconds. */
  schemaAgreed(): Promise<boolean>;
  keyspaceReplication(keyspace: string): Promise<Readonly<Record<string, string>> | undefined>;
  describeTable(keyspace: string, table: string): Promise<TableDescription | undefined>;
  /** The table's options as `system_schema.tables` has them, all as texts; empty when there is no such table. */
  tableOptions(keyspace: string, table: string): Promise<DeclaredTable["options"]>;
  tableNames(keyspace: string): Promise<readonly string[]>;
  /** The first `limit` rows in token order, all columns in the description's order, and the times of `timed` columns. */
  firstRows(
    table: TableDescription,
    limit: number,
    options?: Pick<ScanRequest, "timed"> & {
      readonly restrictions?: readonly Restriction[];
      /** Reads all rows where the restrictions do not lead to some (ALLOW FILTERING). */
      readonly filters?: boolean;
      /** Of a column of several cells the write time of each, as an array, and not the latest one. */
      readonly eachElement?: boolean;
    },
  ): Promise<readonly Row[]>;
  /**
   * The values that CQL literals mean, as the server reads them, whether or not there is such a row. Undefined where it
   * cannot tell: of a user-defined type it can in a table that has rows.
   * @param literals of the table's first columns, those of its primary key
   */
  keyValues(table: TableDescription, literals: readonly string[]): Promise<Row | undefined>;
  /** Reads the whole table by token ranges in parallel. */
  scan(request: ScanRequest): Promise<void>;
  /** Reads single rows, in the order of their keys; undefined for one that is not there. */
  rows(request: RowsRequest): Promise<readonly (Row | undefined)[]>;
}
