import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/produce/item-sales.js";
import type { ProduceItemSalesInput } from "#cli/program/produce.js";
import { InterruptedError, ServiceError, UsageError } from "#cli/errors.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { fakeKafka, pipelineOf } from "#test/support/fakes/kafka.js";
import type { OutgoingRecord } from "#cli/core/kafka/record.js";

const topic = { name: "item_sales", partitions: 4, replication: 1, configs: {}, key: "item_id" };
const usual: ProduceItemSalesInput = {
  seed: 1,
  items: 50,
  stores: 5,
  emptyStore: 0.1,
};
const start = Date.UTC(2026, 0, 1);

function setup(onSend: (records: readonly OutgoingRecord[]) => void = () => undefined) {
  const controller = new AbortController();
  const { kafka, sent } = fakeKafka(1, onSend);
  const { context } = fakeContext({
    kafka,
    pipelines: { select: () => Promise.resolve([pipelineOf(topic)]) },
    signal: controller.signal,
    files: {
      readLines: async function* () {
        await Promise.resolve();
        yield '{"item_id":"plates-235","item_sold":23}';
        yield '{"item_id":"plates-236","item_sold":24}';
      },
    },
  });
  return { context, controller, records: () => sent.get("item_sales") ?? [] };
}

describe("produce item-sales", () => {
  it("sends the count, stamped in the past without a tie, each with its stamp in timestamp_ms", async () => {
    const { context, records } = setup();
    const result = await run({ ...usual, count: 7_001 }, context);
    expect(result).toMatchObject({ acknowledged: 7_001, interrupted: false, firstTimestamp: start - 7_001 });
    expect(result.lastTimestamp).toBe(start - 1);
    expect(records().map(({ timestamp }) => timestamp)).toEqual(
      Array.from({ length: 7_001 }, (_, index) => start - 7_001 + index),
    );
    const events = records().map(({ value }) => JSON.parse(String(value)) as Record<string, string>);
    expect(events.every((event, index) => event["timestamp_ms"] === String(start - 7_001 + index))).toBe(
      true,
    );
    expect(events.every((event, index) => event["item_id"] === records()[index]?.key)).toBe(true);
    expect(events.filter((event) => event["store_id"] === "")).toHaveLength(result.emptyStore ?? -1);
  });

  it("sends ten thousand when nothing says how many", async () => {
    const { context } = setup();
    expect((await run(usual, context)).acknowledged).toBe(10_000);
  });

  it("makes ties whose older value is the larger one", async () => {
    const { context, records } = setup();
    const result = await run({ ...usual, count: 2_500, burst: true }, context);
    expect(result.tie).toBe(1_000);
    const stamps = new Map<number, number[]>();
    for (const { timestamp, value } of records()) {
      const { item_sold } = JSON.parse(String(value)) as { item_sold: number };
      stamps.set(timestamp, [...(stamps.get(timestamp) ?? []), item_sold]);
    }
    expect([...stamps.values()].map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
    for (const sold of stamps.values()) expect(sold).toEqual([...sold].sort((one, two) => two - one));
  });

  it("keeps the rate for the duration", async () => {
    const { context } = setup();
    const result = await run({ ...usual, rate: 100, duration: 5_000 }, context);
    expect(result.acknowledged).toBeGreaterThanOrEqual(490);
    expect(result.acknowledged).toBeLessThanOrEqual(501);
  });

  it("sends what was made before Ctrl-C and says exactly how many that were", async () => {
    let sends = 0;
    const { context, controller, records } = setup(() => {
      sends += 1;
      if (sends === 3) controller.abort(new InterruptedError());
    });
    const result = await run({ ...usual, count: 1_000_000 }, context);
    expect(result.interrupted).toBe(true);
    expect(result.acknowledged).toBe(records().length);
    expect(result.acknowledged).toBeGreaterThan(5_000);
    expect(result.acknowledged).toBeLessThan(20_000);
  });

  it("says how many were acknowledged when the broker fails", async () => {
    let sends = 0;
    const { context } = setup(() => {
      if (++sends === 2) throw new ServiceError("Kafka", "gone");
    });
    const failure = await run({ ...usual, count: 9_000 }, context).catch((error: unknown) => error);
    expect(failure).toMatchObject({ lines: ["at least 3,000 records were acknowledged before that"] });
  });

  it("sends the lines of a file with the present time", async () => {
    const { context, records } = setup();
    const result = await run({ ...usual, events: "sales.ndjson" }, context);
    expect(result).toMatchObject({ acknowledged: 2, emptyStore: undefined });
    expect(records().map(({ key }) => key)).toEqual(["plates-235", "plates-236"]);
    expect(records()[0]?.timestamp).toBeGreaterThanOrEqual(start);
  });

  it.each(["count", "rate", "duration", "burst"] as const)("takes no --%s with a file", async (option) => {
    const { context } = setup();
    const failure = await run({ ...usual, events: "f", [option]: 5 }, context).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toContain(`--${option}`);
  });
});
