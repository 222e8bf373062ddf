import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/produce/lines.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import type { ConnectorStatus, TaskState } from "#cli/core/connect/status.js";
import { InterruptedError, ServiceError, UsageError } from "#cli/errors.js";
import { renderSent } from "#cli/reporters/produce.js";
import type { ConnectApi } from "#cli/ports/connect-api.js";
import type { CommandContext } from "#cli/ports/context.js";
import type { Kafka, ReadRequest, SentRecord } from "#cli/ports/kafka.js";
import type { TopicProduceInput } from "#cli/program/topic.js";
import { fakeContext } from "#test/support/fakes/context.js";

const config = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  "topic.sales.shop.sales.mapping": "id=value.id",
  "receipts.topic": "sales_written",
};
const topic = (name: string) => ({ name, partitions: 2, replication: 1, configs: {} });
const pipelineWith = (more: Record<string, string> = {}): Pipeline => ({
  name: "sales",
  description: "",
  file: "/sales.yaml",
  topics: [topic("sales"), topic("sales_written")],
  tables: [],
  connector: { name: "sales", config: { ...config, ...more } },
});

interface Receipt {
  readonly of: SentRecord;
  readonly table?: string;
  readonly topic?: string;
}

/** Of partition 1; all of its offsets are written, unless it says otherwise. */
interface Range {
  readonly topic?: string;
  readonly from: number;
  readonly to: number;
  readonly written?: number;
  readonly superseded?: number;
  readonly refused?: number;
}

/** What has happened on the cluster at a look at the receipts; nothing at further ones. */
interface Look {
  readonly receipts?: readonly Receipt[];
  readonly ranges?: readonly Range[];
  /** By partition of the source: what the connector has committed. */
  readonly committed?: readonly number[];
  /** Ctrl-C is pressed during the question, which it ends. */
  readonly interrupts?: AbortController;
}

/** Five records go to offsets 10 to 14 of partition 1. */
const places: readonly SentRecord[] = [10, 11, 12, 13, 14].map((offset) => ({ partition: 1, offset }));
const lines = places.map((_, index) => JSON.stringify({ id: index }));

function setup(
  looks: readonly Look[],
  pipeline = pipelineWith(),
  more: Partial<Kafka> = {},
  ports: Pick<Partial<CommandContext>, "signal"> & { readonly connect?: Partial<ConnectApi> } = {},
) {
  const log: KafkaRecord[] = [];
  const left = [...looks];
  const unsent = [...places];
  const asked: (string | undefined)[] = [];
  let committed: readonly number[] = [];
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const tell = ({ of, table = "shop.sales", topic = "sales" }: Receipt): void => {
    const told = { table, topic, partition: String(of.partition), offset: String(of.offset) };
    const headers = Object.entries(told).map(([key, value]) => ({
      key: `cassink.${key}`,
      value: encode(value),
    }));
    log.push({ partition: 0, offset: log.length, timestamp: 0, key: null, value: null, headers });
  };
  const tellRange = (range: Range): void => {
    const counts = { written: range.to - range.from, deleted: 0, superseded: 0, refused: 0, deadLettered: 0 };
    const value = encode(JSON.stringify({ topic: "sales", partition: 1, ...counts, ...range }));
    log.push({ partition: 0, offset: log.length, timestamp: 0, key: null, value, headers: [] });
  };
  const { context, facts } = fakeContext({
    connect: { status: () => Promise.resolve(statusWith("RUNNING")) },
    ...ports,
    pipelines: { select: () => Promise.resolve([pipeline]) },
    files: {
      readLines: async function* () {
        await Promise.resolve();
        yield* lines;
      },
    },
    kafka: {
      topicNames: () => Promise.resolve(["sales", "sales_written"]),
      topicOffsets: (_, isolation) => {
        // The first question is for the place from which receipts are read.
        const look = asked.push(isolation) === 1 ? undefined : left.shift();
        committed = look?.committed ?? committed;
        look?.receipts?.forEach(tell);
        look?.ranges?.forEach(tellRange);
        look?.interrupts?.abort(new InterruptedError());
        if (look?.interrupts !== undefined) return Promise.reject(new InterruptedError());
        return Promise.resolve([{ partition: 0, low: 0, high: log.length }]);
      },
      read: ({ ranges, onRecords }: ReadRequest) => {
        const [range] = ranges;
        onRecords(log.slice(range?.from, range?.to));
        return Promise.resolve();
      },
      groupOffsets: () => Promise.resolve([{ partition: 1, offset: committed[0] }]),
      producer: () =>
        Promise.resolve({
          send: (_, records) => Promise.resolve(unsent.splice(0, records.length)),
          close: () => Promise.resolve(),
        }),
      ...more,
    },
  });
  return { context, facts, asked };
}

