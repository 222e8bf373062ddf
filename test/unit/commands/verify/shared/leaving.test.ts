import { expect, it } from "vitest";
import { createPacking } from "#cli/adapters/system/packing.js";
import { verifyTogether } from "#cli/commands/verify/shared/verify-together.js";
import type { SharedRequest } from "#cli/commands/verify/shared/shared-request.js";
import { ServiceError } from "#cli/errors.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { progressLine } from "#cli/reporters/progress.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { MemoryTopics } from "#test/support/fakes/memory-topics.js";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function brokers(more: Partial<Kafka> = {}) {
  const memory = new MemoryTopics();
  const kafka = { ...memory.kafka(turn), ...more };
  return { topics: memory.topics, ports: { kafka, clock: { now: () => 0, sleep: turn } } };
}

const gone = new ServiceError("Kafka", "cannot send to topic cassink.verify.friday: there is no such topic");
const packing = createPacking("1");
const digests = { of: () => "plan", salt: () => "m" };
const nothing = { ends: [], hidden: [], judged: [], sample: undefined };

/** About no table: all of it is how a member goes through the run. */
const request = (more: Partial<SharedRequest> = {}): SharedRequest =>
  ({
    ...{ run: "friday", pipeline: "sales", asked: { things: new Map(), configs: new Map() } },
    ...{ plan: { tables: [], topics: [], connectors: [] }, fixStart: () => Promise.resolve(nothing) },
    ...{ optionsOf: () => ({}), report: () => Promise.resolve({ told: "all" }), ...more },
  }) as unknown as SharedRequest;

it("a member that may not remove the run's topics gives its report, and says that they are left", async () => {
  const denied = new ServiceError("Kafka", "cannot delete topic: not authorized");
  const { ports, topics } = brokers({ deleteTopic: () => Promise.reject(denied) });
  const { context, facts } = fakeContext({ ...ports, packing, digests });

  expect(await verifyTogether(request(), context)).toEqual({ told: "all" });
  const told = { kind: "run topics left", run: "friday", problem: denied.message } as const;
  expect(facts).toContainEqual(told);
  expect(JSON.stringify(progressLine(told))).toContain("cassink verify runs clean friday");
  expect(topics.size).toBe(2);
});

it("a member that ends before its time names the run, how it goes on and how it is removed", async () => {
  const { ports } = brokers();
  const { context, facts } = fakeContext({ ...ports, packing, digests });
  const stopped = new Error("stopped");

  await expect(verifyTogether(request({ fixStart: () => Promise.reject(stopped) }), context)).rejects.toBe(
    stopped,
  );
  const told = { kind: "run left", run: "friday", others: 0 } as const;
  expect(facts).toContainEqual(told);
  expect(JSON.stringify(progressLine(told))).toMatch(/goes on from there.*cassink verify runs clean friday/);
});

it("one that was refused says nothing of a run that is not its own", async () => {
  const { ports } = brokers();
  const { context, facts } = fakeContext({
    ...{ ...ports, packing },
    digests: { of: () => "plan", salt: () => "first" },
  });
  await expect(
    verifyTogether(request({ fixStart: () => Promise.reject(new Error("stopped")) }), context),
  ).rejects.toThrow("stopped");
  const other = fakeContext({
    ...ports,
    packing,
    digests: { of: () => "else", salt: () => "second" },
  });

  await expect(verifyTogether(request(), other.context)).rejects.toThrow("something else");
  expect(facts.map(({ kind }) => kind)).toContain("run left");
  expect(other.facts.map(({ kind }) => kind)).not.toContain("run left");
});

it("a member that has its report gives it, though another that was the last as well has removed the topics", async () => {
  const { ports, topics } = brokers();
  const { context, facts } = fakeContext({
    ...{ ...ports, packing, digests },
    kafka: {
      ...ports.kafka,
      topicNames: () => {
        topics.clear();
        return Promise.reject(gone);
      },
    },
  });

  expect(await verifyTogether(request(), context)).toEqual({ told: "all" });
  expect(facts.map(({ kind }) => kind)).not.toContain("run topics left");
});

it("a member that finds the topics removed before it has the report says who may have done it", async () => {
  const { ports, topics } = brokers();
  const { context } = fakeContext({ ...ports, packing, digests });
  const removing = request({
    fixStart: () => {
      topics.clear();
      return Promise.reject(gone);
    },
  });

  await expect(verifyTogether(removing, context)).rejects.toThrow("the topics of run friday are gone");
});
