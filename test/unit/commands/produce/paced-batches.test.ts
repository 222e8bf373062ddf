import { describe, expect, it } from "vitest";
import { type PacedRequest, pacedBatches } from "#cli/commands/produce/paced-batches.js";
import { FakeClock } from "#test/support/fakes/clock.js";

function request(clock: FakeClock, options: Partial<PacedRequest>): PacedRequest {
  let made = 0;
  return {
    make: (now) => ({ key: null, value: String(made++), timestamp: now }),
    count: undefined,
    rate: undefined,
    durationMilliseconds: undefined,
    batchSize: 100,
    clock,
    signal: new AbortController().signal,
    ...options,
  };
}

async function sizes(wanted: PacedRequest): Promise<number[]> {
  const batches: number[] = [];
  for await (const batch of pacedBatches(wanted)) batches.push(batch.length);
  return batches;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe("pacedBatches", () => {
  it("makes exactly the count, in full batches, without waiting", async () => {
    const clock = new FakeClock();
    expect(await sizes(request(clock, { count: 250 }))).toEqual([100, 100, 50]);
    expect(clock.sleeps).toEqual([]);
  });

  it.each([0.5, 3, 500, 20_000])("keeps a rate of %d a second over ten seconds", async (rate) => {
    const clock = new FakeClock();
    const made = sum(await sizes(request(clock, { rate, durationMilliseconds: 10_000 })));
    expect(made).toBeGreaterThanOrEqual(Math.floor(rate * 10 * 0.98));
    expect(made).toBeLessThanOrEqual(rate * 10 + 1);
  });

  it("takes as long as count and rate say", async () => {
    const clock = new FakeClock();
    const start = clock.now();
    expect(sum(await sizes(request(clock, { rate: 100, count: 301 })))).toBe(301);
    expect(clock.now() - start).toBeGreaterThanOrEqual(3_000);
    expect(clock.now() - start).toBeLessThan(3_100);
  });

  it("ends without an error when it is interrupted, also in the middle of a wait", async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    clock.onSleep = (now) => (now > 1_700_000_002_000 ? controller.abort(new Error("Ctrl-C")) : undefined);
    const made = sum(await sizes(request(clock, { rate: 10, signal: controller.signal })));
    expect(made).toBeGreaterThanOrEqual(20);
    expect(made).toBeLessThan(25);
  });

  it("waits a moment when there can be no record yet", async () => {
    const clock = new FakeClock();
    const start = clock.now();
    const make = (now: number) => (now < start + 50 ? undefined : { key: null, value: "", timestamp: now });
    expect(await sizes(request(clock, { make, count: 3 }))).toEqual([3]);
    expect(clock.sleeps.length).toBeGreaterThan(1);
  });
});
