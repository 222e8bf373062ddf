import { describe, expect, it } from "vitest";
import { type ConnectorExplainResult, run } from "#cli/commands/connector/explain.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { renderExplain } from "#cli/reporters/connector-explain.js";
import { type WorkerScript, fakeWorker, failing, pipeline, running } from "./fake-worker.js";

const before = { ...pipeline().connector.config, topics: "sales" };
const converting =
  "\tat org.apache.kafka.connect.runtime.WorkerSinkTask.convertAndTransformRecord(WorkerSinkTask.java:558)";

/** One partition with 10 records, of which as many are committed. */
const topic = (committed: number, more: Partial<Kafka> = {}): Partial<Kafka> => ({
  hasTopic: () => Promise.resolve(true),
  topicNames: () => Promise.resolve(["sales"]),
  hasRecords: () => Promise.resolve(true),
  availableOffsets: () =>
    Promise.resolve({ partitions: [{ partition: 0, low: 0, high: 10 }], leaderless: [] }),
  groupOffsets: () => Promise.resolve([{ partition: 0, offset: committed }]),
  ...more,
});

async function explained(
  script: WorkerScript,
  name: readonly string[] = ["sales"],
): Promise<ConnectorExplainResult> {
  return await run({ sample: 1_000, name }, fakeWorker({ before, ...script }).context);
}

const shown = (result: ConnectorExplainResult): string => renderExplain(result, { width: 80, color: false });

const failedWith = (...traces: readonly string[]): NonNullable<WorkerScript["statuses"]> => [
  { ...running, tasks: traces.map((trace, id) => ({ id, state: "FAILED", workerId: "w:1", trace })) },
];

