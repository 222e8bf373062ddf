import { errors } from "cassandra-driver";
import type { CassandraConnection } from "../../core/connections/connection.js";
import { waysTo } from "../../core/connections/fields.js";
import { tlsProblem } from "../../core/connections/tls-problem.js";
import { ServiceError } from "../../errors.js";
import { cassandraAddresses } from "../../core/connections/addresses.js";

/** Why no connection could be made, in a line, and what to do. */
export function connectError(error: unknown, connection: CassandraConnection): ServiceError {
  const points = cassandraAddresses(connection).join(", ");
  const details = { where: points, cause: error };
  const inner = innerErrors(error);
  if ([error, ...inner].some((candidate) => candidate instanceof errors.AuthenticationError)) {
    const isMissing = connection.login === undefined;
    const problem = isMissing ? "wants a user and a password" : "refuses the user or the password";
    return new ServiceError("Cassandra", `Cassandra on ${points} ${problem}`, {
      ...details,
      hint: `${isMissing ? "name" : "look at"} them: ${waysTo("cassandra", "username")}, ${waysTo("cassandra", "password")}`,
    });
  }
  const tls = [error, ...inner]
    .map((link) => tlsProblem("cassandra", link, connection.tls))
    .find((found) => found !== undefined);
  if (tls !== undefined) {
    return new ServiceError("Cassandra", `no connection to Cassandra on ${points}: ${tls.reason}`, {
      ...details,
      hint: tls.hint,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  if (connection.bundle !== undefined && !(error instanceof errors.NoHostAvailableError)) {
    return new ServiceError("Cassandra", `the secure connect bundle cannot be used: ${message}`, {
      ...details,
      hint: `look at the file: ${waysTo("cassandra", "bundle")}`,
    });
  }
  const known = /DCs are: \[(.*?)\]/.exec(message)?.[1];
  if (known !== undefined) {
    const problem = `Cassandra on ${points} has no data centre ${String(connection.localDatacenter)}: it has ${known}`;
    return new ServiceError("Cassandra", problem, {
      ...details,
      hint: "name the data centre of these nodes with --local-datacenter or CASSANDRA_LOCAL_DATACENTER",
    });
  }
  const reason = inner.map(reasonOf).find((text) => text !== "") ?? reasonOf(error);
  return new ServiceError("Cassandra", `Cassandra does not answer on ${points}: ${reason}`, {
    ...details,
    hint: hintFor(reason),
  });
}

const closedReasons = /closes the|closed|ECONNRESET|reset|hang up/i;

function hintFor(reason: string): string {
  if (reason === nothingListens) {
    return 'start the local stack with "cassink up", or name the nodes with --contact-points or CASSANDRA_CONTACT_POINTS';
  }
  if (closedReasons.test(reason)) {
    return "the node closes the connection: it may want TLS (--cassandra-tls) or a certificate: cassink help connections";
  }
  return "it may be frozen or busy: look at it with cassink status and cassink logs cassandra, or name other nodes with --contact-points";
}

export function innerErrors(error: unknown): readonly unknown[] {
  if (!(error instanceof errors.NoHostAvailableError)) return [];
  return Object.values((error.innerErrors ?? {}) as Record<string, unknown>);
}

const nothingListens = "nothing listens there";

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : "";
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ECONNREFUSED") return nothingListens;
  if (code === "ENOTFOUND") return "there is no such host";
  if (error instanceof errors.OperationTimedOutError) return "no answer in time";
  if (error.name === "DriverError" && /timeout/i.test(error.message)) return "no connection in time";
  return error.message;
}
