import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { usedHeapKilobytes } from "#test/bench/harness/memory.js";
import type { Run } from "#test/bench/harness/race.js";
import type { GrowthResult, RaceResult, ScenarioResult } from "#test/bench/results/result.js";
import { median, percentile } from "#test/bench/results/statistics.js";
import { documents, scenarios } from "#test/bench/scenarios/scenarios.js";
import { ResultStore } from "#test/bench/results/store.js";

describe("statistics", () => {
  it("take the middle, whatever the order", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("take the nearest rank", () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect([0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([100, 198, 200]);
  });
});

describe("used heap", () => {
  it("is one number of G1", () => {
    const text = `42:
 garbage-first heap   total 131072K, used 23456K [0x00000000e0000000, 0x0000000100000000)
  region size 1024K, 20 young (20480K), 3 survivors (3072K)
 Metaspace       used 50000K, committed 50500K, reserved 1114112K
  class space    used 6000K, committed 6200K, reserved 1048576K`;
    expect(usedHeapKilobytes(text)).toBe(23456);
  });

  it("is the sum of the generations of others", () => {
    const text = `42:
 def new generation   total 9792K, used 1000K [0x1, 0x2, 0x3)
  eden space 8704K,  11% used [0x1, 0x2, 0x3)
 tenured generation   total 21888K, used 2000K [0x1, 0x2, 0x3)
 Metaspace       used 50000K, committed 50500K, reserved 1114112K`;
    expect(usedHeapKilobytes(text)).toBe(3000);
  });
});

describe("results", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "cassink-results-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const verified = { clean: true, rows: 10, missing: 0, different: 0, unexpected: 0, refused: 0 };
  const run: Run = { rowsPerSecond: 1000, seconds: 1, loadBefore: 0, verified };
  const race: RaceResult = {
    kind: "race",
    records: 1000,
    items: 10,
    peers: [{ peer: "ours", title: "Cassink sink", rowsPerSecond: 1000, runs: [run], failures: [] }],
    ratios: [{ what: "rows/s, ours to DataStax", value: 2, target: { atLeast: 3 }, met: false }],
  };
  const machine = { processor: "any", cores: 2, memory: 8, system: "any", versions: { Java: "17" } };
  const scenario = (title: string, measured: RaceResult | GrowthResult): ScenarioResult => ({
    title,
    measuredAt: "2026-01-02T03:04:05.000Z",
    machine,
    measured,
  });
  const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");

  it("replace their own scenario and keep the others", async () => {
    const store = new ResultStore(folder, documents);
    await store.put("warm", scenario("On a warm worker", race));
    await store.put("fresh", scenario("On a fresh worker", race));
    await store.put("fresh", scenario("On a new fresh worker", race));
    const written = JSON.parse(await read("sink.json")) as { scenarios: Record<string, unknown> };
    expect(written.scenarios).toEqual({
      fresh: scenario("On a new fresh worker", race),
      warm: scenario("On a warm worker", race),
    });
    expect(Object.keys(written.scenarios)).toEqual(["warm", "fresh"]);
  });

  it("say what a target misses, and whose table is wrong", async () => {
    const wrong = { ...run, verified: { ...verified, clean: false, different: 7 } };
    const peers = [{ peer: "spark", title: "Spark", rowsPerSecond: 1000, runs: [wrong], failures: ["gone"] }];
    await new ResultStore(folder, documents).put("peers", scenario("Others", { ...race, peers }));
    expect(await read("sink.md")).toMatch(/\*\*wrong\*\*: 7 different; a run failed/);
    expect(await read("sink.md")).toMatch(/\| 2\.00 +\| ≥ 3 +\| not met/);
    expect(await read("sink.svg")).toContain("1,000 (table wrong)");
  });

  it("draw growth as lines, whose last points say the seconds", async () => {
    const usage = (seconds: number) => ({ seconds, processorSeconds: seconds / 2, resident: 300 });
    const size = (records: number) => ({
      records,
      rounds: [1, 3, 2].map((factor) => ({
        proof: usage((factor * records) / 1e5),
        since: usage(factor),
        topic: usage(records / 2e5),
        table: usage(records / 1e5),
      })),
      verified,
    });
    const sizes = [1e6, 3e6].map(size);
    await new ResultStore(folder, documents).put(
      "proof",
      scenario("Growth", { kind: "growth", sizes, ratios: race.ratios }),
    );
    expect(await read("verify.md")).toMatch(
      /\| 3,000,000 +\| 3 +\| 60\.0 +\| 10\.0 +\| 300 MB +\| 2\.0 s +\| 15\.0 s +\| 30\.0 s/,
    );
    expect(await read("verify.svg")).toMatch(/verify table: 60 s[^]*reading topic and table alone: 45 s/);
  });

  it("are each in one document", () => {
    expect(documents.flatMap(({ order }) => order).toSorted()).toEqual(
      scenarios.map(({ name }) => name).toSorted(),
    );
  });
});
