/**
 * The driver prepares statements only to carry them out; this module of its own only prepares. docs/decisions/kafkajs-internals.md
 * says what such an import costs; test/e2e/preview.test.ts holds it.
 */
declare module "cassandra-driver/lib/prepare-handler.js" {
  import type { Client, policies, types } from "cassandra-driver";

  export interface PreparedType {
    readonly code: types.dataTypes;
    readonly info: unknown;
  }

  export interface PreparedMetadata {
    readonly columns: readonly { readonly name: string; readonly type: PreparedType }[];
    /** Indexes of the columns that are the partition key. */
    readonly partitionKeys?: readonly number[];
  }

  const PrepareHandler: {
    getPrepared(
      client: Client,
      loadBalancing: policies.loadBalancing.LoadBalancingPolicy,
      query: string,
      keyspace: string | undefined,
    ): Promise<{ readonly meta: PreparedMetadata }>;
  };
  export default PrepareHandler;
}
