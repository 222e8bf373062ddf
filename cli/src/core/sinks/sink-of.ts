import { isOwnSink } from "../connect/class-name.js";
import type { SinkDialect } from "../rows/sink-rules.js";
import { engineDialect } from "./datastax/sink.js";
import { ownDialect } from "./cassink/sink.js";

/**
 * The dialect of the sink that a connector's config names.
 * @param now milliseconds since the Unix epoch: what has expired by then is no longer in a table
 */
export function sinkDialect(config: Readonly<Record<string, string>>, now: number): SinkDialect {
  return isOwnSink(config["connector.class"] ?? "") ? ownDialect(config, now) : engineDialect;
}
