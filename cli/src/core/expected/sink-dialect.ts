import { isOwnSink } from "../connector/classes.js";
import type { SinkDialect } from "./dialect.js";
import { engineDialect } from "./engine/dialect.js";
import { ownDialect } from "./own/dialect.js";

/**
 * The dialect of the sink that a connector's config names.
 * @param now milliseconds since the Unix epoch: what has expired by then is no longer in a table
 */
export function sinkDialect(config: Readonly<Record<string, string>>, now: number): SinkDialect {
  return isOwnSink(config["connector.class"] ?? "") ? ownDialect(config, now) : engineDialect;
}
