import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/connector/lag.js";
import type { CommandContext } from "#cli/ports/context.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { renderLag } from "#cli/reporters/connector-lag.js";
import { fakeWorker, pipeline } from "./fake-worker.js";

const before = { ...pipeline().connector.config, topics: "sales" };
const timeout = 10_000;
const terminal = { width: 80, color: false };

/** Two partitions that end at 10; the first commits these offsets one after another. Records are a minute old and more. */
function log(...commits: readonly number[]): Partial<Kafka> {
  const left = [...commits];
  return {
    hasRecords: () => Promise.resolve(true),
    availableOffsets: () =>
      Promise.resolve({
        partitions: [0, 1].map((partition) => ({ partition, low: 0, high: 10 })),
        leaderless: [],
      }),
    groupOffsets: () => {
      const offset = left.length > 1 ? left.shift() : left[0];
      return Promise.resolve([
        { partition: 0, offset },
        { partition: 1, offset: 10 },
      ]);
    },
    firstRecord: ({ ranges: [range] }) => {
      const offset = range?.from ?? 0;
      const timestamp = Date.UTC(2026, 0, 1) - 60_000 + offset * 1000;
      return Promise.resolve({ partition: 0, offset, timestamp, key: null, value: null, headers: [] });
    },
  };
}
const contextOf = (kafka: Partial<Kafka>): CommandContext => fakeWorker({ before, ports: { kafka } }).context;

describe("connector lag", () => {
  it("says records, and how old the first of them is", async () => {
    const result = await run({ name: ["sales"], timeout }, contextOf(log(4)));
    expect(result).toMatchObject({ outcome: "clean", lag: 6, seconds: 56 });
    expect(renderLag(result, terminal)).toMatch(
      /sales +RUNNING +6 +56 s\n\npartition .*\nsales-0 +6 +56 s\n$/,
    );
  });

  it("has no seconds where all is carried", async () => {
    const result = await run({ timeout }, contextOf(log(10)));
    expect(result).toMatchObject({ outcome: "clean", lag: 0 });
    expect(result).not.toHaveProperty("seconds");
  });

  it("waits until nothing is left, and says how far it is", async () => {
    const { context, facts } = fakeWorker({ before, ports: { kafka: log(2, 7, 10) } });
    const result = await run({ name: ["sales"], timeout, waitForZero: true }, context);
    expect(result).toMatchObject({ outcome: "clean", lag: 0, waited: 2_000 });
    expect(facts).toEqual([
      { kind: "lag carried", connector: "sales", done: 0, total: 8 },
      { kind: "lag carried", connector: "sales", done: 5, total: 8 },
    ]);
  });

  it("ends with findings when the wait is over, and says what is left", async () => {
    const result = await run({ name: ["sales"], timeout, waitForZero: true }, contextOf(log(2)));
    expect(result).toMatchObject({ outcome: "findings", lag: 8, waited: 10_000 });
    expect(renderLag(result, terminal)).toContain("the wait is over after 10 s");
  });

  it("finds one that is not deployed, and does not judge what it cannot see", async () => {
    const absent = await run({ name: ["sales"], timeout }, fakeWorker().context);
    expect(absent.outcome).toBe("findings");
    const leaderless = {
      ...log(10),
      availableOffsets: () => Promise.resolve({ partitions: [], leaderless: [1] }),
    };
    const unseen = await run({ name: ["sales"], timeout }, contextOf(leaderless));
    expect(unseen.outcome).toBe("unjudged");
    expect(renderLag(unseen, terminal)).toContain("sales-1 has no leader");
  });
});
