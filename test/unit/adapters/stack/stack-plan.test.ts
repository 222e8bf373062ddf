import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newPlan, runningPlan } from "#cli/adapters/stack/stack-plan.js";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "cassink-plan-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const dataOf = (...names: readonly string[]): Promise<unknown> =>
  Promise.all(names.map((name) => mkdir(join(home, name, "data"), { recursive: true })));

test("a stack is one of each, and Cassandra's commit log its default", async () => {
  expect(await newPlan(home, {})).toMatchObject({
    brokers: 1,
    workers: 1,
    nodes: 1,
    commitLogSync: "periodic",
    portOffset: 0,
    pluginPaths: [],
  });
});

test("a stack is what was wished", async () => {
  const wishes = { brokers: 3, workers: 2, nodes: 2, commitLogSync: "batch", portOffset: 7 } as const;
  expect(await newPlan(home, wishes)).toMatchObject(wishes);
});

test("brokers and nodes are as many as have left data, unless told otherwise", async () => {
  await dataOf("kafka", "kafka-2", "cassandra");
  expect(await newPlan(home, {})).toMatchObject({ brokers: 2, workers: 1, nodes: 1 });
  await expect(newPlan(home, { brokers: 1 })).rejects.toThrow(
    "the number of brokers that left data under this home is 2, not 1",
  );
  await expect(newPlan(home, { nodes: 2 })).rejects.toMatchObject({
    message: "the number of nodes that left data under this home is 1, not 2",
    hint: expect.stringContaining("cassink up --nodes 1; or cassink down --purge --yes") as string,
  });
});

test("workers keep nothing: any number of them can follow", async () => {
  await mkdir(join(home, "connect-2"));
  expect(await newPlan(home, { workers: 3 })).toMatchObject({ workers: 3 });
});

test("a stack that runs stays as it is when nothing is wished, and tells every wish that it cannot grant", async () => {
  const plan = await newPlan(home, { workers: 2 });
  expect(await runningPlan(plan, {})).toBe(plan);
  expect(await runningPlan(plan, { workers: 2, brokers: 1 })).toBe(plan);
  await expect(runningPlan(plan, { workers: 3, commitLogSync: "batch", portOffset: 1 })).rejects.toThrow(
    "its number of workers is 2, not 3, and its commitlog_sync is periodic, not batch, and its port offset is 0, not 1",
  );
});

test("a stack is secure when it is asked for, and ever after", async () => {
  expect(await newPlan(home, {})).toMatchObject({ secure: false });
  expect(await newPlan(home, { secure: true })).toMatchObject({ secure: true });
  await mkdir(join(home, "secure"));
  await dataOf("kafka", "cassandra");
  expect(await newPlan(home, {})).toMatchObject({ secure: true });
});

test.each(["kafka", "cassandra"])("what %s has left without users does not become secure", async (name) => {
  await dataOf(name);
  await expect(newPlan(home, { secure: true })).rejects.toMatchObject({
    message: "the stack that left data under this home is not secure",
    where: home,
    hint: expect.stringContaining("cassink down --purge --yes") as string,
  });
});

test("a plain stack that runs is not secure because of a flag", async () => {
  await expect(runningPlan(await newPlan(home, {}), { secure: true })).rejects.toThrow(
    "a stack runs under this home already, and it is not secure",
  );
  const secure = await newPlan(home, { secure: true });
  expect(await runningPlan(secure, {})).toBe(secure);
});
