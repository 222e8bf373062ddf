import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Bench, openBench } from "./harness/bench.js";
import { type SalesTopic, makeSalesTopic } from "./harness/sales-topic.js";
import { stackAt } from "./harness/stack.js";
import { ours } from "./peers/connector.js";
import { nodeService } from "./peers/service.js";
import { runCli } from "#test/support/cli.js";

const home = inject("home");
const name = `item_sales_bench_${process.pid}`;
let bench: Bench;
let topic: SalesTopic;

beforeAll(async () => {
  const { signal } = new AbortController();
  bench = await openBench(stackAt(home, signal), { signal, say: () => undefined });
  topic = await makeSalesTopic({ name, records: 2000, items: 500 }, { home, ...bench });
});

afterAll(async () => {
  await bench.table.close();
  const file = await bench.pipelines.write({ name: "cleanup", topic: name });
  await runCli(["topic", "delete", "--file", file, "--yes", "--home", home]);
  await runCli(["table", "drop", "--file", file, "--yes", "--home", home]);
});

/** How fast is for `npm run bench` to say; this holds that it can. */
describe("the bench", () => {
  it.each([ours, nodeService])("carries a topic by the $title and verifies it", async (peer) => {
    const run = await peer.run(topic, bench);
    expect(run.verified).toMatchObject({ clean: true, missing: 0, different: 0 });
    expect(run.rowsPerSecond).toBeGreaterThan(0);
  });
});
