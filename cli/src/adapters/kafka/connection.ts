import { KafkaClient, type KafkaClientType, logLevel } from "./kafkajs.js";
import Cluster from "kafkajs/src/cluster/index.js";
import { createLogger } from "kafkajs/src/loggers/index.js";
import createSocketFactory from "kafkajs/src/network/socketFactory.js";

/**
 * Retries of one call: about three seconds in all, enough for a broker that is just electing leaders, and short
 * enough that a broker that is not there is said soon.
 */
const retry = { retries: 4, initialRetryTime: 150, maxRetryTime: 1500 };
const clientId = "cassink";
const connectionTimeout = 3000;

/** kafkajs logs what it then throws; its errors reach the user as ServiceErrors, so its log is left out. */
const logCreator = () => (): void => undefined;

export function createClient(brokers: readonly string[]): KafkaClientType {
  return new KafkaClient({
    clientId,
    brokers: [...brokers],
    connectionTimeout,
    requestTimeout: 30_000,
    retry,
    logLevel: logLevel.NOTHING,
    logCreator,
  });
}

/** A cluster for fetching by offset, set up as {@link createClient} sets up its own. */
export function createCluster(brokers: readonly string[]): Cluster {
  return new Cluster({
    logger: createLogger({ level: logLevel.NOTHING, logCreator }),
    socketFactory: createSocketFactory(),
    brokers: [...brokers],
    clientId,
    connectionTimeout,
    requestTimeout: 30_000,
    enforceRequestTimeout: true,
    metadataMaxAge: 300_000,
    retry,
    allowAutoTopicCreation: false,
    maxInFlightRequests: null,
    isolationLevel: 0,
  });
}
