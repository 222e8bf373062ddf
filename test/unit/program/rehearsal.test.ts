import { describe, expect, it } from "vitest";
import { run as deleteConnectors } from "#cli/commands/connector/delete.js";
import { run as useContext } from "#cli/commands/context/use.js";
import { run as down } from "#cli/commands/stack/down.js";
import { run as dropTables } from "#cli/commands/table/drop.js";
import { run as createTopics } from "#cli/commands/topic/create.js";
import { run as deleteTopics } from "#cli/commands/topic/delete.js";
import type { TableDescription } from "#cli/core/cql/table.js";
import { UsageError } from "#cli/errors.js";
import type { StopRequest } from "#cli/ports/stack.js";
import { rehearsal } from "#cli/program/rehearsal.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { fakeKafka, pipelineOf } from "#test/support/fakes/kafka.js";

const topic = { name: "sales", partitions: 4, replication: 1, configs: {} };

/** The fakes know no member that changes something: calling one would be an error. */
describe("a dry run gives the usual result and changes nothing:", () => {
  it("topic create", async () => {
    const { kafka, topics } = fakeKafka();
    const { context } = fakeContext({
      kafka,
      pipelines: { select: () => Promise.resolve([pipelineOf(topic)]) },
    });
    const result = await createTopics({ dryRun: true }, rehearsal(context));
    expect(result.topics).toMatchObject([{ name: "sales", state: "created" }]);
    expect(topics.size).toBe(0);
  });

  it("records that are sent, but to no topic that there is not", async () => {
    const { kafka, topics } = fakeKafka();
    topics.set("sales", topic);
    const { context } = fakeContext({ kafka });
    const rehearsed = rehearsal(context).kafka;
    const producer = await rehearsed.producer();
    expect(await producer.send("sales", [])).toEqual([]);
    await expect(producer.send("sale", [])).rejects.toMatchObject({
      message: "there is no such topic",
      where: "topic sale",
      hint: "make it with: cassink topic create",
      exitCode: 1,
    });
    await rehearsed.createTopic({ ...topic, name: "sale" });
    expect(await producer.send("sale", [])).toEqual([]);
  });

  it("topic delete, without --yes", async () => {
    const { kafka, topics } = fakeKafka();
    topics.set("sales", topic);
    const { context } = fakeContext({
      kafka,
      pipelines: { select: () => Promise.resolve([pipelineOf(topic)]) },
    });
    const result = await deleteTopics({ dryRun: true }, rehearsal(context));
    expect(result.topics).toEqual([{ name: "sales", state: "deleted" }]);
    expect(topics.size).toBe(1);
  });

  it("connector delete --offsets, for which connectors seem to stop and go", async () => {
    const status = {
      name: "sales",
      type: "sink" as const,
      connector: { state: "RUNNING" as const, workerId: "w:1" },
      tasks: [{ id: 0, state: "RUNNING" as const, workerId: "w:1" }],
    };
    const { context } = fakeContext({
      connect: {
        connectors: () => Promise.resolve([{ name: "sales", config: {}, status }]),
        config: () => Promise.resolve({}),
        status: () => Promise.resolve(status),
      },
      pipelines: { names: () => Promise.resolve([]) },
    });
    const result = await deleteConnectors({ regex: [/./], offsets: true, dryRun: true }, rehearsal(context));
    expect(result).toEqual({
      outcome: "clean",
      connectors: [{ connector: "sales", action: "deleted", offsetsReset: true }],
    });
  });

  it("table drop, with the keyspace in which nothing else would be", async () => {
    const table: TableDescription = { keyspace: "shop", name: "sales", columns: [] };
    const other = { keyspace: "shop", name: "returns", cql: "/sales.cql" };
    const pipeline = { ...pipelineOf(topic), tables: [{ ...other, name: "sales" }, other] };
    const { context } = fakeContext({
      cassandra: {
        describeTable: () => Promise.resolve(table),
        keyspaceReplication: () => Promise.resolve({}),
        tableNames: () => Promise.resolve(["sales", "returns"]),
      },
      pipelines: { select: () => Promise.resolve([pipeline]) },
    });
    const result = await dropTables({ dryRun: true }, rehearsal(context));
    expect(result.tables).toMatchObject([
      { table: "sales", action: "dropped", keyspaceDropped: false },
      { table: "returns", action: "dropped", keyspaceDropped: true },
    ]);
  });

  it("context use, which finds what is wrong all the same", async () => {
    const dryRuns: unknown[] = [];
    const { context } = fakeContext({
      contexts: {
        change: (edit, options) => {
          dryRuns.push(options);
          edit("{}", { current: undefined, contexts: new Map([["prod", {}]]) });
          return Promise.resolve();
        },
      },
    });
    expect(await useContext({ name: "prod", none: false }, rehearsal(context))).toMatchObject({
      current: "prod",
    });
    await expect(useContext({ name: "prd" }, rehearsal(context))).rejects.toThrow(UsageError);
    expect(dryRuns).toEqual([{ dryRun: true }, { dryRun: true }]);
  });

  it("down --purge, which wants --yes only where it deletes", async () => {
    const requests: StopRequest[] = [];
    const stop = (request: StopRequest) => {
      requests.push(request);
      return Promise.resolve({ stopped: [], dead: [], purged: false });
    };
    const { context } = fakeContext({ stack: { home: "/h", stop } });
    await expect(down({ purge: true }, context)).rejects.toThrow(
      "this deletes topics, tables, logs and keys under /h",
    );
    expect(requests).toHaveLength(0);
    await down({ purge: true, dryRun: true }, rehearsal(context));
    await down({ purge: true, yes: true }, context);
    expect(requests.map(({ purge, dryRun }) => ({ purge, dryRun }))).toEqual([
      { purge: true, dryRun: true },
      { purge: true, dryRun: undefined },
    ]);
  });
});
