import type { SalesTopic } from "#test/bench/harness/sales-topic.js";
import { datastax, ours } from "#test/bench/peers/connector.js";
import { compare } from "./comparison.js";
import type { Scenario, ScenarioPlan } from "./scenario.js";

const times = 10;

/** Ten times the records of the usual topic, of the same items. */
export function longTopic(plan: ScenarioPlan): Promise<SalesTopic> {
  return plan.topic({ name: "item_sales_long", records: plan.records * times, items: plan.items });
}

/** Whether the rates of a warm worker last. */
export const long: Scenario = {
  name: "long",
  title: "Default settings, one task, over a long topic",
  async measure(plan, bench) {
    await bench.stack.restartWorker();
    const contenders = [{ peer: ours }, { peer: datastax }];
    const target = { atLeast: 2.2 };
    const what = "rows/s, ours to DataStax";
    return compare(
      {
        contenders,
        ratios: [{ what, of: ours.name, to: datastax.name, figure: "rowsPerSecond", target }],
      },
      { ...plan, records: plan.records * times, rounds: 1, topic: () => longTopic(plan) },
      bench,
    );
  },
};
