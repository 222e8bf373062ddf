import type { MappedTopic, SinkRules, TopicPlan, WriteOrder } from "../../rows/sink-rules.js";
import { codecOf } from "./codec.js";
import { recordReader } from "./record-reader.js";
import { rowPlan } from "./row-plan.js";

export const rules: SinkRules = { topicPlan, writeOrder: recordTimeOrder, shift: 0 };

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
    earliest: (_, timestamp) => timestamp * 1000,
    latest: (_, timestamp) => timestamp * 1000,
  };
}
