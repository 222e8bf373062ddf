import { namesClass } from "../connect/connector-config.js";
import { cassink } from "./cassink/sink.js";
import { datastax } from "./datastax/sink.js";
import type { Sink } from "../rows/sink.js";

/**
 * In this order: each has a class with the simple name `CassandraSinkConnector`, which alone means the DataStax sink.
 */
const sinks: readonly Sink[] = [datastax, cassink];

/** The full names of all connector classes that are known here. */
export const sinkClasses: readonly string[] = sinks.flatMap(({ classes }) => classes);

/** The sink that a config's `connector.class` means; undefined for any other connector. */
export function sinkOf(connectorClass: string | undefined): Sink | undefined {
  if (connectorClass === undefined) return undefined;
  return (
    sinks.find(({ classes }) => classes.includes(connectorClass)) ??
    sinks.find(({ classes }) => classes.some((name) => namesClass(connectorClass, name)))
  );
}