/** A connector in this state, and its tasks. */
const statusWith = (state: TaskState, tasks: ConnectorStatus["tasks"] = []): ConnectorStatus => ({
  name: "sales",
  type: "sink",
  connector: { state, workerId: "w" },
  tasks,
});

const input = { name: ["sales"], schema: true, waitDurable: 5_000 } as unknown as TopicProduceInput;
const told = (of: readonly SentRecord[]): Look => ({ receipts: of.map((each) => ({ of: each })) });

/** Looks while the records are sent. */
const nothingYet = Array.from({ length: 20 }, () => ({}));

describe("--wait-durable", () => {
  it("waits until each record has its receipt, and says how long that took", async () => {
    const { context, facts } = setup([...nothingYet, told(places.slice(0, 3)), {}, told(places.slice(3))]);
    const result = await run(input, context);
    expect(result).toMatchObject({
      outcome: "clean",
      topic: "sales",
      acknowledged: 5,
      durable: { receiptsTopic: "sales_written", durable: 5, filtered: 0, missing: 0, firstMissing: [] },
    });
    const { p50 = -1, p99 = -1 } = result.durable ?? {};
    expect(p50).toBeGreaterThan(0);
    expect(p99).toBeGreaterThan(p50);
    expect(facts).toContainEqual({ kind: "receipts came", topic: "sales_written", done: 5, total: 5 });
    expect(renderSent(result)).toContain(`  5 records durable, by receipts in sales_written; from send`);
  });

  it("counts a receipt that comes before the acknowledgement, and none of other records or of other topics", async () => {
    const others: Look = {
      receipts: [{ of: { partition: 1, offset: 9 } }, { of: { partition: 1, offset: 10 }, topic: "other" }],
    };
    let seen = 0;
    const unsent = [...places];
    const { context } = setup([told(places), others], pipelineWith(), {
      producer: () =>
        Promise.resolve({
          send: async (_, records) => {
            // The receipts are read meanwhile.
            while (seen < 3) {
              seen += 1;
              await context.clock.sleep(25, context.signal);
            }
            return unsent.splice(0, records.length);
          },
          close: () => Promise.resolve(),
        }),
    });
    expect((await run(input, context)).durable).toMatchObject({ durable: 5, missing: 0 });
  });

  it("wants a receipt of each table that the topic is written to, however often one is told", async () => {
    const two = pipelineWith({ "topic.sales.shop.totals.mapping": "id=value.id" });
    const once = told([...places, ...places]);
    const half = setup([once], two);
    expect((await run(input, half.context)).durable).toMatchObject({ durable: 0, missing: 5 });
    const both = { receipts: places.map((of) => ({ of, table: "shop.totals" })) };
    const whole = setup([once, both], two);
    expect((await run(input, whole.context)).durable).toMatchObject({ durable: 5, missing: 0 });
  });

  it("ends with findings where receipts do not come, and names the first", async () => {
    const { context } = setup([told(places.slice(0, 1))]);
    const result = await run(input, context);
    expect(result).toMatchObject({
      outcome: "findings",
      durable: { durable: 1, missing: 4, firstMissing: ["sales-1@11", "sales-1@12", "sales-1@13"] },
    });
    expect(renderSent(result)).toContain("  4 without a receipt in time, the first sales-1@11, sales-1@12");
  });

  it("says after Ctrl-C what was sent and what of it is durable", async () => {
    const pressed = new AbortController();
    const looks = [...nothingYet, told(places.slice(0, 2)), { interrupts: pressed }];
    const { context } = setup(looks, pipelineWith(), {}, { signal: pressed.signal });
    const result = await run(input, context);
    expect(result).toMatchObject({
      acknowledged: 5,
      interrupted: true,
      durable: { durable: 2, missing: 3, firstMissing: ["sales-1@12", "sales-1@13", "sales-1@14"] },
    });
    const text = renderSent(result);
    expect(text).toContain("  2 records durable, by receipts in sales_written; from send to receipt p50");
    expect(text).toContain("  3 not yet known to be durable, the first sales-1@12, sales-1@13, sales-1@14\n");
    expect(text).not.toContain("in time");
  });

  it("says so, too, where Ctrl-C is pressed while records are sent", async () => {
    const pressed = new AbortController();
    const { context } = setup([{ interrupts: pressed }], pipelineWith(), {}, { signal: pressed.signal });
    const result = await run(input, context);
    expect(result.interrupted).toBe(true);
    expect(result.durable?.missing).toBe(result.acknowledged);
  });

  const trace = "org.apache.kafka.connect.errors.ConnectException: sales-1@11: no\n\tat Sink.put(Sink.java)";
  const halts: readonly [string, ConnectorStatus | undefined, object, readonly string[]][] = [
    ["absent", undefined, { state: "absent" }, ["the cluster has no connector sales", "connector deploy"]],
    [
      "paused",
      statusWith("PAUSED"),
      { state: "paused" },
      ["connector sales is paused", "connector resume sales"],
    ],
    [
      "stopped",
      statusWith("STOPPED"),
      { state: "stopped" },
      ["connector sales is stopped", "connector resume sales"],
    ],
    [
      "failed in a task",
      statusWith("RUNNING", [{ id: 3, state: "FAILED", workerId: "w", trace }]),
      { state: "failed", task: 3, cause: "sales-1@11: no" },
      ["task 3 of connector sales has failed: sales-1@11: no", "connector explain sales"],
    ],
    [
      "failed",
      { ...statusWith("FAILED"), connector: { state: "FAILED", workerId: "w" } },
      { state: "failed" },
      ["connector sales has failed\n", "connector explain sales"],
    ],
  ];
  it.each(halts)("does not wait out its time on a connector that is %s", async (_, status, halted, said) => {
    const connect = {
      status: () => Promise.resolve(status),
      config: () => Promise.resolve(status === undefined ? undefined : {}),
    };
    const looks = [...nothingYet, told(places.slice(0, 1))];
    const { context } = setup(looks, pipelineWith(), {}, { connect });
    const start = context.clock.now();
    const result = await run({ ...input, waitDurable: 60_000 }, context);
    expect(context.clock.now() - start).toBeLessThan(10_000);
    expect(result).toMatchObject({ outcome: "findings", durable: { durable: 1, missing: 4, halted } });
    for (const text of said) expect(renderSent(result)).toContain(text);
  });

  it("goes on while receipts come of a connector that is paused, which ends what it has begun", async () => {
    const connect = { status: () => Promise.resolve(statusWith("PAUSED")) };
    const slowly = places.flatMap((place) => [...Array.from({ length: 60 }, () => ({})), told([place])]);
    const { context } = setup([...nothingYet, ...slowly], pipelineWith(), {}, { connect });
    const result = await run(input, context);
    expect(result.durable).toMatchObject({ durable: 5, missing: 0 });
    expect(result.durable).not.toHaveProperty("halted");
  });

  it("waits as long as it is asked to where Connect does not answer", async () => {
    const connect = { status: () => Promise.reject(new ServiceError("Kafka Connect", "no answer")) };
    const { context } = setup([{}], pipelineWith(), {}, { connect });
    const start = context.clock.now();
    const result = await run(input, context);
    expect(context.clock.now() - start).toBeGreaterThanOrEqual(5_000);
    expect(result.durable).toMatchObject({ missing: 5 });
    expect(renderSent(result)).toContain("in time");
  });

  it.each([
    [{}, { filtered: 2, filteredOrRefused: 0 }, "clean", "a transform drops them"],
    [{ "errors.tolerance": "all" }, { filtered: 0, filteredOrRefused: 2 }, "unjudged", "or refused"],
    [{ ignoreErrors: "All" }, { filtered: 0, filteredOrRefused: 2 }, "unjudged", "or refused"],
  ])(
    "does not wait for what the connector has passed without a receipt: %j",
    async (more, counts, outcome, said) => {
      const looks = [told(places.slice(0, 3)), { committed: [15] }];
      const { context } = setup(looks, pipelineWith(more));
      const result = await run(input, context);
      expect(result).toMatchObject({ outcome, durable: { durable: 3, missing: 0, ...counts } });
      expect(renderSent(result)).toContain(said);
    },
  );

  it("says how many records were sent where their receipts cannot be read any more", async () => {
    const { context, asked } = setup([], pipelineWith(), {
      topicOffsets: () =>
        asked.push(undefined) > 20
          ? Promise.reject(new ServiceError("Kafka", "no answer"))
          : Promise.resolve([{ partition: 0, low: 0, high: 0 }]),
    });
    const failed = run(input, context);
    await expect(failed).rejects.toThrow("no answer");
    await expect(failed).rejects.toMatchObject({
      lines: ["at least 5 records were acknowledged before that"],
    });
  });

  it("reads of transactions what is committed", async () => {
    const { context, asked } = setup([told(places)], pipelineWith({ "receipts.transactional": "true" }));
    await run(input, context);
    expect(new Set(asked)).toEqual(new Set(["read_committed"]));
  });

  it.each([
    ["without receipts", { "receipts.topic": "" }, "pipeline sales has no receipts"],
    [
      "of another sink",
      { "connector.class": "io.cassink.datastax.DataStaxSinkConnector" },
      "has no receipts",
    ],
  ])("is refused for a pipeline %s, before anything is sent", async (_, more, said) => {
    const producer = () => Promise.reject(new Error("sent"));
    const { context } = setup([{}], pipelineWith({ topics: "sales", ...more }), { producer });
    const failed = run({ ...input, topic: "sales" }, context);
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow(said);
  });

  it("is refused for a topic without a pipeline, and where the receipts' topic is missing", async () => {
    const { context } = setup([{}]);
    const alone = { schema: true, topic: "sales", waitDurable: true } as unknown as TopicProduceInput;
    await expect(run(alone, context)).rejects.toThrow("none is named");
    const missing = setup([{}], pipelineWith(), { topicNames: () => Promise.resolve(["sales"]) });
    await expect(run(input, missing.context)).rejects.toThrow("there is no topic sales_written");
  });

  it("waits for nothing in a dry run", async () => {
    const { context, asked } = setup([{}]);
    const result = await run({ ...input, dryRun: true }, context);
    expect(result).not.toHaveProperty("durable");
    expect(result).not.toHaveProperty("recordsPerSecond");
    expect(asked).toEqual([]);
  });
});

