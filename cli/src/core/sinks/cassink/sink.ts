import { InputError } from "../../../errors.js";
import type { ConnectorConfig } from "../../connect/connector-config.js";
import { tableSuffixes } from "../../mapping/topic-keys.js";
import type { MappedTopic, SinkRules, TopicPlan, WriteOrder } from "../../rows/sink-rules.js";
import type { Sink, WriteTimes } from "../../rows/sink.js";
import { codecOf } from "./codec.js";
import { parseMapping } from "./parse-mapping.js";
import { recordReader } from "./record-reader.js";
import { rowPlan, type PlanTimes } from "./row-plan.js";
import { TimeOrder } from "./time-order.js";

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
  writeTimes,
  rules,
};

function writeTimes(config: ConnectorConfig): WriteTimes {
  const value = (key: keyof WriteTimes, otherwise: string): string => (config[key] ?? otherwise).trim();
  return {
    order: value("order", "time").toLowerCase(),
    "order.epoch": value("order.epoch", "-1"),
    generation: value("generation", "0"),
  };
}

/** `generation` adds the same to every write time, which does not change their order. */
function rules(config: ConnectorConfig, now: number): SinkRules {
  const { order, "order.epoch": epoch } = writeTimes(config);
  if (order !== "time" && order !== "log") {
    throw new InputError(`"${order}" is neither time nor log`, { where: "order" });
  }
  return {
    topicPlan: (topic) => topicPlan(topic, { needsTime: order === "time", now }),
    writeOrder: order === "time" ? () => new TimeOrder() : () => logOrder(Number(epoch)),
  };
}

/** A record that is bad for one of the tables is not written to any. */
function topicPlan({ codec: settings, tables }: MappedTopic, times: PlanTimes): TopicPlan {
  const fields = tables.flatMap((table) => table.settings.mapping.entries.map(({ field }) => field));
  const read = recordReader(fields);
  const codec = codecOf(settings);
  const plans = tables.map((table) => rowPlan(table, codec, times));
  return (record) => {
    const parsed = read(record);
    const writes = plans.map((plan) => plan(parsed));
    return (table) => {
      const write = writes[table];
      if (write === undefined) throw new Error(`the topic has no table ${table}`);
      return write;
    };
  };
}

/** order=log: `order.epoch`, in microseconds, plus the record's offset. */
function logOrder(epoch: number): WriteOrder {
  let current = 0;
  return {
    begin: (offset) => {
      current = epoch + offset;
    },
    writeTime: () => current,
  };
}
