import { errors } from "cassandra-driver";
import type { CassandraConnection } from "../../core/connections/connection.js";
import { waysTo } from "../../core/connections/fields.js";
import { tlsProblem } from "../../core/connections/tls-problem.js";
import { ServiceError } from "../../errors.js";
import { innerErrors } from "./inner-errors.js";
import { type CloudStage, expiredAt } from "./cloud-stage.js";
import { cassandraAddresses } from "../../core/connections/addresses.js";

/**
 * Why no connection could be made, in a line, and what to do.
 * @param stage of the way of a secure connect bundle, if the way has led to a server
 */
export function connectError(
  error: unknown,
  connection: CassandraConnection,
  stage?: CloudStage,
): ServiceError {
  const points = cassandraAddresses(connection).join(", ");
  const where = stage === undefined ? points : `${points}, ${stage.host}:${stage.port}`;
  const details = { where, cause: error };
  const inner = Object.values(innerErrors(error));
  if ([error, ...inner].some((candidate) => candidate instanceof errors.AuthenticationError)) {
    const isMissing = connection.login === undefined;
    const problem = isMissing ? "wants a user and a password" : "refuses the user or the password";
    return new ServiceError("Cassandra", `Cassandra on ${points} ${problem}`, {
      ...details,
      hint: `${isMissing ? "name" : "look at"} them: ${waysTo("cassandra", "username")}, ${waysTo("cassandra", "password")}`,
    });
  }
  const tls = [error, ...inner]
    .map((link) => tlsProblem("cassandra", link, stage === undefined ? connection.tls : ofBundle))
    .find((found) => found !== undefined);
  if (tls !== undefined) {
    return new ServiceError("Cassandra", `no connection to Cassandra on ${points}: ${tls.reason}`, {
      ...details,
      hint: stage === undefined ? tls.hint : bundleHint,
    });
  }
  const expired = stage === undefined ? undefined : expiredAt(stage);
  if (expired !== undefined) {
    const reason = `the bundle's certificate has expired at ${expired.toISOString()}`;
    return new ServiceError("Cassandra", `no connection to Cassandra on ${points}: ${reason}`, {
      ...details,
      hint: bundleHint,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  if (connection.bundle !== undefined && stage === undefined) {
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
    hint: stage === undefined ? hintFor(reason) : bundleHint,
  });
}

/** Every bundle has a certificate of the client. */
const ofBundle = { certificate: "cert", key: "key" };
/** No flag changes what is in a bundle. */
const bundleHint = `look whether the database runs, and get its bundle anew, for addresses and certificates change: ${waysTo("cassandra", "bundle")}`;

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
