import type { ConnectorConfig } from "../connect/connector-config.js";
import type { DeclaredTable } from "../ddl/declared.js";
import { parseDdl } from "../ddl/parse-ddl.js";
import { isTopicName } from "../kafka/topic.js";
import { withMapping } from "../mapping/same-names.js";
import type { Column } from "../cql/table.js";
import { converterOf } from "../records/converters.js";
import { RecordRefusal, UnpredictableValue } from "../refusal.js";
import { tableLayout } from "../rows/table-layout.js";
import { sinkConfig } from "../sinks/sink-config.js";
import type { Sample } from "./samples.js";

export interface SampleRefusal {
  readonly at: string;
  readonly column: string | undefined;
  readonly reason: string;
}

/**
 * Reads the CQL and the config back and makes the row of each sample, as the sink would; undefined where it takes all.
 * @throws Error where what was made cannot be read, which is a defect
 */
export async function firstRefusal(
  cql: string,
  config: ConnectorConfig,
  {
    topic,
    samples,
    now,
  }: { readonly topic: string; readonly samples: readonly Sample[]; readonly now: number },
): Promise<SampleRefusal | undefined> {
  const [declared] = parseDdl(cql, "sketch").tables;
  const sink = sinkConfig({ topics: topic, ...config });
  const [settings] = sink?.topics ?? [];
  const [table] = settings?.tables ?? [];
  if (
    declared === undefined ||
    sink === undefined ||
    settings === undefined ||
    table === undefined ||
    !isTopicName(topic)
  ) {
    throw new Error(`no pipeline can be made of topic ${topic}`);
  }
  const [problem] = [...sink.problems, ...(table.mapping?.problems ?? [])];
  if (problem !== undefined) throw new Error(`the mapping that was made has a problem: ${problem.message}`);
  const columns = columnsOf(declared);
  const mapped = withMapping(
    table,
    columns.map(({ name }) => name),
  );
  const layout = tableLayout({ keyspace: declared.keyspace, name: declared.name, columns }, [mapped.mapping]);
  const plan = (await sink.rules(now)).topicPlan({
    codec: settings.codec,
    tables: [{ settings: mapped, layout }],
  });
  const [key, value] = [converterOf(sink.key), converterOf(sink.value)];
  for (const [offset, sample] of samples.entries()) {
    try {
      const bytes = Buffer.from(sample.text, "utf8");
      const record = { topic, partition: 0, offset, timestamp: now, headers: [] };
      plan({ ...record, key: key(sample.key ?? null), value: value(bytes) })(0);
    } catch (error) {
      if (!(error instanceof RecordRefusal || error instanceof UnpredictableValue)) throw error;
      const column = error instanceof RecordRefusal ? error.column : undefined;
      return { at: sample.at, column, reason: error.message };
    }
  }
  return undefined;
}

function columnsOf({ columns, partitionKey, clustering }: DeclaredTable): readonly Column[] {
  const ofKey = clustering.map(({ name }) => name);
  const kindOf = (name: string): Column["kind"] =>
    partitionKey.includes(name) ? "partition_key" : ofKey.includes(name) ? "clustering" : "regular";
  return columns.map(({ name, type }) => ({ name, type, kind: kindOf(name) }));
}
