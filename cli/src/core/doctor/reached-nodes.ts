import type { ConnectorConfig } from "../connect/connector-config.js";
import type { PlannedChange } from "../pipeline/planned-change.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import { type Check, warning } from "./check.js";
import type { Validation } from "./config.js";

/** Keys by which a sink reaches its nodes. What a file leaves out, the command's own connection fills in. */
const keys = ["contactPoints", "port", "loadBalancing.localDc"];

/**
 * Where the command's own connection fails, the keys that it has filled in are wrong, too: one line says so, and they
 * are no mistake in the file, and no difference from it.
 * @param own the config as the file has it
 */
export const isFilledIn = (key: string, own: ConnectorConfig): boolean => keys.includes(key) && !(key in own);

export const withoutFilledIn = {
  findings: (validation: Validation, own: ConnectorConfig): Validation => ({
    ...validation,
    findings: validation.findings.filter(({ key }) => !isFilledIn(key, own)),
  }),
  differences: (change: PlannedChange, own: ConnectorConfig): PlannedChange => ({
    ...change,
    differences: change.differences.filter(({ what }) => !isFilledIn(what, own)),
  }),
} as const;

/**
 * Nodes that the file names itself: the checks go to those of the command, and say nothing of these.
 * @param tried contact points, with a port or without
 */
export function nodeChecks(
  own: ConnectorConfig,
  sink: SinkConfig | undefined,
  tried: readonly string[],
): readonly Check[] {
  const isNamed = "contactPoints" in own || "port" in own;
  if (sink === undefined || !isNamed || (own["cloud.secureConnectBundle"] ?? "") !== "") return [];
  const known = tried.map(withPort);
  const untried = sink.nodes.filter((node) => !known.includes(withPort(node)));
  if (untried.length === 0) return [];
  const seen = `the file names ${untried.join(", ")}, which was not tried: the nodes that were looked at are ${tried.join(", ")}`;
  const advice = `to look at those of the file: --contact-points ${sink.nodes.join(",")}`;
  const where = "contactPoints" in own ? "contactPoints" : "port";
  return [{ ...warning("nodes of the file", seen, advice), where }];
}

function withPort(node: string): string {
  const named = node.replace(/^localhost(?=$|:)/, "127.0.0.1");
  return /:\d+$/.test(named) ? named : `${named}:9042`;
}
