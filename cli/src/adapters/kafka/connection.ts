import { KafkaClient, type KafkaClientType, logLevel } from "./kafkajs.js";
import Cluster from "kafkajs/src/cluster/index.js";
import { createLogger } from "kafkajs/src/loggers/index.js";
import type { Sockets } from "./sockets.js";

/**
 * Retries of one call: about three seconds in all, enough for a broker that is just electing leaders, and short
 * enough that a broker that is not there is said soon.
 */
const retry = { retries: 4, initialRetryTime: 150, maxRetryTime: 1500 };
const clientId = "cassink";
const connectionTimeout = 3000;
/** Bounds, with the connection's own timeout, how long a broker may take to say hello. */
const authenticationTimeout = 3000;
/** A broker that holds a connection and says nothing for this long is tried again. */
const requestTimeout = 15_000;

/** kafkajs logs what it then throws; its errors reach the user as ServiceErrors, so its log is left out. */
const logCreator = () => (): void => undefined;

export function createClient(brokers: readonly string[], sockets: Sockets): KafkaClientType {
  return new KafkaClient({
    clientId,
    brokers: [...brokers],
    socketFactory: sockets.open,
    connectionTimeout,
    authenticationTimeout,
    requestTimeout,
    retry,
    logLevel: logLevel.NOTHING,
    logCreator,
  });
}

/** A cluster for fetching by offset, set up as {@link createClient} sets up its own. */
export function createCluster(brokers: readonly string[], sockets: Sockets): Cluster {
  return new Cluster({
    logger: createLogger({ level: logLevel.NOTHING, logCreator }),
    socketFactory: sockets.open,
    brokers: [...brokers],
    clientId,
    connectionTimeout,
    authenticationTimeout,
    requestTimeout,
    enforceRequestTimeout: true,
    metadataMaxAge: 300_000,
    retry,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: 0,
  });
}
