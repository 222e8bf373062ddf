import type { Bench } from "#test/bench/harness/bench.js";
import type { SalesTopic, SalesTopicOptions } from "#test/bench/harness/sales-topic.js";
import type { Measured } from "#test/bench/results/result.js";

export interface Scenario {
  readonly name: string;
  readonly title: string;
  measure(plan: ScenarioPlan, bench: Bench): Promise<Measured>;
}

/** How much is measured. */
export interface ScenarioPlan {
  /** Of the usual topic. */
  readonly records: number;
  /** Distinct items. */
  readonly items: number;
  readonly rounds: number;
  /** Seconds of each latency series and round. */
  readonly seconds: number;
  /** The topic of these options: made when first asked for, the same one from then on. */
  topic(options: SalesTopicOptions): Promise<SalesTopic>;
}

export function usualTopic(plan: ScenarioPlan): Promise<SalesTopic> {
  return plan.topic({ name: "item_sales", records: plan.records, items: plan.items });
}
