import type { Bench } from "#test/bench/harness/bench.js";
import type { Run } from "#test/bench/harness/race.js";
import type { SalesTopic } from "#test/bench/harness/sales-topic.js";

/** Something that carries a topic into the table. */
export interface Peer {
  readonly name: string;
  /** What it is, for people. */
  readonly title: string;
  /** One run over the whole topic, into an emptied table. */
  run(topic: SalesTopic, bench: Bench): Promise<Run>;
}
