import type { KafkaConnection } from "../../core/connections/connection.js";
import { tlsProblem } from "../../core/connections/tls-problem.js";
import { CassinkError, ServiceError } from "../../errors.js";
import { missingRight } from "./missing-right.js";
import { protocolErrorType, wrapped } from "./protocol-error-type.js";

const noAnswer = new Set([
  "KafkaJSConnectionError",
  "KafkaJSConnectionClosedError",
  "KafkaJSRequestTimeoutError",
  "KafkaJSNoBrokerAvailableError",
  "KafkaJSBrokerNotFound",
  "KafkaJSLockTimeout",
]);

function saysNoAnswer({ name, message }: Error): boolean {
  return noAnswer.has(name) || message === "Broker not connected";
}

/** In `cause`, what a function of the caller's has thrown: it says nothing about Kafka. */
export class CallerError extends Error {
  constructor(cause: unknown) {
    super("a function of the caller has thrown", { cause });
  }
}

/**
 * Makes a ServiceError that names the brokers of an error of kafkajs; a CassinkError, and what a function of the caller
 * has thrown, are returned unchanged.
 */
export function serviceError(error: unknown, connection: KafkaConnection, doing: string): unknown {
  if (error instanceof CallerError) return error.cause;
  const links = [...wrapped(error)];
  const known = links.find((link) => link instanceof CassinkError);
  if (known !== undefined) return known;
  const refused = loginProblem(links, connection);
  if (refused !== undefined) return refused;
  const { bootstrapServers } = connection;
  const lacking = missingRight(error, bootstrapServers.join(","), doing);
  if (lacking !== undefined) return lacking;
  const root = links.at(-1);
  const reason = (root instanceof Error ? root.message : String(error)).trim();
  if (links.some((link) => link instanceof Error && saysNoAnswer(link))) {
    const isClosed = /closed connection|ECONNRESET/i.test(reason);
    const problem = isClosed ? "Kafka closes the connection" : "Kafka does not answer";
    return new ServiceError("Kafka", `${problem}: cannot ${doing}`, {
      where: bootstrapServers.join(","),
      lines: [reason],
      hint: isClosed
        ? "it may want TLS (--kafka-tls), a certificate or a login (--kafka-sasl): cassink help connections"
        : "start the local stack with: cassink up - or name your brokers with --bootstrap-servers or KAFKA_BOOTSTRAP_SERVERS",
      cause: error,
    });
  }
  if (protocolErrorType(error) === "UNKNOWN_TOPIC_OR_PARTITION") {
    return new ServiceError("Kafka", `cannot ${doing}: there is no such topic`, {
      where: bootstrapServers.join(","),
      hint: "make it with: cassink topic create - or look at the names: cassink topic list",
      cause: error,
    });
  }
  if (["MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE"].includes(protocolErrorType(error) ?? "")) {
    return new ServiceError("Kafka", `cannot ${doing}: a record is larger than the topic allows`, {
      hint: "raise max.message.bytes in the configs of the pipeline's topic, or send smaller records",
      cause: error,
    });
  }
  return new ServiceError("Kafka", `Kafka refused to ${doing}: ${reason}`, {
    where: bootstrapServers.join(","),
    cause: error,
  });
}

/** What is wrong with certificates or login, in a line; the broker's own words follow. */
function loginProblem(
  links: readonly object[],
  { bootstrapServers, tls }: KafkaConnection,
): ServiceError | undefined {
  const where = bootstrapServers.join(",");
  const encryption = links
    .map((link) => tlsProblem("kafka", link, tls))
    .find((problem) => problem !== undefined);
  if (encryption !== undefined) {
    const { reason, hint } = encryption;
    return new ServiceError("Kafka", `no connection to Kafka: ${reason}`, { where, hint });
  }
  const refusal = links.find((link) => (link as Error).name === "KafkaJSSASLAuthenticationError");
  const words = refusal instanceof Error ? refusal.message : "";
  const types = links.map((link) => protocolErrorType(link));
  if (/mechanism is not supported/.test(words) || types.includes("UNSUPPORTED_SASL_MECHANISM")) {
    return new ServiceError("Kafka", "Kafka does not know this way to log in", {
      where,
      hint: "name another mechanism with --kafka-sasl or KAFKA_SASL",
    });
  }
  if (refusal !== undefined) {
    return new ServiceError("Kafka", "Kafka refuses the login", {
      where,
      lines: [words],
      hint: "look at user and password: --kafka-username and --kafka-password, or KAFKA_USERNAME and KAFKA_PASSWORD",
    });
  }
  if (!types.includes("ILLEGAL_SASL_STATE")) return undefined;
  return new ServiceError("Kafka", "Kafka takes no login on this port", {
    where,
    hint: "leave --kafka-sasl out, or name the port of the listener that wants a login",
  });
}

/** Whether the call may succeed when it is made again: a leader changes, a connection broke. */
export function isRetriable(error: unknown): boolean {
  const { name, retriable } = error as { readonly name?: string; readonly retriable?: boolean };
  return name?.startsWith("KafkaJS") === true && retriable !== false;
}

/** Whether kafkajs asked for the leader of a partition that has none: -1 in the metadata. */
export function hasNoLeader(error: unknown): boolean {
  return [...wrapped(error)].some(
    (link) => link instanceof Error && link.message.startsWith("Broker -1 not found"),
  );
}

/** Whether no connection was opened, so that the request was not sent. */
export function couldNotConnect(error: unknown): boolean {
  return [...wrapped(error)].some(
    (link) =>
      link instanceof Error &&
      link.name === "KafkaJSConnectionError" &&
      link.message.includes("ECONNREFUSED"),
  );
}
