import { describe, expect, it } from "vitest";
import { awaitCarried, type Carried } from "#cli/commands/verify/await-carried.js";
import type { ProgressFact } from "#cli/ports/progress.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { runningSink } from "#test/support/fakes/running-sink.js";

const end = 1_000;

/**
 * Waits for a connector whose topic ends at offset 1,000 in each partition.
 * @param committed the offset by seconds since the wait began, for each partition
 */
function carried(wait: number, ...committed: readonly ((seconds: number) => number)[]): Promise<Result> {
  return carriedBy({ startsAt: 0, isDeployed: true }, wait, committed);
}

interface Result {
  readonly carried: Carried;
  readonly last: ProgressFact | undefined;
}

/** @param connector when it has a status, in seconds, and whether it has a config */
async function carriedBy(
  { startsAt, isDeployed }: { readonly startsAt: number; readonly isDeployed: boolean },
  wait: number,
  committed: readonly ((seconds: number) => number)[],
): Promise<Result> {
  let now = 0;
  const { context, facts } = fakeContext({
    clock: {
      now: () => now,
      sleep: (milliseconds) => {
        now += milliseconds;
        return Promise.resolve();
      },
    },
    connect: {
      status: (name) => Promise.resolve(now / 1000 < startsAt ? undefined : runningSink(name)),
      config: () => Promise.resolve(isDeployed ? {} : undefined),
    },
    kafka: {
      groupOffsets: () =>
        Promise.resolve(committed.map((at, partition) => ({ partition, offset: at(now / 1000) }))),
      hasRecords: () => Promise.resolve(true),
    },
  });
  const partitions = committed.map((_, partition) => ({ partition, low: 0, high: end }));
  const request = { name: "sales", config: {}, isolation: "read_uncommitted", wait } as const;
  const result = await awaitCarried({ ...request, ends: [{ topic: "sales", partitions }] }, context);
  return { carried: result, last: facts.at(-1) };
}

const less = { kind: "connector carried less", connector: "sales" };
const tenASecond = (seconds: number): number => Math.floor(seconds) * 10;
const stands = (): number => 400;

describe("a connector that has not carried everything when the wait is over", () => {
  it("is still when it has committed nothing for two commit intervals, and it is said what is left", async () => {
    const { carried: found, last } = await carried(20_000, stands, stands);
    expect(found).toMatchObject({ state: "still", behind: [{ lag: 600 }, { lag: 600 }] });
    expect(last).toEqual({ ...less, state: "still", recordsLeft: 1_200, quiet: 20_000 });
  });

  it("moves when it has committed something", async () => {
    const { carried: found, last } = await carried(20_000, tenASecond);
    expect(found).toMatchObject({ state: "moving", behind: [{ offset: 200, lag: 800 }] });
    expect(last).toEqual({ ...less, state: "moving", recordsLeft: 800, quiet: 0 });
  });

  it("moves while any partition does, also one that has come to its end meanwhile", async () => {
    const ends = (seconds: number): number => (seconds < 15 ? 900 : end);
    const { last } = await carried(20_000, ends, stands);
    expect(last).toEqual({ ...less, state: "moving", recordsLeft: 600, quiet: 5_000 });
  });

  it("is still when it moved once and no longer does", async () => {
    const { last } = await carried(60_000, (seconds) => Math.min(300, tenASecond(seconds)));
    expect(last).toEqual({ ...less, state: "still", recordsLeft: 700, quiet: 30_000 });
  });

  it.each([0, 5_000])("is only behind when a wait of %d ms was too short to tell", async (wait) => {
    const { carried: found, last } = await carried(wait, stands);
    expect(found.state).toBe("behind");
    expect(last).toEqual({ ...less, state: "behind", recordsLeft: 600, quiet: wait });
  });
});

describe("a connector without a status", () => {
  it("is waited for where it has a config: it has not started yet", async () => {
    const { carried: found } = await carriedBy({ startsAt: 3, isDeployed: true }, 20_000, [
      (seconds) => (seconds < 5 ? 0 : end),
    ]);
    expect(found).toMatchObject({ state: "all", behind: [] });
  });

  it("is not deployed where it has none", async () => {
    const { carried: found } = await carriedBy({ startsAt: Infinity, isDeployed: false }, 20_000, [stands]);
    expect(found).toMatchObject({ state: "not deployed", behind: [{ lag: 600 }] });
  });
});
