import { tableSuffixes } from "../../mapping/topic-keys.js";
import type { Sink } from "../../rows/sink.js";
import { parseMapping } from "./parse-mapping.js";
import { receipts } from "./receipts.js";
import { writeTimes } from "./write-times.js";

/** The sink of this project, connectors/cassandra-sink. */
export const cassink: Sink = {
  classes: ["io.cassink.sink.CassandraSinkConnector"],
  settingsSchema: "cassandra-sink.schema.json",
  grammar: {
    tableSettings: tableSuffixes,
    parseMapping,
    mappingMayBeLeftOut: true,
    unitName: (text) => text.trim().toUpperCase(),
  },
  judgesSchemas: true,
  tellsStatements: true,
  deletesRowsOfKeys: true,
  writeTimes,
  receipts,
  rules: async (config, now) => (await import("./rules.js")).rules(config, now),
};
