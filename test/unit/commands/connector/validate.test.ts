import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/connector/validate.js";
import { InputError, ServiceError } from "#cli/errors.js";
import { renderValidate } from "#cli/reporters/connector.js";
import { fakeWorker, pipeline } from "./fake-worker.js";

describe("connector validate", () => {
  it("checks on three levels and finds nothing wrong with a sound config", async () => {
    const { context } = fakeWorker();
    const result = await run({}, context);
    expect(result.outcome).toBe("clean");
    expect(result.connectors[0]?.levels.map(({ level, checked }) => [level, checked])).toEqual([
      ["config", true],
      ["connect", true],
      ["cluster", true],
    ]);
  });

  it("asks no server with --offline", async () => {
    const asked = (): Promise<never> => Promise.reject(new Error("asked"));
    const { context } = fakeWorker({
      pipelines: [pipeline({ ignoreErors: "All" })],
      ports: {
        connect: { plugins: asked, validate: asked },
        kafka: { describeTopic: asked },
        cassandra: { describeTable: asked },
      },
    });
    const result = await run({ offline: true }, context);
    expect(result.outcome).toBe("findings");
    expect(result.connectors[0]?.levels.filter(({ checked }) => checked)).toHaveLength(1);
  });

  it("says which level a server that is down leaves unchecked, and checks the others", async () => {
    const down = new ServiceError("Kafka Connect", "Kafka Connect does not answer on http://worker:8083");
    const { context } = fakeWorker({
      pipelines: [pipeline({ "topic.sales.shop.sales.mapping": "id=key, amuont=value.amount" })],
      ports: { connect: { plugins: () => Promise.reject(down) } },
    });
    const result = await run({}, context);
    expect(result.connectors[0]?.levels[1]).toEqual({
      level: "connect",
      checked: false,
      reason: down.message,
    });
    expect(result.connectors[0]?.findings).toEqual([
      expect.objectContaining({ level: "cluster", position: 8, hint: 'did you mean "amount"?' }),
    ]);
  });

  it("names a plugin that the worker does not have", async () => {
    const plugins = () =>
      Promise.resolve([{ class: "io.cassink.datastax.Other", type: "sink", version: "1" }]);
    const { context } = fakeWorker({ ports: { connect: { plugins } } });
    expect((await run({}, context)).connectors[0]?.findings).toEqual([
      expect.objectContaining({
        level: "connect",
        key: "connector.class",
        message: "the worker has no plugin io.cassink.datastax.DataStaxSinkConnector",
      }),
    ]);
  });

  it("passes on what Connect finds, but not what was said of the key already", async () => {
    const validate = () =>
      Promise.resolve([
        { key: "port", value: "x", messages: ["Invalid value x for configuration port"] },
        { key: "value.converter", value: "X", messages: ["Class X could not be found"] },
      ]);
    const { context } = fakeWorker({
      pipelines: [pipeline({ port: "x" })],
      ports: { connect: { validate } },
    });
    expect((await run({}, context)).connectors[0]?.findings.map(({ level, key }) => [level, key])).toEqual([
      ["config", "port"],
      ["connect", "value.converter"],
    ]);
  });

  it("turns a refusal of the whole request into a finding", async () => {
    const validate = () => Promise.reject(new InputError("Kafka Connect refuses the request: no class"));
    const { context } = fakeWorker({ ports: { connect: { validate } } });
    expect((await run({}, context)).connectors[0]?.findings[0]).toMatchObject({ key: "connector.class" });
  });

  it("names topics and tables that are not there, and tasks that would be idle", async () => {
    const { context } = fakeWorker({
      pipelines: [pipeline({ topics: "sales,salse" }), pipeline({ "tasks.max": "9" })],
      ports: { cassandra: { describeTable: () => Promise.resolve(undefined) } },
    });
    const [first, second] = (await run({}, context)).connectors;
    const cluster = first?.findings.filter(({ level }) => level === "cluster");
    expect(cluster?.map(({ message }) => message)).toEqual([
      'there is no topic "salse"',
      "there is no table shop.sales",
    ]);
    expect(cluster?.[0]?.hint).toContain('did you mean "sales"?');
    expect(second?.findings[0]).toMatchObject({
      key: "tasks.max",
      severity: "warning",
      message: "9 tasks for 4 partitions: 5 of them will have nothing to do",
    });
  });

  it("is shown level by level, with place and advice", async () => {
    const { context } = fakeWorker({
      pipelines: [pipeline({ "topic.sales.shop.sales.mapping": "id=key, amount=vlaue.amount" })],
    });
    const text = renderValidate(await run({ offline: true }, context), { width: 80, color: false });
    expect(text).toContain("sales: 1 problem\n  ✗ config and mapping\n");
    expect(text).toContain("error: topic.sales.shop.sales.mapping, at character 16\n");
    expect(text).toContain('did you mean "value.amount"?');
    expect(text).toContain("  - Connect's validation: not checked: --offline\n");
  });
});
