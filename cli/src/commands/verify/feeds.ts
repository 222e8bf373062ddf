import { sinkConfig, type SinkConfig } from "../../core/sinks/sink-config.js";
import type { TopicSettings } from "../../core/mapping/settings.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { Carrier } from "./await-carried.js";

/** A connector that writes the tables, and the topics of its that do. */
export interface Feed {
  readonly carrier: Carrier;
  readonly sink: SinkConfig;
  readonly topics: readonly TopicSettings[];
}

export function feedOf(name: string, config: Carrier["config"], sink: SinkConfig): Feed {
  return { carrier: { name, config, isolation: sink.isolation }, sink, topics: sink.topics };
}

/** The epoch is fixed when a connector is deployed, and the generation raised for a repair: both shift all write times. */
export function withWriteTimesOf(meant: Carrier["config"], live: Carrier["config"]): Carrier["config"] {
  const shifts = ["order.epoch", "generation"].flatMap((key) =>
    live[key] === undefined ? [] : [[key, live[key]] as const],
  );
  return { ...meant, ...Object.fromEntries(shifts) };
}

/** @throws InputError for a connector that is no Cassandra sink */
export function feedFor(name: string, config: Carrier["config"]): Feed {
  const sink = sinkConfig(config);
  if (sink !== undefined) return feedOf(name, config, sink);
  throw new InputError(`"${config["connector.class"] ?? ""}" is no Cassandra sink that verify knows`, {
    where: "connector.class",
  });
}

/** Another connector that writes tables of the pipeline, and whether it is known to do so on the same cluster. */
export interface OtherWriter {
  readonly feed: Feed;
  readonly onSameCluster: boolean;
}

/** The other connectors of this Connect cluster that write tables of the pipeline, with those of their topics that do. */
export async function otherWriters(
  { carrier, sink }: Feed,
  { connect }: CommandContext,
): Promise<readonly OtherWriter[]> {
  const tableNames = new Set(tablesOf(sink.topics));
  const writers: OtherWriter[] = [];
  for (const [name, config] of await connect.configs()) {
    const other = name === carrier.name ? undefined : sinkConfig(config);
    if (other === undefined) continue;
    const topics = other.topics
      .map((topic) => ({
        ...topic,
        tables: topic.tables.filter(({ keyspace, table }) => tableNames.has(`${keyspace}.${table}`)),
      }))
      .filter(({ tables }) => tables.length > 0);
    if (topics.length === 0) continue;
    const onSameCluster = other.nodes.some((node) => sink.nodes.includes(node));
    writers.push({ feed: { ...feedOf(name, config, other), topics }, onSameCluster });
  }
  return writers;
}

export function tablesOf(topics: readonly TopicSettings[]): readonly string[] {
  return topics.flatMap(({ tables }) => tables.map(({ keyspace, table }) => `${keyspace}.${table}`));
}
