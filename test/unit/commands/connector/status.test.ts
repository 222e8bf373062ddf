import { describe, expect, it } from "vitest";
import { type ConnectorDetails, run as runAny } from "#cli/commands/connector/status.js";
import type { CommandContext } from "#cli/ports/context.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { ServiceError } from "#cli/errors.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { letterOf, resolutionOf } from "#test/support/fakes/dead-letters.js";
import { renderStatus } from "#cli/reporters/connector-status.js";
import { failing, fakeWorker, pipeline, running } from "./fake-worker.js";
import type { SinkMeasures } from "#cli/core/connect/sink-measures.js";

const before = { ...pipeline().connector.config, topics: "sales" };
const sample = 12_000;

/** Of one connector, in detail. */
async function run(input: { readonly sample: number }, context: CommandContext): Promise<ConnectorDetails> {
  const result = await runAny({ ...input, name: ["sales"] }, context);
  if (result.overview) throw new Error("one connector was named");
  return result;
}

/**
 * Two partitions that end at 10; the first commits these offsets one after another, the second has committed all. From
 * offset 9 on there is a transaction marker and no record.
 */
function offsets(...commits: readonly number[]): Partial<Kafka> & { readonly groups: string[] } {
  return offsetsOf(commits, []);
}

function offsetsOf(
  commits: readonly number[],
  leaderless: readonly number[],
): Partial<Kafka> & { readonly groups: string[] } {
  const left = [...commits];
  const groups: string[] = [];
  return {
    groups,
    topicNames: () => Promise.resolve(["sales"]),
    hasRecords: ({ ranges }) => Promise.resolve(ranges.some(({ from }) => from < 9)),
    availableOffsets: () =>
      Promise.resolve({
        partitions: [0, 1].map((partition) => ({ partition, low: 0, high: 10 })),
        leaderless,
      }),
    groupOffsets: (group) => {
      groups.push(group);
      const offset = left.length > 1 ? left.shift() : left[0];
      return Promise.resolve([
        { partition: 0, offset },
        { partition: 1, offset: 10 },
      ]);
    },
  };
}
const shown = (result: Awaited<ReturnType<typeof run>>): string =>
  renderStatus(result, { width: 100, color: false });

