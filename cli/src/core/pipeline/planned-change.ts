import { type ConfigDifference, configDifferences, isChange } from "../connect/config-differences.js";
import type { ConnectorConfig } from "../connect/connector-config.js";
import { maskedConfig } from "../connect/secret-keys.js";
import type { PluginSetting } from "../connect/status.js";
import type { DeclaredKeyspace, DeclaredTable } from "../ddl/declared.js";
import type { TopicDescription } from "../kafka/topic.js";
import { othersTraits } from "../sinks/replaced-connector.js";
import { compareTopic } from "./compare-topic.js";
import type { SelectedTopic } from "./topics.js";

/** What must happen to one topic, table or connector, so that it is what the pipeline's file says. */
export interface PlannedChange {
  readonly pipeline: string;
  readonly kind: "topic" | "table" | "connector";
  /** Of a table `keyspace.name`. */
  readonly name: string;
  /** `cannot`: it is there, is another than the file says, and no command of a deployment changes it. */
  readonly action: "create" | "change" | "none" | "cannot";
  readonly differences: readonly PlannedDifference[];
}

export interface PlannedDifference {
  /** A config's key, `partitions`, `column NAME`; of a table that is there, a sentence. */
  readonly what: string;
  /** Undefined where the cluster does not have it. */
  readonly before?: string;
  /** Undefined where the file does not. */
  readonly after?: string;
  /** Why it is none that a deployment would make for certain; absent for a change. */
  readonly note?: ConfigDifference["note"];
  /** What to do where no deployment changes it. */
  readonly remedy?: string;
}

/** As `topic create` sees it: a topic that is there is left as it is, and one for dead letters is not compared. */
export function topicChange(
  { pipeline, topic, holdsLetters }: SelectedTopic,
  found: TopicDescription | undefined,
): PlannedChange {
  const change = { pipeline: pipeline.name, kind: "topic", name: topic.name } as const;
  if (found === undefined) {
    const { partitions, replication, configs } = topic;
    const all = { partitions, replication, ...configs };
    const differences = Object.entries(all).map(([what, value]) => ({ what, after: String(value) }));
    return { ...change, action: "create", differences };
  }
  const differences = (holdsLetters ? [] : compareTopic(topic, found)).map(
    ({ what, found: before, wanted: after, remedy }) => ({
      what,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      remedy,
    }),
  );
  return { ...change, action: differences.length === 0 ? "none" : "cannot", differences };
}

/** What a CQL file declares of a table, and what of it is there. */
export interface FoundTable {
  readonly declared: DeclaredTable;
  readonly keyspace: DeclaredKeyspace | undefined;
  readonly hasKeyspace: boolean;
  /** Sentences, as `table init` has them; undefined where there is no such table. */
  readonly differences: readonly string[] | undefined;
}

/** As `table init` sees it: a table that is there is left as it is. */
export function tableChange(
  pipeline: string,
  { declared, keyspace, hasKeyspace, differences }: FoundTable,
): PlannedChange {
  const change = { pipeline, kind: "table", name: `${declared.keyspace}.${declared.name}` } as const;
  if (differences !== undefined) {
    const action = differences.length === 0 ? "none" : "cannot";
    return { ...change, action, differences: differences.map((what) => ({ what })) };
  }
  const key = [`(${declared.partitionKey.join(", ")})`, ...declared.clustering.map(({ name }) => name)];
  return {
    ...change,
    action: "create",
    differences: [
      ...(hasKeyspace ? [] : [{ what: `keyspace ${declared.keyspace}`, after: copiesText(keyspace) }]),
      ...declared.columns.map(({ name, typeText, isStatic }) => ({
        what: `column ${name}`,
        after: `${typeText}${isStatic ? " static" : ""}`,
      })),
      { what: "primary key", after: `(${key.join(", ")})` },
    ],
  };
}

function copiesText(keyspace: DeclaredKeyspace | undefined): string {
  if (keyspace === undefined) return "not declared in the CQL file";
  const entries = Object.entries(keyspace.replication).map(([key, value]) => `${key}: ${value}`);
  return `{${entries.join(", ")}}`;
}

/**
 * As `connector deploy` does it: one that is not this pipeline's is left alone.
 * @param before the config as the cluster shows it; undefined where there is no such connector
 */
export function connectorChange(
  pipeline: string,
  { name, config }: { readonly name: string; readonly config: ConnectorConfig },
  before: ConnectorConfig | undefined,
  settings: readonly PluginSetting[],
): PlannedChange {
  const change = { pipeline, kind: "connector", name } as const;
  if (before === undefined) {
    const differences = Object.entries(maskedConfig(config)).map(([what, after]) => ({ what, after }));
    return { ...change, action: "create", differences };
  }
  const differences = configDifferences(name, before, config, settings);
  const traits = othersTraits(before, config);
  const action = traits.length > 0 ? "cannot" : differences.some(isChange) ? "change" : "none";
  return {
    ...change,
    action,
    differences: [
      ...traits.map((trait) => ({ what: `the deployed connector ${trait}`, remedy: "--yes replaces it" })),
      ...differences.map(({ key, ...rest }) => ({ what: key, ...rest })),
    ],
  };
}
