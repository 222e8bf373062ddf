import { InputError } from "../../../errors.js";
import type { ConnectorConfig } from "../../connect/connector-config.js";
import { tableSuffixes } from "../../mapping/topic-keys.js";
import type { PlannedSettings, SinkRules, TopicPlan, WriteOrder } from "../../rows/sink-rules.js";
import type { Sink, WriteTimes } from "../../rows/sink.js";
import { codecOf } from "./codec.js";
import { parseMapping } from "./parse-mapping.js";
import { RecordReader } from "./record-reader.js";
import { rowPlan } from "./row-plan.js";
import { TimeOrder } from "./time-order.js";

/** Our own sink, connectors/cassandra-sink. */
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

/** `generation` adds the same to every write time, which changes no order. */
function rules(config: ConnectorConfig, now: number): SinkRules {
  const { order, "order.epoch": epoch } = writeTimes(config);
  if (order !== "time" && order !== "log") {
    throw new InputError(`"${order}" is neither time nor log`, { where: "order" });
  }
  return {
    topicPlan: (settings) => topicPlan(settings, { needsTime: order === "time", now }),
    writeOrder: order === "time" ? () => new TimeOrder() : () => logOrder(Number(epoch)),
  };
}

function topicPlan(
  { codec, tables }: PlannedSettings,
  times: { readonly needsTime: boolean; readonly now: number },
): TopicPlan {
  const fields = tables.flatMap(({ settings }) => settings.mapping.entries.map(({ field }) => field));
  const reader = new RecordReader(fields);
  const context = codecOf(codec);
  const plans = tables.map(({ settings, layout }) =>
    rowPlan({ settings, layout, context, reader, ...times }),
  );
  return (record) => {
    const taken = reader.take(record);
    // Of a record that is bad for one of the tables nothing is written to any.
    const writes = plans.map((plan) => plan(taken));
    return (table) => {
      const write = writes[table];
      if (write === undefined) throw new Error(`the topic has no table ${table}`);
      return write;
    };
  };
}

/** order=log: the epoch of the deployment, in microseconds, plus the offset. */
function logOrder(epoch: number): WriteOrder {
  let current = 0;
  return {
    begin: (offset) => {
      current = epoch + offset;
    },
    writeTime: () => current,
  };
}
