import { growthChart } from "#test/bench/results/growth-chart.js";
import type { Document } from "#test/bench/results/markdown.js";
import { rateChart } from "#test/bench/results/rate-chart.js";
import { latency } from "./latency.js";
import { long } from "./long.js";
import { memory } from "./memory.js";
import { proof } from "./proof.js";
import { fresh, peers, receipts, tuned, variants, warm } from "./races.js";
import type { Scenario } from "./scenario.js";

/** In the order in which they run: servers are warm when workers must be fresh. */
export const scenarios: readonly Scenario[] = [
  warm,
  tuned,
  variants,
  receipts,
  fresh,
  peers,
  latency,
  long,
  memory,
  proof,
];

const ofDocument = (document: Document, ...measured: readonly Scenario[]) => ({
  ...document,
  order: measured.map(({ name }) => name),
});

/** Each scenario is in one of them. */
export const documents = [
  ofDocument(
    {
      name: "sink",
      title: "The sink and its peers, measured",
      introduction: "Cassink's sink and other ways from a topic into a table.",
      shown: "Rows a second of each peer, by scenario",
      chart: rateChart,
    },
    ...scenarios.filter((scenario) => scenario !== proof),
  ),
  ofDocument(
    {
      name: "verify",
      title: "verify table, by the size of the table",
      introduction: "What a proof takes, beside reading the same topic and the same table without one.",
      shown: "Seconds of verify table and of reading alone, by the number of records",
      chart: growthChart,
    },
    proof,
  ),
];
