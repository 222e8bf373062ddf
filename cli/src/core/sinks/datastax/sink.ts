import { parseMapping } from "./parse-mapping.js";
import { tableSuffixes } from "../../mapping/topic-keys.js";
import type { SinkRules, WriteOrder } from "../../rows/sink-rules.js";
import type { Sink } from "../../rows/sink.js";
import { codecOf } from "./codec.js";
import { rowPlan } from "./row-plan.js";

const rules: SinkRules = {
  topicPlan: ({ codec, tables }) => {
    const context = codecOf(codec);
    const plans = tables.map(({ settings, layout }) => rowPlan(settings, layout, context));
    return (record) => (table) => {
      const plan = plans[table];
      if (plan === undefined) throw new Error(`the topic has no table ${table}`);
      return plan(record);
    };
  },
  writeOrder: recordTime,
};

/** A record's own time, so that all records of one millisecond tie. */
function recordTime(): WriteOrder {
  let current = 0;
  return {
    begin: (_, milliseconds) => {
      current = milliseconds * 1000;
    },
    writeTime: () => current,
  };
}

/** The DataStax Apache Cassandra sink: the engine in connectors/datastax-sink, and the vendor's own archive. */
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
  rules: () => rules,
};
