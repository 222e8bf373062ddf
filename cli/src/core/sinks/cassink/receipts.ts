import type { ConnectorConfig } from "../../connect/connector-config.js";
import type { Receipts } from "../../rows/sink.js";

/** What the config says of receipts; undefined where it names no topic for them. */
export function receipts(config: ConnectorConfig): Receipts | undefined {
  const topic = (config["receipts.topic"] ?? "").trim();
  if (topic === "") return undefined;
  const isOn = (config["receipts.transactional"] ?? "").trim().toLowerCase() === "true";
  const mode = (config["receipts.mode"] ?? "").trim().toLowerCase() === "range" ? "range" : "record";
  return { topic, mode, transactional: isOn || mode === "range" };
}

/** In which transactions keep how far a connector has told: it has offsets, and no members. */
export const receiptsGroup = (connector: string): string => `cassink-receipts.${connector}`;
