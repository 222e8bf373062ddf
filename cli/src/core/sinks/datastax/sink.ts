import { parseMapping } from "./parse-mapping.js";
import { tableSuffixes } from "../../mapping/topic-keys.js";
import type { Sink } from "../../rows/sink.js";

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
  tellsStatements: false,
  deletesRowsOfKeys: false,
  rules: async () => (await import("./rules.js")).rules,
};
