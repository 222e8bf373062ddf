import type { Bench } from "../harness/bench.js";
import type { Run } from "../harness/race.js";
import type { SalesTopic } from "../harness/sales-topic.js";

/** Something that carries a topic into the table. */
export interface Peer {
  readonly name: string;
  /** What it is, for people. */
  readonly title: string;
  /** One run over the whole topic, into an emptied table. */
  run(topic: SalesTopic, bench: Bench): Promise<Run>;
}
