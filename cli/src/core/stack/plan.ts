/** How large a local stack is and where it lives: everything that its processes are described from. */
export interface StackPlan {
  readonly brokers: number;
  readonly workers: number;
  readonly nodes: number;
  readonly commitLogSync: CommitLogSync;
  /** Added to every port. */
  readonly portOffset: number;
  /** Absolute folder of state, logs and data. */
  readonly home: string;
  /** Absolute folders of Connect plugins, beside those that this project builds. */
  readonly pluginPaths: readonly string[];
  /** A Kafka UUID: 16 bytes in URL-safe base64, 22 characters. */
  readonly clusterId: string;
}

/**
 * Cassandra's `commitlog_sync`. `periodic` acknowledges a write before it is in the commit log's file, `batch` after:
 * then a node that is killed has lost nothing that it acknowledged.
 */
export const commitLogSyncs = ["periodic", "batch"] as const;
export type CommitLogSync = (typeof commitLogSyncs)[number];

/** Ports before the offset: the ones these servers have everywhere, so that other tools find them. */
export const basePorts = {
  kafka: 9092,
  kafkaController: 9093,
  connect: 8083,
  cql: 9042,
  cassandraStorage: 7000,
} as const;

/** Name of the only data centre, the one that Cassandra's own image and examples have. */
export const localDatacenter = "datacenter1";

/** The first process of a kind listens on 127.0.0.1, the second on 127.0.0.2: all on the same ports. */
export function hostOf(index: number): string {
  return `127.0.0.${index + 1}`;
}

/** `kafka`, and from the second on `kafka-2`. */
export function nameOf(kind: string, index: number): string {
  return index === 0 ? kind : `${kind}-${index + 1}`;
}

/** True for what `nameOf` gives, which is also the name of a process' folder under the home. */
export function isProcessName(text: string): boolean {
  return /^(kafka|connect|cassandra)(-\d+)?$/.test(text);
}

/** Zero-based places of `count` processes of one kind. */
export function places(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Copies of what the servers keep in topics of their own: as many as there are brokers, and three at most. */
export function replicationFactor(plan: StackPlan): number {
  return Math.min(3, plan.brokers);
}

/** `host:port` of every broker. */
export function brokerAddresses(plan: StackPlan): readonly string[] {
  return places(plan.brokers).map((index) => `${hostOf(index)}:${basePorts.kafka + plan.portOffset}`);
}
