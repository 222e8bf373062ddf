import { describe, expect, it } from "vitest";
import { steering } from "#cli/commands/connector/steer.js";
import type { ConnectorStatus } from "#cli/core/connect/status.js";
import { rehearsal } from "#cli/program/rehearsal.js";
import { renderSteer } from "#cli/reporters/connector.js";
import { failing, failureOf, fakeWorker, pipeline, running } from "./fake-worker.js";

const { config } = pipeline().connector;
const of = (state: "PAUSED" | "RESTARTING" | "RUNNING"): Pick<ConnectorStatus, "connector" | "tasks"> => ({
  connector: { ...running.connector, state },
  tasks: running.tasks.map((task) => ({ ...task, state })),
});
const stopped = { connector: { ...running.connector, state: "STOPPED" as const }, tasks: [] };
const input = { name: ["sales"], timeout: 60_000 };

describe("connector pause, resume, stop and restart", () => {
  it.each([
    ["pause", [running, running, of("PAUSED")], "paused"],
    ["resume", [of("PAUSED"), of("PAUSED"), running], "resumed"],
    ["resume", [stopped, stopped, { ...running, tasks: [] }, running], "resumed"],
    ["stop", [running, { ...stopped, tasks: running.tasks }, stopped], "stopped"],
    ["restart", [running, of("RESTARTING"), running], "restarted"],
  ] as const)("%s waits until it is so", async (move, statuses, action) => {
    const { context, calls } = fakeWorker({ before: config, statuses });
    const result = await steering(move)(input, context);
    expect(result).toEqual({
      outcome: "clean",
      connectors: [{ pipeline: "sales", connector: "sales", action }],
    });
    expect(calls).toEqual([`${move} sales`]);
  });

  it("resume waits for the task of which no worker has said anything yet", async () => {
    const first = { ...running, tasks: running.tasks.slice(0, 1) };
    const slow = Array.from({ length: 12 }, () => first);
    const statuses = [
      stopped,
      ...slow,
      { ...running, tasks: [...first.tasks, ...failing.tasks.map((task) => ({ ...task, id: 1 }))] },
    ];
    const { context } = fakeWorker({ before: config, statuses });
    const { connectors } = await steering("resume")(input, context);
    expect(connectors).toMatchObject([{ action: "failed" }]);
  });

  it.each([
    ["pause", of("PAUSED")],
    ["resume", running],
    ["resume", failing],
    ["stop", stopped],
  ] as const)("%s asks nothing of one that is so already", async (move, status) => {
    const { context, calls } = fakeWorker({ before: config, statuses: [status] });
    const { connectors } = await steering(move)(input, context);
    expect(connectors[0]?.action).toBe("unchanged");
    expect(calls).toEqual([]);
  });

  it("restart --failed leaves alone what runs, and restarts only what has failed", async () => {
    const healthy = fakeWorker({ before: config });
    expect(
      (await steering("restart")({ ...input, failed: true }, healthy.context)).connectors[0]?.action,
    ).toBe("unchanged");
    const { context, calls } = fakeWorker({ before: config, statuses: [failing, failing, running] });
    await steering("restart")({ ...input, failed: true }, context);
    expect([healthy.calls, calls]).toEqual([[], ["restart sales failed only"]]);
  });

  it("names the cause of one that fails again, without secrets, and believes an old failure late", async () => {
    const { context } = fakeWorker({ before: config, statuses: [failing] });
    const began = context.clock.now();
    const result = await steering("restart")(input, context);
    expect(result.outcome).toBe("findings");
    expect(renderSteer(result, { width: 80, color: false })).toContain(
      "failed: AuthError: ******** is wrong",
    );
    expect(context.clock.now() - began).toBeGreaterThanOrEqual(6_000);
  });

  it.each([
    [of("PAUSED"), "paused"],
    [stopped, "stopped"],
  ])("restart sends one that is halted to resume", async (status, text) => {
    const { context, calls } = fakeWorker({ before: config, statuses: [status] });
    const { message, hint } = await failureOf(steering("restart")(input, context));
    expect([message, hint, calls]).toEqual([
      `connector sales is ${text}`,
      '"cassink connector resume sales" lets it go on',
      [],
    ]);
  });

  it("says in what state one is that does not do it in time", async () => {
    const { context } = fakeWorker({ before: config, statuses: [running] });
    const { message } = await failureOf(steering("pause")(input, context));
    expect(message).toBe(
      "connector sales was told to pause, and after 60 s it is RUNNING, task 0 RUNNING, task 1 RUNNING",
    );
  });

  it("wants a name, and goes on with the others where one cannot be told", async () => {
    expect((await failureOf(steering("stop")({ timeout: 1 }, fakeWorker().context))).message).toBe(
      "no connector is named",
    );
    expect((await failureOf(steering("stop")(input, fakeWorker().context))).message).toBe(
      "connector sales is not deployed",
    );
    const status = { name: "a", type: "sink" as const, ...stopped };
    const { context } = fakeWorker({
      ports: {
        connect: {
          connectors: () =>
            Promise.resolve(["a", "b"].map((name) => ({ name, config: {}, status: undefined }))),
          status: (name) => Promise.resolve(name === "a" ? undefined : status),
        },
      },
    });
    const result = await steering("stop")({ all: true, timeout: 60_000 }, context);
    expect(result.outcome).toBe("failed");
    expect(result.connectors.map(({ action, problem = "" }) => `${action} ${problem}`)).toEqual([
      "not done connector a is gone",
      "stopped ",
    ]);
  });

  it.each(["pause", "resume", "stop", "restart"] as const)("%s has a dry run", async (move) => {
    const before = { pause: running, resume: stopped, stop: running, restart: failing }[move];
    const { context, calls } = fakeWorker({ before: config, statuses: [before] });
    expect((await steering(move)(input, rehearsal(context))).outcome).toBe("clean");
    expect(calls).toEqual([]);
  });
});
