import { Client, type QueryOptions, errors, policies, types } from "cassandra-driver";
import type { Secret } from "../../core/secret.js";
import { InputError, ServiceError } from "../../errors.js";
import { readNullElements } from "./null-elements.js";

readNullElements();

export interface CassandraAddress {
  /** `host` or `host:port`. */
  readonly contactPoints: readonly string[];
  readonly localDatacenter: string;
  readonly credentials?: { readonly username: string; readonly password: Secret } | undefined;
}

export interface SessionOptions {
  readonly signal: AbortSignal;
  /** Milliseconds that a node may take for each answer while a connection is set up. */
  readonly greetingTimeout?: number;
}

/** A connection to a cluster, opened by the first query. */
export interface Session {
  query(cql: string, parameters?: readonly unknown[], options?: QueryOptions): Promise<types.ResultSet>;
  nodes(): Promise<readonly { readonly datacenter: string }[]>;
  close(): Promise<void>;
}

/** Milliseconds for a node to accept a connection. */
const connectTimeout = 3_000;
const defaultGreetingTimeout = 5_000;
/** Milliseconds for the answer to a query. Cassandra's own limit for a range of tokens is 10 s by default. */
const queryTimeout = 30_000;

/** Makes of the driver's errors a ServiceError (no answer, timeout) or an InputError (the statement is wrong). */
export function createSession(address: CassandraAddress, options: SessionOptions): Session {
  const { signal, greetingTimeout = defaultGreetingTimeout } = options;
  let opening: Promise<Client> | undefined;
  const open = (): Promise<Client> => {
    signal.throwIfAborted();
    return (opening ??= connect(address, greetingTimeout));
  };
  return {
    async query(cql, parameters = [], queryOptions = {}) {
      const client = await open();
      try {
        return await client.execute(cql, [...parameters], { readTimeout: queryTimeout, ...queryOptions });
      } catch (error) {
        signal.throwIfAborted();
        throw queryError(error, address, cql);
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

async function connect(address: CassandraAddress, greetingTimeout: number): Promise<Client> {
  const { credentials } = address;
  const client = new Client({
    contactPoints: [...address.contactPoints],
    // Not the option localDataCenter: with a wrong name, the driver never closes its first connection.
    policies: {
      loadBalancing: new policies.loadBalancing.DCAwareRoundRobinPolicy(address.localDatacenter),
    },
    ...(credentials === undefined
      ? {}
      : { credentials: { username: credentials.username, password: credentials.password.reveal() } }),
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
    throw connectError(error, address);
  }
}

function connectError(error: unknown, address: CassandraAddress): ServiceError {
  const points = address.contactPoints.join(", ");
  const details = { where: points, cause: error };
  const inner = innerErrors(error);
  if ([error, ...inner].some((candidate) => candidate instanceof errors.AuthenticationError)) {
    return new ServiceError("Cassandra", `Cassandra on ${points} refuses the credentials`, {
      ...details,
      hint: "set CASSANDRA_USERNAME and CASSANDRA_PASSWORD",
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  const known = /DCs are: \[(.*?)\]/.exec(message)?.[1];
  if (known !== undefined) {
    const problem = `Cassandra on ${points} has no data centre ${address.localDatacenter}: it has ${known}`;
    return new ServiceError("Cassandra", problem, {
      ...details,
      hint: "name the data centre of these nodes with --local-datacenter or CASSANDRA_LOCAL_DATACENTER",
    });
  }
  const reason = inner.map(reasonOf).find((text) => text !== "") ?? reasonOf(error);
  return new ServiceError("Cassandra", `Cassandra does not answer on ${points}: ${reason}`, {
    ...details,
    hint:
      reason === nothingListens
        ? 'start the local stack with "cassink up", or name the nodes with --contact-points or CASSANDRA_CONTACT_POINTS'
        : "it may be frozen or busy: look at it with cassink status and cassink logs cassandra, or name other nodes with --contact-points",
  });
}

function queryError(error: unknown, address: CassandraAddress, cql: string): Error {
  const points = address.contactPoints.join(", ");
  const details = { where: points, cause: error, lines: [cql] };
  if (error instanceof errors.ResponseError && isStatementsFault(error.code)) {
    return new InputError(`Cassandra refuses the statement: ${error.message}`, details);
  }
  const reason =
    innerErrors(error)
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
  return [cause, ...innerErrors(cause)].some(
    (candidate) =>
      candidate instanceof errors.OperationTimedOutError ||
      (candidate instanceof errors.ResponseError && codes.includes(candidate.code)),
  );
}

function innerErrors(error: unknown): readonly unknown[] {
  if (!(error instanceof errors.NoHostAvailableError)) return [];
  return Object.values((error.innerErrors ?? {}) as Record<string, unknown>);
}

const nothingListens = "nothing listens there";

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : "";
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ECONNREFUSED") return nothingListens;
  if (code === "ENOTFOUND") return "there is no such host";
  if (error instanceof errors.OperationTimedOutError) return "no answer in time";
  if (error.name === "DriverError" && /timeout/i.test(error.message)) return "no connection in time";
  return error.message;
}