describe("--wait-durable with ranges", () => {
  const ranges = pipelineWith({ "receipts.mode": "range" });

  it("waits for the range that ends behind each record, which it reads as committed", async () => {
    const others: Look = { ranges: [{ from: 10, to: 15, topic: "other" }] };
    const looks = [
      ...nothingYet,
      { ranges: [{ from: 4, to: 12 }] },
      others,
      { ranges: [{ from: 12, to: 15 }] },
    ];
    const { context, asked } = setup(looks, ranges);
    const result = await run(input, context);
    expect(result).toMatchObject({ outcome: "clean", durable: { durable: 5, filtered: 0, missing: 0 } });
    const { p50 = -1, p99 = -1 } = result.durable ?? {};
    expect(p99).toBeGreaterThan(p50);
    expect(new Set(asked)).toEqual(new Set(["read_committed"]));
  });

  it("names what no range has reached", async () => {
    const { context } = setup([{ ranges: [{ from: 10, to: 13 }] }], ranges);
    expect(await run(input, context)).toMatchObject({
      outcome: "findings",
      durable: { durable: 3, missing: 2, firstMissing: ["sales-1@13", "sales-1@14"] },
    });
  });

  it.each([
    ["a range before the acknowledgement", {}, { written: 3, superseded: 2 }, 5, 0, 0, "clean"],
    ["records that a transform drops", {}, { written: 3 }, 3, 2, 0, "clean"],
    ["the same of a connector that may refuse", { ignoreErrors: "All" }, { written: 3 }, 3, 0, 2, "unjudged"],
    ["records that are refused", { ignoreErrors: "All" }, { written: 4, refused: 1 }, 4, 0, 1, "unjudged"],
    [
      "rows in two tables",
      { "topic.sales.shop.totals.mapping": "id=value.id" },
      { written: 8 },
      4,
      1,
      0,
      "clean",
    ],
  ])("counts %s", async (_, more, counts, durable, filtered, filteredOrRefused, outcome) => {
    const looks = [{ ranges: [{ from: 10, to: 15, ...counts }] }];
    const { context } = setup(looks, pipelineWith({ "receipts.mode": "range", ...more }));
    expect(await run(input, context)).toMatchObject({
      outcome,
      durable: { durable, filtered, filteredOrRefused, missing: 0 },
    });
  });

  it("passes over what is no range, and does not wait for what the connector has passed", async () => {
    const looks = [told(places), { ranges: [{ from: 10, to: 13 }] }, { committed: [15] }];
    const { context } = setup(looks, ranges);
    expect((await run(input, context)).durable).toMatchObject({ durable: 3, filtered: 2, missing: 0 });
  });
});

describe("events of a pipeline with receipts", () => {
  it("go to the topic that is read, unless another is named", async () => {
    const { context } = setup([{}]);
    const usual = { name: ["sales"], schema: true } as unknown as TopicProduceInput;
    expect((await run(usual, context)).topic).toBe("sales");
    expect((await run({ ...usual, topic: "sales_written" }, context)).topic).toBe("sales_written");
  });
});
