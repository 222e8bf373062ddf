import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { allowedDifferences } from "./allowed.js";
import { verdict } from "./evaluator.js";
import { pluginNames, type Plugin } from "./plugins.js";
import { Observed, shownDiscrepancy, type Discrepancy } from "./random/observed.js";
import { randomFeed, type RandomFeed } from "./random/random-feed.js";
import { deadLetters } from "./refused.js";
import { Run } from "./run.js";
import { openServers, type Servers } from "./servers.js";

/** `CASSINK_DIFFERENTIAL_SEEDS=4,5,6` gives other records, `CASSINK_DIFFERENTIAL_FEEDS=200` more of them. */
const seeds = (process.env["CASSINK_DIFFERENTIAL_SEEDS"] ?? "1,2,3").split(",").map(Number);
const feedsPerSeed = Number(process.env["CASSINK_DIFFERENTIAL_FEEDS"] ?? "40");
const pairsPerFeed = 15;

const feeds = seeds.flatMap((seed) =>
  Array.from({ length: feedsPerSeed }, (_, index) => randomFeed(seed, index, pairsPerFeed)),
);
let servers: Servers;
let run: Run;
let observed: Observed;

beforeAll(async () => {
  servers = await openServers(inject("home"));
  run = new Run(servers, feeds);
  await run.carry();
  observed = new Observed(run, await deadLetters(run));
});
afterAll(async () => {
  await run.remove();
  await servers.close();
});

test("random records: the two sinks' rows differ in what is allowed only", async () => {
  const all: Discrepancy[] = [];
  for (const feed of feeds) all.push(...(await observed.discrepancies(feed)));
  const unexplained = all.filter((one) => !allowedDifferences.some(({ explains }) => explains?.(one)));
  expect(unexplained.map(shownDiscrepancy)).toEqual([]);
  expect(all.length).toBeGreaterThan(0);
});

/** What the DataStax sink makes of a schema is not modelled. */
const judged = (plugin: Plugin): readonly RandomFeed[] =>
  feeds.filter(({ reading }) => plugin === "cassink" || reading !== "schemas");

/** What is not as `verify` computes it, and the offsets it says are refused. */
async function problems(plugin: Plugin, feed: RandomFeed): Promise<readonly string[]> {
  const { tables, refused, unjudged } = await verdict(run, plugin, feed);
  const keys = unjudged.map((offset) => `id=${feed.keys[Math.floor(offset / 2)] ?? ""}`);
  const found = tables.flatMap(({ examples }) => Object.values(examples).flat());
  const wrong = found.filter(({ key }) => !keys.includes(key.split(", ")[0] ?? ""));
  const lines = wrong.map((one) => `${feed.id} ${JSON.stringify(one)}`);
  const reported = observed.reportedOffsets(feed).filter((offset) => !unjudged.includes(offset));
  if (plugin === "cassink" && String(reported) !== String(refused)) {
    lines.push(`${feed.id} has dead letters ${reported.join(" ")}, and verify refuses ${refused.join(" ")}`);
  }
  return lines;
}

test.each(pluginNames)("random records: the rows by %s are what verify computes", async (plugin) => {
  const lines: string[] = [];
  for (const feed of judged(plugin)) lines.push(...(await problems(plugin, feed)));
  expect(lines).toEqual([]);
});
