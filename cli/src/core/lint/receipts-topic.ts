import type { TopicDescription } from "../kafka/topic.js";
import { type MappedTable, isKeyColumn } from "../cql/table.js";
import type { TableSettings } from "../mapping/settings.js";
import type { Receipts } from "../rows/sink.js";
import { type ConfigFinding, errorInCluster, warningInCluster } from "./finding.js";

const key = "receipts.topic";

/** A table that the connector writes, from the topic of its settings. */
export interface ToldTable {
  readonly settings: TableSettings;
  readonly table: MappedTable;
}

/**
 * A compacted topic keeps the last receipt of each key alone. It stands for the row only where each receipt holds all of
 * it: a table that is updated in parts is refused.
 * @param topic as it is, or as the pipeline's file declares it
 */
export function lintCompactedReceipts(
  topic: Pick<TopicDescription, "name" | "configs" | "inherited">,
  { mode }: Receipts,
  tables: readonly ToldTable[],
): readonly ConfigFinding[] {
  const policy = topic.configs["cleanup.policy"] ?? topic.inherited?.["cleanup.policy"] ?? "delete";
  if (!policy.split(",").some((each) => each.trim() === "compact")) return [];
  const compacted = `topic ${topic.name} is compacted (cleanup.policy=${policy})`;
  if (mode === "range") {
    const message = `${compacted}: of the ranges of a partition the last one alone is kept`;
    return [{ ...warningInCluster, key, message, hint: withDelete(topic.name) }];
  }
  const byTable = new Map<string, ToldTable[]>();
  for (const told of tables) {
    const name = `${told.settings.keyspace}.${told.settings.table}`;
    byTable.set(name, [...(byTable.get(name) ?? []), told]);
  }
  return [...byTable].flatMap(([name, of]) => {
    const parts = partialUpdates(of);
    if (parts.length === 0) return [];
    const message = `${compacted}, and ${name} is updated in parts (${parts.join("; ")}): the last receipt of a row does not hold all of it`;
    return [{ ...errorInCluster, key, message, hint: `${withDelete(topic.name)}, or write whole rows` }];
  });
}

const withDelete = (topic: string): string =>
  `kafka-configs --alter --topic ${topic} --add-config cleanup.policy=delete`;

/** Why a record may leave a part of its row as another one has written it. */
function partialUpdates(tables: readonly ToldTable[]): readonly string[] {
  const topics = [...new Set(tables.map(({ settings }) => settings.topic))];
  const several = topics.length > 1 ? [`${topics.join(", ")} all write it`] : [];
  const ofMappings = tables.flatMap(({ settings: { mapping, ...settings }, table }) => {
    const values = table.columns.filter((column) => !isKeyColumn(column)).map(({ name }) => name);
    if (values.length === 0) return [];
    const mapped = mapping?.entries.filter(({ target }) => target === "column").map(({ column }) => column);
    const left = values.filter((name) => mapped !== undefined && !mapped.includes(name));
    return [
      ...(left.length === 0
        ? []
        : [`${settings.prefix}mapping leaves out ${left.map((name) => `"${name}"`).join(", ")}`]),
      ...(settings.nullToUnset ? [`${settings.prefix}nullToUnset is true`] : []),
      ...(settings.missingFields === "unset" ? [`${settings.prefix}missingFields is unset`] : []),
    ];
  });
  return [...several, ...ofMappings];
}
