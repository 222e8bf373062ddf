import { Client, type QueryOptions, errors, policies, types } from "cassandra-driver";
import PrepareHandler, { type PreparedMetadata } from "cassandra-driver/lib/prepare-handler.js";
import type { CassandraConnection } from "../../core/connections/connection.js";
import { InputError, ServiceError } from "../../errors.js";
import type { Credentials } from "../../ports/credentials.js";
import { clientAccess, hostAndPort } from "./access.js";
import { cloudStage } from "./cloud-stage.js";
import { cassandraAddresses } from "../../core/connections/addresses.js";
import { connectError, reasonOf } from "./connect-error.js";
import { innerErrors } from "./inner-errors.js";
import { readNullElements } from "./null-elements.js";
import { tlsRefusal } from "./tls-refusal.js";

readNullElements();

export interface SessionOptions {
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
  /** Milliseconds that a node may take for each answer while a connection is set up. */
  readonly greetingTimeout?: number;
}

/** A connection to a cluster, opened by the first query. */
export interface Session {
  query(cql: string, parameters?: readonly unknown[], options?: QueryOptions): Promise<types.ResultSet>;
  /** Prepares a statement, and carries nothing out. */
  prepare(cql: string): Promise<PreparedMetadata>;
  nodes(): Promise<readonly { readonly datacenter: string }[]>;
  close(): Promise<void>;
}

/** Milliseconds for a node to accept a connection. */
const connectTimeout = 3_000;
const defaultGreetingTimeout = 5_000;
/** Milliseconds for the answer to a query. Cassandra's own limit for a range of tokens is 10 s by default. */
const queryTimeout = 30_000;

/**
 * Makes of the driver's errors a ServiceError (no answer, timeout) or an InputError (the statement is wrong).
 * @param connection throws what is wrong with the settings
 */
export function createSession(connection: () => CassandraConnection, options: SessionOptions): Session {
  const { signal } = options;
  let opening: Promise<Client> | undefined;
  const open = (): Promise<Client> => {
    signal.throwIfAborted();
    return (opening ??= connect(connection(), options));
  };
  return {
    async prepare(cql) {
      const client = await open();
      try {
        return (
          await PrepareHandler.getPrepared(
            client,
            client.profileManager.getDefaultLoadBalancing(),
            cql,
            undefined,
          )
        ).meta;
      } catch (error) {
        signal.throwIfAborted();
        throw queryError(error, connection(), cql);
      }
    },
    async query(cql, parameters = [], queryOptions = {}) {
      const client = await open();
      try {
        return await client.execute(cql, [...parameters], { readTimeout: queryTimeout, ...queryOptions });
      } catch (error) {
        signal.throwIfAborted();
        throw queryError(error, connection(), cql);
      }
    },
    async nodes() {
      return (await open()).hosts.values();
    },
    async close() {
      const client = await opening?.catch(() => undefined);
      await client?.shutdown();
    },
  };
}

async function connect(
  connection: CassandraConnection,
  { credentials, greetingTimeout = defaultGreetingTimeout }: SessionOptions,
): Promise<Client> {
  const { localDatacenter } = connection;
  const access = await clientAccess(connection, credentials);
  const client = new Client({
    ...access,
    // Not the option localDataCenter: with a wrong name, the driver never closes its first connection.
    ...(localDatacenter === undefined
      ? {}
      : { policies: { loadBalancing: new policies.loadBalancing.DCAwareRoundRobinPolicy(localDatacenter) } }),
    encoding: { map: Map, useBigIntAsLong: true, useBigIntAsVarint: true },
    queryOptions: { consistency: types.consistencies.localQuorum },
    socketOptions: { connectTimeout, readTimeout: greetingTimeout },
    // describe-table.ts reads table schemas from system_schema when they are needed.
    isMetadataSyncEnabled: false,
    monitorReporting: { enabled: false },
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.shutdown().catch(() => undefined);
    const stage = connection.bundle === undefined ? undefined : cloudStage(client, error);
    const [first] = connection.contactPoints;
    const tls = stage?.tls ?? access.sslOptions;
    const place = stage ?? (first === undefined ? undefined : hostAndPort(first));
    const refusal = tls === undefined || place === undefined ? undefined : await tlsRefusal(place, tls);
    throw connectError(refusal ?? error, connection, stage);
  }
}

function queryError(error: unknown, connection: CassandraConnection, cql: string): Error {
  const points = cassandraAddresses(connection).join(", ");
  const details = { where: points, cause: error, lines: [cql] };
  if (error instanceof errors.ResponseError && isStatementsFault(error.code)) {
    return new InputError(`Cassandra refuses the statement: ${error.message}`, details);
  }
  const reason =
    Object.values(innerErrors(error))
      .map(reasonOf)
      .find((text) => text !== "") ?? reasonOf(error);
  return new ServiceError("Cassandra", `Cassandra on ${points} did not carry out the statement: ${reason}`, {
    ...details,
    hint: "look whether the nodes are up, then try again",
  });
}

function isStatementsFault(code: number): boolean {
  const { syntaxError, unauthorized, invalid, configError, alreadyExists } = types.responseErrorCodes;
  const codes: readonly number[] = [syntaxError, unauthorized, invalid, configError, alreadyExists];
  return codes.includes(code);
}

/** Whether the server or the network was too slow, so that a smaller query may succeed. */
export function isTimeout(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const { readTimeout, overloaded } = types.responseErrorCodes;
  const codes: readonly number[] = [readTimeout, overloaded];
  return [cause, ...Object.values(innerErrors(cause))].some(
    (candidate) =>
      candidate instanceof errors.OperationTimedOutError ||
      (candidate instanceof errors.ResponseError && codes.includes(candidate.code)),
  );
}
