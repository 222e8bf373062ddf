import { InputError } from "../../../errors.js";
import type { PlannedSettings, SinkDialect, TopicPlan } from "../../rows/sink-rules.js";
import type { WriteOrder } from "../../rows/write-order.js";
import { RecordReader } from "./record-reader.js";
import { rowPlan } from "./row-plan.js";
import { TimeOrder } from "./time-order.js";
import { codecOf } from "./codec.js";

/**
 * The rules of our own sink. Its `generation` adds the same to every write time, which changes no order.
 * @param now milliseconds since the Unix epoch
 */
export function ownDialect(config: Readonly<Record<string, string>>, now: number): SinkDialect {
  const order = (config["order"] ?? "time").trim().toLowerCase();
  if (order !== "time" && order !== "log") {
    throw new InputError(`"${order}" is neither time nor log`, { where: "order" });
  }
  return {
    topicPlan: (settings) => topicPlan(settings, { needsTime: order === "time", now }),
    writeOrder: order === "time" ? () => new TimeOrder() : () => logOrder(Number(config["order.epoch"])),
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
