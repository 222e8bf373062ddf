import { Kafka, logLevel } from "kafkajs";
import Cluster from "kafkajs/src/cluster/index.js";
import { createLogger } from "kafkajs/src/loggers/index.js";
import type { IsolationLevel } from "../../core/kafka/topic.js";
import type { KafkaAccess } from "./access.js";
import { refuseOtherProtocols } from "./other-protocol.js";
import { acceptPartialMetadata } from "./partial-metadata.js";
import type { Sockets } from "./sockets.js";

acceptPartialMetadata();
refuseOtherProtocols();

/**
 * Retries of one call, in milliseconds: about three seconds in all. That is enough for a leader election, and a broker
 * that is down is still reported soon.
 */
const retry = { retries: 4, initialRetryTime: 150, maxRetryTime: 1500 };
const clientId = "cassink";
const connectionTimeout = 3000;
/** Milliseconds for the handshake after a connection is open. */
const authenticationTimeout = 3000;
/**
 * Milliseconds before the end of a login, as the broker tells it, at which kafkajs logs in anew. With less than these left
 * it does so at each request, and a broker refuses a second time within a second: with kafkajs' 10 s, no token could be used
 * that lasts less.
 */
const reauthenticationThreshold = 1_000;
/** Milliseconds for one answer, after which the request is retried. */
const requestTimeout = 15_000;

/** kafkajs logs an error and then throws it. The user sees the thrown one as a ServiceError, so the log is dropped. */
const logCreator = () => (): void => undefined;

export function createClient({ brokers, ...access }: KafkaAccess, sockets: Sockets): Kafka {
  return new Kafka({
    ...access,
    clientId,
    brokers: [...brokers],
    socketFactory: sockets.open,
    connectionTimeout,
    authenticationTimeout,
    reauthenticationThreshold,
    requestTimeout,
    retry,
    logLevel: logLevel.NOTHING,
    logCreator,
  });
}

/**
 * kafkajs' private cluster (metadata and connections), for fetches by offset and for the ends of topics, with the
 * settings of {@link createClient}. docs/decisions/kafkajs-internals.md says why.
 * @param isolation whether the end of a partition is its high watermark, or the begin of an open transaction
 */
export function createCluster(
  { brokers, ...access }: KafkaAccess,
  sockets: Sockets,
  isolation: IsolationLevel = "read_uncommitted",
): Cluster {
  return new Cluster({
    ...access,
    logger: createLogger({ level: logLevel.NOTHING, logCreator }),
    socketFactory: sockets.open,
    brokers: [...brokers],
    clientId,
    connectionTimeout,
    authenticationTimeout,
    reauthenticationThreshold,
    requestTimeout,
    enforceRequestTimeout: true,
    metadataMaxAge: 300_000,
    retry,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: isolation === "read_committed" ? 1 : 0,
  });
}
