import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { SinkJob } from "#test/support/sink/job.js";
import { type SinkStack, openSinkStack } from "#test/support/sink/stack.js";

let stack: SinkStack;

beforeAll(async () => {
  stack = await openSinkStack(inject("home"));
});

afterAll(() => stack.close());

/** What the node says about the size of batches on this file's tables. */
async function complaints(): Promise<readonly string[]> {
  const log = await readFile(join(stack.home, "logs", "cassandra.log"), "utf8");
  return log.split("\n").filter((line) => /\bbatch/i.test(line) && line.includes(stack.keyspace));
}

it.concurrent.for([
  ["four kilobytes", "t text", 4_000, "x".repeat(4_000)],
  ["of every size", "t text", 4_000, ""],
  ["a set of numbers", "t set<int>", 1_000, JSON.stringify(Array.from({ length: 60 }, (_, index) => index))],
  [
    "a map",
    "t map<text,int>",
    1_000,
    JSON.stringify(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [i, i]))),
  ],
] as const)("rows with %s make no batch of which the server warns", async ([name, column, count, text]) => {
  const job = await SinkJob.create(stack, {
    name: name.replaceAll(" ", "-"),
    columns: `k text PRIMARY KEY, n bigint, ${column}`,
  });
  const records = Array.from({ length: count }, (_, index) => {
    const value = text === "" ? "x".repeat((index * 37) % 3_000) : text;
    return { key: `k${index}`, value: JSON.stringify({ n: index, t: value }), timestamp: Date.now() };
  });
  await job.sendGood(records);
  await job.deploy();
  await job.drained();
  expect((await job.rows()).size).toBe(count);
  expect(await complaints()).toEqual([]);
  await job.remove();
});
