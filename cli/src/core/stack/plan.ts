/** The size and location of a local stack: everything that the descriptions of its processes are made from. */
export interface StackPlan {
  readonly brokers: number;
  readonly workers: number;
  readonly nodes: number;
  readonly commitLogSync: CommitLogSync;
  /** Added to every port. */
  readonly portOffset: number;
  /** Absolute folder of state, logs and data. */
  readonly home: string;
  /** Absolute folders of further Connect plugins, besides those that this project builds. */
  readonly pluginPaths: readonly string[];
  /** A Kafka UUID: 16 bytes in URL-safe base64, 22 characters. */
  readonly clusterId: string;
  /** TLS and logins everywhere (docs/decisions/secure-stack.md). */
  readonly secure: boolean;
}

/**
 * Cassandra's `commitlog_sync`. With `batch`, a node acknowledges a write after it is in the commit log's file, so a
 * killed node has lost no acknowledged write. With `periodic` it acknowledges before that.
 */
export const commitLogSyncs = ["periodic", "batch"] as const;
export type CommitLogSync = (typeof commitLogSyncs)[number];

/** Ports before the offset: the servers' default ports, so that other tools find them. */
export const basePorts = {
  kafka: 9092,
  kafkaController: 9093,
  connect: 8083,
  cql: 9042,
  cassandraStorage: 7000,
} as const;

/** Name of the only data centre; Cassandra's container image and examples have the same. */
export const localDatacenter = "datacenter1";

/** Of each kind. Addresses and certificates are made for as many. */
export const mostServers = 9;

/** The first process of a kind listens on 127.0.0.1, the second on 127.0.0.2, with the same ports. */
export function hostOf(index: number): string {
  return `127.0.0.${index + 1}`;
}

/** `kafka` for index 0, `kafka-2` for index 1. */
export function nameOf(kind: string, index: number): string {
  return index === 0 ? kind : `${kind}-${index + 1}`;
}

/** Whether `nameOf` could have made the text. The folder of a process under the home has this name. */
export function isProcessName(text: string): boolean {
  return /^(kafka|connect|cassandra)(-\d+)?$/.test(text);
}

/** The indexes of `count` processes of one kind: 3 gives 0, 1, 2. */
export function indexes(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Replication factor of internal topics (`__consumer_offsets`, Connect's storage): one copy a broker, at most three. */
export function replicationFactor(plan: StackPlan): number {
  return Math.min(3, plan.brokers);
}

/** `host:port` of every broker. */
export function brokerAddresses(plan: StackPlan): readonly string[] {
  return indexes(plan.brokers).map((index) => `${hostOf(index)}:${basePorts.kafka + plan.portOffset}`);
}
