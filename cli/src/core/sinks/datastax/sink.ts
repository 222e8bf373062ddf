import type { SinkDialect } from "../../rows/sink-rules.js";
import type { WriteOrder } from "../../rows/write-order.js";
import { rowPlan } from "./row-plan.js";
import { codecOf } from "./codec.js";

/** The rules of the DataStax engine. */
export const engineDialect: SinkDialect = {
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
