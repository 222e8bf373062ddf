import { parseMapping } from "./parse-mapping.js";
import { tableSuffixes } from "../../mapping/topic-keys.js";
import type { MappedTopic, TopicPlan, WriteOrder } from "../../rows/sink-rules.js";
import type { Sink } from "../../rows/sink.js";
import { codecOf } from "./codec.js";
import { recordReader } from "./record-reader.js";
import { rowPlan } from "./row-plan.js";

/** The DataStax Apache Cassandra sink: the one in connectors/datastax-sink, and the vendor's archives. */
export const datastax: Sink = {
  classes: [
    "io.cassink.datastax.DataStaxSinkConnector",
    "com.datastax.oss.kafka.sink.CassandraSinkConnector",
    "com.datastax.kafkaconnector.DseSinkConnector",
  ],
  settingsSchema: "datastax-sink.schema.json",
  grammar: {
    tableSettings: tableSuffixes.filter((suffix) => suffix !== "missingFields"),
    parseMapping,
    mappingMayBeLeftOut: false,
    unitName: (text) => text.trim(),
  },
  judgesSchemas: false,
  rules: () => ({ topicPlan, writeOrder: recordTimeOrder }),
};

/** A record that is bad for one table is written to the others all the same. */
function topicPlan({ codec: settings, tables }: MappedTopic): TopicPlan {
  const fields = tables.flatMap((table) => table.settings.mapping.entries.map(({ field }) => field));
  const read = recordReader(fields);
  const codec = codecOf(settings);
  const plans = tables.map((table) => rowPlan(table, codec));
  return (record) => {
    const parsed = read(record);
    return (table) => {
      const plan = plans[table];
      if (plan === undefined) throw new Error(`the topic has no table ${table}`);
      return plan(parsed);
    };
  };
}

/** 1000 x the record's milliseconds, so all records of one millisecond have equal write times. */
function recordTimeOrder(): WriteOrder {
  let current = 0;
  return {
    begin: (_, timestamp) => {
      current = timestamp * 1000;
    },
    writeTime: () => current,
  };
}
