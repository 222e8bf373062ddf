import type { PartialEndpoints } from "../core/endpoints.js";

/** The local stack under one home folder: real Kafka, Connect workers and Cassandra as JVM processes. */
export interface Stack {
  /** Endpoints of the stack that runs under this home; undefined when none does. */
  runningEndpoints(): Promise<PartialEndpoints | undefined>;
}