describe("connector status", () => {
  it("is clean when everything runs and is carried, without waiting", async () => {
    const kafka = offsets(10);
    const { context } = fakeWorker({ before, ports: { kafka } });
    const began = context.clock.now();
    const result = await run({ sample }, context);
    expect(result.outcome).toBe("clean");
    expect(kafka.groups).toEqual(["connect-sales"]);
    expect(context.clock.now()).toBe(began);
    expect(shown(result)).toContain("all carried");
  });

  it.each([
    ["0 letters", 0, 0, false, "all carried", undefined],
    ["letters that wait", 2, 0, false, "dead letters wait", "sales: 2 records wait as dead letters in dead"],
    ["one that waits", 2, 1, false, "dead letters wait", "sales: 1 record waits as dead letters in dead"],
    ["resolved ones", 2, 2, false, "all carried", undefined],
    [
      "too many to read",
      30_000,
      0,
      false,
      "dead letters wait",
      "sales: 30,000 dead letters in dead, too many to count",
    ],
    ["no right", 2, 0, true, "dead letters unknown", "it is not known whether dead letters wait"],
  ] as const)(
    "says what waits as dead letters: %s",
    async (_, letters, resolved, isForbidden, verdict, line) => {
      const held: Readonly<Record<string, readonly KafkaRecord[]>> = {
        dead: Array.from({ length: Math.min(letters, 10) }, (__, at) =>
          letterOf(at, { origin: `sales-0@${at}` }),
        ),
        "dead.resolutions": Array.from({ length: resolved }, (__, offset) => ({
          ...resolutionOf({ origin: `sales-0@${offset}` }),
          offset,
        })),
      };
      const kafka: Partial<Kafka> = {
        ...offsets(10),
        hasTopic: (name) =>
          isForbidden && name === "dead"
            ? Promise.reject(new ServiceError("Kafka", "the user lacks DESCRIBE"))
            : Promise.resolve(name === "sales" || name in held),
        topicOffsets: (name) =>
          Promise.resolve([
            { partition: 0, low: 0, high: name === "dead" ? letters : (held[name]?.length ?? 0) },
          ]),
        read: ({ topic, onRecords }) => {
          if (letters > 20_000) throw new Error("so many are not read");
          onRecords(held[topic] ?? []);
          return Promise.resolve();
        },
      };
      const config = { ...before, "errors.deadletterqueue.topic.name": "dead" };
      const { context } = fakeWorker({ before: config, ports: { kafka } });
      const result = await run({ sample }, context);
      const text = renderStatus(result, { width: Infinity, color: false });
      expect(text).toContain(verdict);
      expect(text.includes("all carried")).toBe(verdict === "all carried");
      if (line !== undefined) expect(text).toContain(line);
      expect(result.outcome).toBe("clean");
    },
  );

  it("is clean while records are carried, and stops watching at the first progress", async () => {
    const kafka = offsets(3, 3, 5);
    const { context } = fakeWorker({ before, ports: { kafka } });
    const result = await run({ sample }, context);
    expect(result).toMatchObject({ outcome: "clean", connectors: [{ lag: 5, notMoving: [] }] });
    expect(kafka.groups).toHaveLength(3);
    expect(shown(result)).toContain("carrying");
  });

  it("is clean, without waiting, when only a transaction marker is left", async () => {
    const { context } = fakeWorker({ before, ports: { kafka: offsets(9) } });
    const began = context.clock.now();
    const result = await run({ sample }, context);
    expect(result).toMatchObject({ outcome: "clean", connectors: [{ lag: 0, notMoving: [] }] });
    expect(context.clock.now()).toBe(began);
  });

  it("counts what stands behind an open transaction, where the connector is given no record", async () => {
    const kafka: Partial<Kafka> = {
      ...offsets(10),
      availableOffsets: (_, isolation) => {
        const high = isolation === "read_committed" ? 10 : 110;
        return Promise.resolve({
          partitions: [0, 1].map((partition) => ({ partition, low: 0, high })),
          leaderless: [],
        });
      },
    };
    const committed = { ...before, "consumer.override.isolation.level": "read_committed" };
    const { context } = fakeWorker({ before: committed, ports: { kafka } });
    const result = await run({ sample }, context);
    expect(result).toMatchObject({ outcome: "clean", connectors: [{ lag: 0, hidden: 200 }] });
    expect(shown(result)).toContain("waits for a transaction");
    expect(shown(result)).toContain("sales: 200 records stand behind an open transaction");
  });

  it("says of a RUNNING connector that it does not move, and where it stands", async () => {
    const { context } = fakeWorker({ before, ports: { kafka: offsets(3) } });
    const result = await run({ sample }, context);
    expect(result.outcome).toBe("findings");
    expect(result.connectors[0]?.notMoving).toEqual([{ topic: "sales", partition: 0, offset: 3 }]);
    expect(shown(result)).toContain("connector sales is not moving at sales-0@3: no commit within 12 s");
  });

  it("names a partition without a leader, and says how far the others are", async () => {
    const { context } = fakeWorker({ before, ports: { kafka: offsetsOf([10], [2]) } });
    const result = await run({ sample }, context);
    expect(result).toMatchObject({
      outcome: "findings",
      connectors: [{ lag: 0, leaderless: [{ topic: "sales", partition: 2 }] }],
    });
    expect(shown(result)).toContain("no leader");
    expect(shown(result)).toContain("sales-2 has no leader: no running broker has it");
  });

  it("prints the root cause of a failed task, without secrets", async () => {
    const { context } = fakeWorker({ before, statuses: [failing], ports: { kafka: offsets(10) } });
    const result = await run({ sample }, context);
    expect(result.outcome).toBe("findings");
    expect(shown(result)).toContain(
      "connector sales, task 0 has failed on w:1\n  AuthError: ******** is wrong\n",
    );
  });

  it("finds a connector that is not deployed, and one without tasks", async () => {
    const absent = await run({ sample }, fakeWorker().context);
    expect(absent.outcome).toBe("findings");
    expect(shown(absent)).toContain("not deployed");
    const idle = fakeWorker({ before, statuses: [{ ...running, tasks: [] }], ports: { kafka: offsets(10) } });
    expect((await run({ sample }, idle.context)).outcome).toBe("findings");
  });

  it("looks at the group that the live config names, and at topics by their pattern", async () => {
    const kafka = { ...offsets(10), topicNames: () => Promise.resolve(["sales", "sales-old", "other"]) };
    const live = { "topics.regex": "sales.*", "consumer.override.group.id": "mine" };
    const { context } = fakeWorker({ before: live, ports: { kafka } });
    const result = await run({ sample }, context);
    expect(result.connectors[0]?.consumerGroup).toBe("mine");
    expect(new Set(result.connectors[0]?.partitions.map(({ topic }) => topic))).toEqual(
      new Set(["sales", "sales-old"]),
    );
  });

  it("looks for named topics one by one, for a list has only those that the user may see", async () => {
    const kafka = {
      ...offsets(10),
      topicNames: () => Promise.reject(new Error("nobody asks for all names")),
      hasTopic: (name: string) => Promise.resolve(name === "sales"),
    };
    const live = { topics: "sales, returns" };
    const result = await run({ sample }, fakeWorker({ before: live, ports: { kafka } }).context);
    expect(new Set(result.connectors[0]?.partitions.map(({ topic }) => topic))).toEqual(new Set(["sales"]));
  });

  it("takes topics.regex for a pattern of Java's, and says which it does not understand", async () => {
    const kafka = { ...offsets(10), topicNames: () => Promise.resolve(["sales", "Q"]) };
    const live = { "topics.regex": "\\Qsales\\E" };
    const result = await run({ sample }, fakeWorker({ before: live, ports: { kafka } }).context);
    expect(result.outcome).toBe("unjudged");
    expect(shown(result)).toContain("sales: its lag is not known: topics.regex: the regular expression");
  });

  it("has findings where receipts are not acknowledged, whichever task waits", async () => {
    const outcome = async (...waits: readonly number[]): Promise<string> => {
      const sinkMeasures = (): Promise<readonly SinkMeasures[]> =>
        Promise.resolve(
          waits.map((wait, task) => ({
            type: "task-metrics",
            tags: { connector: "sales", task: String(task) },
            values: { "receipts-waiting": wait > 0 ? 3 : 0, "receipt-wait-ms": wait },
          })),
        );
      const ports = { kafka: offsets(10), connect: { sinkMeasures } };
      return (await run({ sample }, fakeWorker({ before, ports }).context)).outcome;
    };
    expect(await outcome(0, 31_000, 200)).toBe("findings");
    expect(await outcome(0, 5_200)).toBe("clean");
    expect(await outcome(0)).toBe("clean");
  });

  it("shows what the tasks count, each of its own worker, and nothing where workers do not say", async () => {
    const measures = (task: string, written: number): SinkMeasures => ({
      type: "task-metrics",
      tags: { connector: "sales", task },
      values: {
        "records-read-total": 1_200,
        "rows-written-total": written,
        "rows-superseded-total": 60,
        "offsets-held-by-ties": 3,
      },
    });
    const asked: (string | undefined)[] = [];
    const sinkMeasures = (worker?: string): Promise<readonly SinkMeasures[]> => {
      asked.push(worker);
      return Promise.resolve(worker === "w:2" ? [measures("1", 20)] : [measures("0", 1_000)]);
    };
    const tasks = running.tasks.map((task) => (task.id === 1 ? { ...task, workerId: "w:2" } : task));
    const { context } = fakeWorker({
      before,
      statuses: [{ ...running, tasks }],
      ports: { kafka: offsets(10), connect: { sinkMeasures } },
    });
    const result = await run({ sample }, context);
    expect(asked).toEqual([undefined, "w:1", "w:2"]);
    expect(result.connectors[0]?.totals).toMatchObject({
      tasks: 2,
      recordsRead: 2_400,
      rowsWritten: 1_020,
      rowsSuperseded: 120,
      offsetsHeld: 6,
      requestsRetried: 0,
    });
    expect(shown(result)).toMatch(/since start +read +written +superseded +deleted .*held\n/);
    expect(shown(result)).toMatch(/sales +2,400 +1,020 +120 +0 .*6\n/);
    const silent = await run({ sample }, fakeWorker({ before, ports: { kafka: offsets(10) } }).context);
    expect(silent.connectors[0]).not.toHaveProperty("totals");
    expect(shown(silent)).not.toContain("since start");
  });
});