describe("connector explain", () => {
  it("has nothing to say of a connector that carries what there is", async () => {
    const result = await explained({ ports: { kafka: topic(10) } });
    expect(result).toMatchObject({
      outcome: "clean",
      connectors: [{ connector: "sales", explanations: [] }],
    });
    expect(shown(result)).toBe("sales: runs, and carries what there is\n");
  });

  it("tells one cause of two tasks once, and never a secret in it", async () => {
    const trace = "java.lang.Exception: hunter22 is wrong, hashCode=1a";
    const statuses = failedWith(trace, trace.replace("1a", "2b"));
    const result = await explained({ statuses, ports: { kafka: topic(10) } });
    expect(result.outcome).toBe("findings");
    expect(result.connectors[0]?.explanations).toMatchObject([
      { code: "unknown", parts: ["task 0", "task 1"] },
    ]);
    expect(JSON.stringify(result)).not.toContain("hunter22");
  });

  it("finds the record that a converter cannot read, which Connect does not name", async () => {
    const value = Buffer.from("{bad");
    const kafka = topic(3, {
      read: ({ ranges, onRecords }) => {
        const from = ranges[0]?.from ?? 0;
        onRecords(
          [from, from + 1].map((offset) => ({
            partition: 0,
            offset,
            timestamp: 0n,
            key: null,
            value: offset === 4 ? value : Buffer.from("{}"),
            headers: [],
          })) as never,
        );
        return Promise.resolve();
      },
    });
    const config = {
      ...before,
      "value.converter": "org.apache.kafka.connect.json.JsonConverter",
      "value.converter.schemas.enable": "false",
    };
    const statuses = failedWith(`com.fasterxml.jackson.core.JsonParseException: x\n${converting}`);
    const result = await explained({ before: config, statuses, ports: { kafka } });
    expect(result.connectors[0]?.explanations).toMatchObject([
      { code: "value-not-json", parts: ["task 0"], records: ["sales-0@4"] },
    ]);
    expect(shown(result)).toContain("  at: sales-0@4\n");
    expect(shown(result)).toContain("cassink connector restart sales --failed");
    for (const line of shown(result).split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("names the first record that is held where it cannot tell at which one a transform fails", async () => {
    const config = { ...before, transforms: "own", "transforms.own.type": "com.example.Own" };
    const inTransform =
      "\tat org.apache.kafka.connect.runtime.TransformationStage.apply(TransformationStage.java:95)";
    const statuses = failedWith(`com.example.Bad: x\n${inTransform}\n${converting}`);
    const kafka = topic(3, { read: () => Promise.resolve() });
    const result = await explained({ before: config, statuses, ports: { kafka } });
    expect(result.connectors[0]?.explanations).toMatchObject([
      { code: "transform-failed", records: [], from: ["sales-0@3"] },
    ]);
    expect(shown(result)).toContain("  at: one of the records from sales-0@3 on\n");
    expect(shown(result)).toContain("cassink topic peek sales-0@3");
  });

  it("says which topic is missing: Connect waits for it without a word", async () => {
    const kafka = topic(10, { hasTopic: () => Promise.resolve(false) });
    const asked: string[] = [];
    const hasTopic = (name: string): Promise<boolean> => {
      asked.push(name);
      return Promise.resolve(false);
    };
    expect(
      (await explained({ ports: { kafka: { ...kafka, hasTopic } } })).connectors[0]?.explanations,
    ).toMatchObject([{ code: "topic-missing", parts: ["sales"] }]);
    expect(asked).toEqual(["sales"]);
  });

  it("tells one that stands still from one that waits for Cassandra", async () => {
    const ports = { kafka: topic(7) };
    expect((await explained({ ports })).connectors[0]?.explanations).toMatchObject([
      { code: "not-moving", parts: ["sales-0"], records: ["sales-0@7"] },
    ]);
  });

  it.each([
    ["held", 7, ["sales-0"], ["sales-0@7"]],
    ["not held yet", 10, [], []],
  ])("tells of receipts that wait, and not of Cassandra: offset %s", async (_, committed, parts, records) => {
    const values = { "receipts-waiting": 3, "receipt-wait-ms": 45_000, "retries-total": 2 };
    const sinkMeasures = () =>
      Promise.resolve([{ type: "task-metrics", tags: { connector: "sales", task: "0" }, values }]);
    const ports = { kafka: topic(committed), connect: { sinkMeasures } };
    const result = await explained({ ports });
    expect(result.outcome).toBe("findings");
    expect(result.connectors[0]?.explanations).toMatchObject([{ code: "receipts-waiting", parts, records }]);
    expect(shown(result)).toContain("docs/faults/receipts-waiting.md");
  });

  it.each([
    ["PAUSED", "paused", "cassink connector resume sales"],
    ["STOPPED", "stopped", "cassink connector resume sales"],
  ] as const)("of a connector that is %s says how it goes on", async (state, code, fix) => {
    const statuses = [{ ...running, connector: { state, workerId: "w:1" }, tasks: [] }];
    const result = await explained({ statuses, ports: { kafka: topic(7) } });
    expect(result.connectors[0]?.explanations).toMatchObject([{ code, fix: [fix] }]);
  });

  it("says which part no worker runs", async () => {
    const statuses = [{ ...running, tasks: [{ id: 0, state: "UNASSIGNED" as const, workerId: "w:1" }] }];
    const result = await explained({ statuses, ports: { kafka: topic(7) } });
    expect(result.connectors[0]?.explanations).toMatchObject([
      { code: "not-running", parts: ["task 0 UNASSIGNED"] },
    ]);
  });

  it("of a whole cluster explains what does not run, and counts the rest", async () => {
    const well = await explained({ ports: { kafka: topic(7) } }, []);
    expect(well).toMatchObject({ outcome: "clean", connectors: [], running: 1 });
    expect(shown(well)).toContain(
      "1 connector runs: cassink connector explain NAME watches whether one moves",
    );
    const bad = await explained({ statuses: [failing], ports: { kafka: topic(7) } }, []);
    expect(bad).toMatchObject({ outcome: "findings", running: 0, connectors: [{ connector: "sales" }] });
  });

  it.each([
    ["sales", ["sales"], "cassink connector deploy sales"],
    ["sales.yaml", ["other"], "cassink connector deploy -f sales.yaml"],
  ])("of the pipeline %s says the command as it is to be typed", async (_, shipped, fix) => {
    const { context } = fakeWorker({
      before: { ...before, "value.converter": "org.apache.kafka.connect.json.JsonConverter" },
      statuses: failedWith(
        `DataException: JsonConverter with schemas.enable requires "schema" and "payload" fields\n${converting}`,
      ),
      names: shipped,
      pipelines: [pipeline()],
      ports: { kafka: topic(10) },
    });
    const input = shipped[0] === "sales" ? { name: ["sales"] } : { file: ["sales.yaml"] };
    const result = await run({ sample: 1_000, ...input }, context);
    expect(result.connectors[0]?.explanations[0]?.fix.at(-1)).toBe(fix);
  });

  it("names a pipeline whose connector was never deployed", async () => {
    const { context } = fakeWorker({ pipelines: [pipeline()], ports: { kafka: topic(7) } });
    const result = await run({ sample: 1_000, name: ["sales"] }, context);
    expect(result.connectors[0]?.explanations).toMatchObject([{ code: "not-deployed" }]);
  });
});
