import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "#cli/core/generate/random.js";
import type { UpResult } from "#cli/commands/stack/up.js";
import { disturbances } from "./disturbances.js";
import { Scene, writeOrders } from "./scene.js";
import { faultRounds } from "#test/support/faults/rounds.js";
import { type OwnStack, ownStack } from "#test/support/servers/own-stack.js";

let stack: OwnStack;
let scene: Scene;
let loads = 0;

beforeAll(async () => {
  stack = await ownStack("--workers", "2", "--commitlog-sync", "batch");
});
afterAll(() => stack.remove());

beforeAll(async () => {
  const { processes } = await stack.up();
  const addressesOf = (kind: UpResult["processes"][number]["kind"]): readonly string[] =>
    processes.filter((process) => process.kind === kind).map(({ address }) => address);
  scene = new Scene(stack, {
    kafka: addressesOf("kafka")[0] ?? "",
    workers: addressesOf("connect").map((address) => `http://${address}`),
    contactPoint: addressesOf("cassandra")[0] ?? "",
  });
  await scene.open();
  return () => scene.close();
});

describe.each(Object.entries(disturbances))("every row is the fold of its records: %s", (fault, disturb) => {
  it.for(faultRounds)("round and seed %i", async (seed, { task }) => {
    task.meta.faultRound = { fault, rowsChecked: 0, wrongRows: 0 };
    loads += 1;
    await scene.awaitLagZero();
    const before = scene.marks();
    // A replay from the round's start also mends rows, so each order has rounds without one.
    const replayed = fault.startsWith("Cassandra") ? undefined : writeOrders[seed % 3];
    const random = new Random(seed, loads);
    const replay = async (): Promise<void> => {
      if (replayed === undefined) return;
      await setTimeout(random.below(4_000));
      await scene.connect.resetOffsets(scene.connectorOf(replayed), before);
    };
    const done = await Promise.allSettled([
      scene.load(loads, seed),
      disturb({ stack, scene, random }),
      replay(),
    ]);
    for (const one of done) if (one.status === "rejected") throw one.reason;
    await scene.awaitLagZero();
    const { checked, wrong } = await scene.compare();
    task.meta.faultRound = { fault, rowsChecked: checked, wrongRows: wrong.length };
    expect.soft(wrong.length, `${checked} rows checked`).toBe(0);
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(checked).toBeGreaterThan(1_000);
  });
});

it("the same comparison finds the DataStax sink's rows wrong: it cannot only succeed", async () => {
  const wrong = await scene.compareOtherSink("io.cassink.datastax.DataStaxSinkConnector", "one_time_bursts");
  expect(wrong.length).toBeGreaterThan(0);
});
