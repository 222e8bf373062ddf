import { InputError } from "../../../errors.js";
import type { ConnectorConfig } from "../../connect/connector-config.js";
import { generationShift } from "../../rows/generation.js";
import type { MappedTopic, SinkRules, TopicPlan, WriteOrder } from "../../rows/sink-rules.js";
import { codecOf } from "./codec.js";
import { recordReader } from "./record-reader.js";
import { rowPlan, type PlanTimes } from "./row-plan.js";
import { statementPlan } from "./statement-plan.js";
import { TimeOrder } from "./time-order.js";
import { writeTimes } from "./write-times.js";

export function rules(config: ConnectorConfig, now: number): SinkRules {
  const { order, "order.epoch": epoch, generation } = writeTimes(config);
  if (order !== "time" && order !== "log") {
    throw new InputError(`"${order}" is neither time nor log`, { where: "order" });
  }
  return {
    topicPlan: (topic) => topicPlan(topic, { needsTime: order === "time", now }),
    writeOrder: order === "time" ? () => new TimeOrder() : () => logOrder(Number(epoch)),
    shift: Number(generation) * generationShift,
  };
}

/** A record that is bad for one of the tables is written to the others. */
function topicPlan({ codec: settings, tables }: MappedTopic, times: PlanTimes): TopicPlan {
  const fields = tables.flatMap((table) => table.settings.mapping.entries.map(({ field }) => field));
  const read = recordReader(fields);
  const codec = codecOf(settings);
  const plans = tables.map(({ statement, ...table }) =>
    statement === undefined ? rowPlan(table, codec, times) : statementPlan(table, statement, codec, times),
  );
  return (record) => {
    const parsed = read(record);
    return (table) => {
      const plan = plans[table];
      if (plan === undefined) throw new Error(`the topic has no table ${table}`);
      return plan(parsed);
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
    earliest: (offset) => epoch + offset,
    latest: (offset) => epoch + offset,
  };
}
