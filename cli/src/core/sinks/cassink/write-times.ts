import type { ConnectorConfig } from "../../connect/connector-config.js";
import type { WriteTimes } from "../../rows/sink.js";

/** The settings of a config that decide how write times are made, with the sink's defaults. */
export function writeTimes(config: ConnectorConfig): WriteTimes {
  const value = (key: keyof WriteTimes, otherwise: string): string => (config[key] ?? otherwise).trim();
  return {
    order: value("order", "time").toLowerCase(),
    "order.epoch": value("order.epoch", "-1"),
    generation: value("generation", "0"),
  };
}
