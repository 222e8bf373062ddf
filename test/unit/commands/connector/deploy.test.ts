import { fakeConnections } from "#test/support/fakes/context.js";
import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/connector/deploy.js";
import { deployedConfig } from "#cli/core/pipeline/deployed-config.js";
import { InputError, ServiceError } from "#cli/errors.js";
import { renderDeploy } from "#cli/reporters/connector.js";
import { failing, failureOf, fakeWorker, pipeline, running } from "./fake-worker.js";

const deployed = deployedConfig(pipeline(), fakeConnections());
const timeout = 60_000;

describe("connector deploy", () => {
  it("creates a connector and waits until it and all its tasks run", async () => {
    const starting = { ...running, tasks: running.tasks.slice(0, 1) };
    const { context, calls } = fakeWorker({ statuses: [undefined, starting, starting, running] });
    expect(await run({ timeout }, context)).toEqual({
      outcome: "clean",
      connectors: [{ pipeline: "sales", connector: "sales", action: "created", tasks: 2 }],
    });
    expect(calls).toEqual(["put sales"]);
  });

  it("leaves a connector alone that has this config already, whatever name Connect has put into it", async () => {
    const { context, calls } = fakeWorker({ before: { ...deployed, name: "sales" } });
    const result = await run({ timeout }, context);
    expect(result.connectors[0]?.action).toBe("unchanged");
    expect(calls).toEqual([]);
  });

  it("starts failed tasks again, for an unchanged config would not", async () => {
    const { context, calls } = fakeWorker({ before: deployed, statuses: [failing, failing, running] });
    const result = await run({ timeout }, context);
    expect(result.connectors[0]).toMatchObject({ action: "unchanged", tasks: 2 });
    expect(calls).toEqual(["restart sales failed only"]);
  });

  it("does not report success for a task that starts and fails a moment later", async () => {
    const { context } = fakeWorker({ statuses: [running, running, failing] });
    await expect(run({ timeout }, context)).rejects.toThrow("task 0 has failed");
  });

  it("does not take the old tasks, which Connect still calls RUNNING, for the new ones", async () => {
    const describeGroup = () => Promise.resolve({ members: ["old"], isRebalancing: false });
    const { context, calls } = fakeWorker({
      before: { ...deployed, port: "1" },
      statuses: [...Array.from({ length: 12 }, () => running), failing],
      ports: { kafka: { describeGroup } },
    });
    await expect(run({ timeout }, context)).rejects.toThrow("task 0 has failed");
    expect(calls).toEqual(["put sales"]);
  });

  it("says so when tasks run by Connect's word alone", async () => {
    const describeGroup = () => Promise.resolve({ members: [], isRebalancing: false });
    const { context, facts } = fakeWorker({ ports: { kafka: { describeGroup } } });
    const began = context.clock.now();
    expect((await run({ timeout }, context)).connectors[0]?.tasks).toBe(2);
    expect(context.clock.now() - began).toBeGreaterThan(10_000);
    expect(facts.filter(({ kind }) => kind === "connector unseen" || kind === "config warning")).toEqual([
      { kind: "connector unseen", connector: "sales", group: "connect-sales" },
    ]);
  });

  it("prints the root cause of a failed task, without the password that it quotes", async () => {
    const { context } = fakeWorker({ statuses: [failing] });
    const error = await failureOf(run({ timeout }, context));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error.message).toBe("connector sales does not run: task 0 has failed");
    expect(error.lines).toEqual(["AuthError: ******** is wrong"]);
  });

  it("gives up at the deadline and says what it was waiting for", async () => {
    const { context } = fakeWorker({ statuses: [{ ...running, tasks: [] }] });
    const error = await failureOf(run({ timeout }, context));
    expect(error.message).toBe(
      "connector sales does not run after 60 s: task 0 is not started, task 1 is not started",
    );
  });

  it("does not resume what somebody has paused, and does not call it running", async () => {
    const paused = { connector: { state: "PAUSED", workerId: "w:1" } as const, tasks: [] };
    const { context } = fakeWorker({ statuses: [paused] });
    const error = await failureOf(run({ timeout }, context));
    expect(error.message).toBe("connector sales has the new config, and is PAUSED");
    expect(error.hint).toContain("cassink connector resume sales");
  });

  it("deploys nothing when one config has a problem", async () => {
    const bad = { ...pipeline({ ignoreErrors: "Nnoe" }), name: "bad" };
    const { context, calls } = fakeWorker({ pipelines: [pipeline(), bad] });
    const error = await failureOf(run({ timeout }, context));
    expect(error).toBeInstanceOf(InputError);
    expect(error.lines).toEqual(['sales: ignoreErrors: "Nnoe" is not a choice; did you mean "None"?']);
    expect(calls).toEqual([]);
  });

  it("goes on with a warning, and says it", async () => {
    const { context, facts, calls } = fakeWorker({ pipelines: [pipeline({ ignoreErrors: "All" })] });
    await run({ timeout }, context);
    expect(facts[0]).toMatchObject({
      kind: "config warning",
      connector: "sales",
      finding: {
        key: "ignoreErrors",
        message: expect.stringContaining("every record that fails is skipped") as string,
      },
    });
    expect(calls).toEqual(["put sales"]);
  });

  it("deploys nothing when a server that would be asked is down", async () => {
    const down = new ServiceError("Cassandra", "Cassandra does not answer on node:9042");
    const { context, calls } = fakeWorker({
      ports: { cassandra: { describeTable: () => Promise.reject(down) } },
    });
    const error = await failureOf(run({ timeout }, context));
    expect(error.message).toBe("nothing is deployed: Cassandra does not answer on node:9042");
    expect(error.exitCode).toBe(1);
    expect(calls).toEqual([]);
  });

  it("only shows, in a dry run, what it would deploy, with secrets masked", async () => {
    const { context, calls } = fakeWorker();
    const [connector] = (await run({ timeout, dryRun: true }, context)).connectors;
    expect(connector?.action).toBe("would create");
    expect(connector?.config).toMatchObject({ topics: "sales", "auth.password": "********", port: "9042" });
    expect(calls).toEqual([]);
  });

  describe("where another connector has the name", () => {
    const other = { "connector.class": "org.x.FileStreamSink", topics: "logs", "db.password": "hunter22" };

    it("deploys nothing, and says what tells that it is another one", async () => {
      const { context, calls } = fakeWorker({ before: other });
      const error = await failureOf(run({ timeout }, context));
      expect(error.message).toBe(
        "nothing is deployed: connector sales is there already, and is another one than this pipeline's",
      );
      expect(error.lines).toEqual([
        `sales is of class org.x.FileStreamSink, not ${deployed["connector.class"] ?? ""}`,
        "sales reads topic logs",
      ]);
      expect(error.hint).toContain("--yes");
      expect(calls).toEqual([]);
    });

    it("asks at a terminal, naming it, and replaces it for a yes alone", async () => {
      const asked: string[] = [];
      const answering = (answer: boolean) => (question: string) => {
        asked.push(question);
        return Promise.resolve(answer);
      };
      const no = fakeWorker({ before: other, ports: { confirm: answering(false) } });
      expect((await failureOf(run({ timeout }, no.context))).message).toContain("nothing is deployed");
      expect(no.calls).toEqual([]);
      const yes = fakeWorker({ before: other, ports: { confirm: answering(true) } });
      expect((await run({ timeout }, yes.context)).connectors[0]?.action).toBe("updated");
      expect(asked[0]).toContain("connector sales reads topic logs\nreplace it?");
    });

    it("replaces it with --yes", async () => {
      const { context, calls } = fakeWorker({ before: other });
      expect((await run({ timeout, yes: true }, context)).connectors[0]?.action).toBe("updated");
      expect(calls).toEqual(["put sales"]);
    });

    it("shows the difference in a dry run, without secrets, and finds it", async () => {
      const { context, calls } = fakeWorker({ before: other });
      const result = await run({ timeout, dryRun: true }, context);
      expect(result).toMatchObject({ outcome: "findings", connectors: [{ action: "would replace" }] });
      const text = renderDeploy(result, { width: 80, color: false });
      expect(text).toContain("- connector.class=org.x.FileStreamSink\n+ connector.class=io.cassink");
      expect(text).toContain("- db.password=********\n");
      expect(text).toContain("+ auth.password=********\n");
      expect(JSON.stringify(result)).not.toContain("hunter22");
      expect((await run({ timeout, dryRun: true, yes: true }, context)).outcome).toBe("clean");
      expect(calls).toEqual([]);
    });
  });

  it("tells key by key what it is about to change", async () => {
    const before = { ...deployed, "tasks.max": "1", "auth.password": "****", jmx: "true", name: "sales" };
    const { context, facts } = fakeWorker({ before });
    await run({ timeout }, context);
    const told = facts.flatMap((fact) => (fact.kind === "config changes" ? [fact.difference] : []));
    expect(told.map(({ key, note }) => [key, note])).toEqual([
      ["auth.password", "masked"],
      ["tasks.max", undefined],
    ]);
  });

  it("leaves a connector alone that differs only in what the cluster has added", async () => {
    const { context, calls } = fakeWorker({
      before: { ...deployed, jmx: "true", __id: "7", "tasks.max": "02" },
    });
    expect((await run({ timeout }, context)).connectors[0]?.action).toBe("unchanged");
    expect(calls).toEqual([]);
  });

  it("shows in a dry run which keys of its own connector would change", async () => {
    const { context } = fakeWorker({ before: { ...deployed, "tasks.max": "1", old: "x", name: "sales" } });
    const result = await run({ timeout, dryRun: true }, context);
    expect(result).toMatchObject({
      outcome: "clean",
      connectors: [
        {
          action: "would update",
          differences: [
            { key: "old", before: "x" },
            { key: "tasks.max", before: "1", after: "2" },
          ],
        },
      ],
    });
    const text = renderDeploy(result, { width: 80, color: false });
    expect(text).toContain("- tasks.max=1\n+ tasks.max=2\n");
    expect(text).toContain("  topics=sales\n");
    expect(text).toContain("- old=x\n");
  });
});
