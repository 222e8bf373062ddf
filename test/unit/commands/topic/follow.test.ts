import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/topic/peek.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import type { ReadRecord } from "#cli/core/peek/record-reading.js";
import { InterruptedError, ServiceError, UsageError } from "#cli/errors.js";
import type { Kafka } from "#cli/ports/kafka.js";
import type { TopicPeekInput } from "#cli/program/topic.js";
import { fakeContext } from "#test/support/fakes/context.js";

const following: TopicPeekInput = { name: ["orders"], follow: true, from: { kind: "latest" } };
const recordAt = (partition: number, offset: number): KafkaRecord => ({
  ...{ partition, offset, timestamp: 1_000 * offset + partition, headers: [] },
  ...{ key: null, value: Buffer.from(`v${offset}`) },
});

interface World {
  /** By partition, the first offset that is there and the end. */
  ends: [low: number, high: number][];
  isThere: boolean;
}

/**
 * A topic that changes between two looks, by one step each time that there is nothing new; behind the last step comes
 * Ctrl-C.
 */
function setup(
  ends: World["ends"],
  steps: readonly ((world: World) => void)[],
  read?: (request: Parameters<Kafka["read"]>[0], fetch: () => void) => Promise<void>,
) {
  const controller = new AbortController();
  const world: World = { ends, isThere: true };
  const left = [...steps];
  const shown: ReadRecord[] = [];
  const { context, facts } = fakeContext({
    signal: controller.signal,
    pipelines: { names: () => Promise.resolve([]) },
    emitRecord: (record: ReadRecord) => Promise.resolve(void shown.push(record)),
    clock: {
      now: () => 0,
      sleep: () => {
        const step = left.shift();
        if (step === undefined) controller.abort(new InterruptedError());
        step?.(world);
        return step === undefined ? Promise.reject(new InterruptedError()) : Promise.resolve();
      },
    },
    kafka: {
      hasTopic: () => Promise.resolve(world.isThere),
      topicOffsets: () =>
        Promise.resolve(world.ends.map(([low, high], partition) => ({ partition, low, high }))),
      read: (request) => {
        const fetch = (): void => {
          for (const { partition, from, to } of request.ranges) {
            for (let offset = from; offset < to; offset++) request.onRecords([recordAt(partition, offset)]);
          }
        };
        if (read !== undefined) return read(request, fetch);
        fetch();
        return Promise.resolve();
      },
    },
  });
  const follow = (input: Partial<TopicPeekInput> = {}) => run({ ...following, ...input }, context);
  return { follow, facts, places: () => shown.map(({ at }) => at) };
}

const placesOf = (partition: number, from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, index) => `orders-${partition}@${from + index}`);

describe("topic peek --follow", () => {
  it("shows the last records, and each that comes once, whatever number comes at a time", async () => {
    const { follow, places } = setup(
      [[0, 20]],
      [
        (world) => (world.ends = [[0, 21]]),
        (world) => (world.ends = [[0, 21]]),
        (world) => (world.ends = [[5, 1_300]]),
      ],
    );
    expect(await follow({ count: 3 })).toMatchObject({ outcome: "clean", records: [] });
    expect(places()).toEqual(placesOf(0, 17, 1_300));
  });

  it.each<[string, Partial<TopicPeekInput>, readonly string[]]>([
    ["the earliest", { from: { kind: "earliest" } }, placesOf(0, 2, 9)],
    ["an offset", { from: { kind: "offset", offset: 4 }, partition: 0 }, placesOf(0, 4, 9)],
    ["a record's place", { name: ["orders-0@6"] }, placesOf(0, 6, 9)],
  ])("begins where it is told, and shows all from there: %s", async (_, input, expected) => {
    const { follow, places } = setup([[2, 8]], [(world) => (world.ends = [[2, 9]])]);
    await follow(input);
    expect(places()).toEqual(expected);
  });

  it("reads partitions that are added from their beginnings, unless one is named", async () => {
    const steps = [
      (world: World) =>
        (world.ends = [
          [0, 1],
          [0, 2],
        ]),
    ];
    const all = setup([[0, 1]], steps);
    await all.follow();
    expect(all.places()).toEqual(["orders-0@0", "orders-1@0", "orders-1@1"]);
    for (const input of [{ partition: 0 }, { name: ["orders-0@0"] }]) {
      const one = setup([[0, 1]], steps);
      await one.follow(input);
      expect(one.places()).toEqual(["orders-0@0"]);
    }
  });

  it("goes on where a read was broken off, without a loss and without showing anything twice", async () => {
    let reads = 0;
    const { follow, places, facts } = setup(
      [[0, 4]],
      [() => undefined, () => undefined],
      (request, fetch) => {
        if (++reads > 2) {
          fetch();
          return Promise.resolve();
        }
        if (reads === 1) request.onRecords([recordAt(0, 0), recordAt(0, 1)]);
        return Promise.reject(new ServiceError("Kafka", "no record arrived for 30 s"));
      },
    );
    await follow({ from: { kind: "earliest" } });
    expect(places()).toEqual(placesOf(0, 0, 4));
    expect(facts.filter(({ kind }) => kind === "following waits")).toEqual([
      { kind: "following waits", topic: "orders", reason: "no record arrived for 30 s" },
    ]);
  });

  it("says which offsets were deleted before it read them", async () => {
    const { follow, places, facts } = setup([[0, 1]], [(world) => (world.ends = [[4, 6]])]);
    await follow();
    expect(places()).toEqual(["orders-0@0", "orders-0@4", "orders-0@5"]);
    expect(facts).toContainEqual({
      ...{ kind: "records deleted unread", topic: "orders", partition: 0, from: 1, to: 4 },
    });
  });

  it("ends with what is wrong when the topic is deleted, or made again", async () => {
    const deleted = setup([[0, 1]], [(world) => (world.isThere = false)]);
    await expect(deleted.follow()).rejects.toThrow("topic orders has been deleted");
    const again = setup([[0, 5]], [(world) => (world.ends = [[0, 2]])]);
    await expect(again.follow()).rejects.toMatchObject({
      message: "topic orders has been made again, or has lost records",
      where: "orders-0@2 is its end, and it was read up to 5",
    });
  });

  it("takes --records for the last ones, and not with a start", async () => {
    const { follow } = setup([[0, 1]], []);
    const failure = await follow({ count: 3, from: { kind: "earliest" } }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
  });
});
