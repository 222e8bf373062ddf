import { describe, expect, it } from "vitest";
import { run as get } from "#cli/commands/connector/offsets/get.js";
import { run as reset } from "#cli/commands/connector/offsets/reset.js";
import { run as set } from "#cli/commands/connector/offsets/set.js";
import { InputError, InterruptedError } from "#cli/errors.js";
import type { Invocation } from "#cli/ports/context.js";
import { renderChange, renderOffsets } from "#cli/reporters/connector-offsets.js";
import { failureOf, fakeWorker } from "../fake-worker.js";
import { fakeLog } from "./fake-log.js";

const input = { name: ["sales"], timeout: 60_000 };
const terminal = { width: 80, color: false };

describe("connector offsets get", () => {
  it("shows committed offset, ends and lag, and what lets a stopped connector go on", async () => {
    const { context } = fakeLog({ state: "STOPPED" });
    const result = await get({ name: ["sales"] }, context);
    expect(result).toMatchObject({
      outcome: "clean",
      connectors: [
        {
          connector: "sales",
          state: "STOPPED",
          partitions: [{ topic: "sales", partition: 0, committed: 90, start: 0, end: 100, lag: 10 }],
        },
      ],
    });
    expect(renderOffsets(result, terminal)).toMatch(
      /sales-0 +90 +0 +100 +10\nconnector sales is stopped: cassink connector resume sales/,
    );
  });

  it("wants a name, and a connector that is deployed", async () => {
    expect((await failureOf(get({}, fakeLog().context))).message).toBe("no connector is named");
    expect((await failureOf(get({ name: ["sales"] }, fakeWorker().context))).message).toBe(
      "connector sales is not deployed",
    );
  });
});

describe("connector offsets set", () => {
  it.each([
    ["RUNNING", ["stop", "alter", "resume", "resume"], "running"],
    ["PAUSED", ["stop", "alter", "pause"], "paused"],
    ["STOPPED", ["alter"], "stopped"],
  ] as const)("of one that is %s alters the offsets while it is stopped", async (state, moves, after) => {
    const { context, calls, altered } = fakeLog({ state });
    const result = await set({ ...input, by: -20 }, context);
    expect(result).toMatchObject({
      action: "set",
      state: after,
      partitions: [{ offset: 70, readAgain: 20 }],
    });
    expect([...new Set(calls)]).toEqual([...new Set(moves)]);
    expect(altered).toEqual([[{ topic: "sales", partition: 0, offset: 70 }]]);
  });

  it("goes on at the first record of a millisecond, and says so", async () => {
    const times = Array.from({ length: 100 }, (_, index) => 1000 + Math.floor(index / 8));
    const { context, altered } = fakeLog({ times });
    const result = await set({ ...input, to: [{ topic: "sales", partition: 0, offset: 53 }] }, context);
    expect(altered).toEqual([[{ topic: "sales", partition: 0, offset: 48 }]]);
    expect(result.partitions[0]).toMatchObject({ asked: 53, offset: 48 });
    expect(renderChange(result, { width: Infinity, color: false })).toContain(
      "sales-0 goes on 5 offsets before sales-0@53: records before and behind it share their time",
    );
  });

  it.each([{ order: "log" }, { "connector.class": "io.cassink.datastax.DataStaxSinkConnector" }])(
    "goes on where it is told to with %j",
    async (config) => {
      const times = Array.from({ length: 100 }, () => 1000);
      const { context, altered } = fakeLog({ times, config });
      await set({ ...input, to: [{ topic: "sales", partition: 0, offset: 53 }] }, context);
      expect(altered[0]?.[0]?.offset).toBe(53);
    },
  );

  it("skips nothing without --yes, and nothing that shares its time with what is carried", async () => {
    const { context, calls } = fakeLog();
    const refusal = await failureOf(set({ ...input, latest: true }, context));
    expect([refusal.exitCode, refusal.message]).toEqual([
      2,
      "connector sales would skip 10 offsets: sales-0 (10)",
    ]);
    const times = Array.from({ length: 100 }, () => 1000);
    const shared = fakeLog({ times });
    const { message } = await failureOf(set({ ...input, by: 5, yes: true }, shared.context));
    expect(message).toBe("records before and behind it have one time, and are counted together");
    expect([calls, shared.calls]).toEqual([[], []]);
    const { partitions } = await set({ ...input, latest: true, yes: true }, context);
    expect(partitions).toMatchObject([{ offset: 100, skipped: 10 }]);
  });

  it("takes a time, and the dry run counts records and keys and touches nothing", async () => {
    const { context, calls } = fakeLog();
    const result = await set({ ...input, toTime: { kind: "time", time: 1050 }, dryRun: true }, context);
    expect(result).toMatchObject({ readAgain: { records: 40, keys: 3, withoutKey: 0 } });
    expect(result.partitions[0]?.offset).toBe(50);
    expect(renderChange({ ...result, dryRun: true }, terminal)).toContain("read again: 40 records of 3 keys");
    expect(calls).toEqual([]);
  });

  it("leaves alone one that stands there", async () => {
    const { context, calls } = fakeLog();
    expect(await set({ ...input, by: 0 }, context)).toMatchObject({ action: "unchanged" });
    expect(calls).toEqual([]);
  });

  it("asks again while the tasks have not left their group", async () => {
    const { context, altered } = fakeLog({ refusal: new InputError("the group is not empty") });
    await set({ ...input, earliest: true }, context);
    expect(altered).toHaveLength(1);
  });

  it("brings the connector back after an error", async () => {
    const { context, calls } = fakeLog({ refusal: new Error("a defect") });
    await expect(set({ ...input, earliest: true }, context)).rejects.toThrow("a defect");
    expect(calls.at(0)).toBe("stop");
    expect(calls.at(-1)).toBe("resume");
  });

  it("says that nothing has changed where the time is too short, and brings it back all the same", async () => {
    const { context, calls } = fakeLog({ seen: ["RUNNING", "RUNNING", "RUNNING"] });
    const error = await failureOf(set({ ...input, earliest: true, timeout: 1 }, context));
    expect(error.message).toBe(
      "connector sales was told to stop, and after 0.001 s it is RUNNING, task 0 RUNNING, task 1 RUNNING",
    );
    expect(error.lines).toEqual(["its offsets are as they were"]);
    expect(error.hint).toContain("--timeout");
    expect(calls).toEqual(["stop", "resume"]);
  });

  it.each<[string, readonly ("RUNNING" | "STOPPED")[]]>([
    ["while it stops", ["STOPPED", "STOPPED", "RUNNING"]],
    [
      "when its offsets are to be changed",
      [...Array.from({ length: 6 }, () => "STOPPED" as const), "RUNNING"],
    ],
  ])("leaves it to whoever lets it go on %s", async (_, seen) => {
    const refusal = new InputError("the group is not empty");
    const { context, calls } = fakeLog({ seen, refusal });
    const error = await failureOf(set({ ...input, earliest: true }, context));
    expect(error.message).toBe("connector sales had stopped, and somebody else has let it go on meanwhile");
    expect(error.lines).toEqual(["its offsets are as they were"]);
    expect(error.hint).toContain("another command that stops it is at work");
    expect(calls).toEqual(["stop"]);
  });

  it("brings it back by commands of their own after Ctrl-C", async () => {
    const controller = new AbortController();
    const invoked: (readonly string[])[] = [];
    const invoke = (argv: readonly string[], signal?: AbortSignal): Promise<Invocation> => {
      expect(signal?.aborted).toBe(false);
      invoked.push(argv);
      const result = { outcome: "clean" as const, connectors: [{ connector: "sales", action: "resumed" }] };
      return Promise.resolve({ result, render: () => "" });
    };
    const interrupted = new InterruptedError();
    const { context } = fakeLog({
      refusal: interrupted,
      onAlter: () => controller.abort(interrupted),
      context: { invoke, signal: controller.signal },
    });
    await expect(set({ ...input, earliest: true }, context)).rejects.toThrow("interrupted");
    expect(invoked.map((argv) => argv.slice(0, 4))).toEqual([
      ["connector", "stop", "--regex", "sales"],
      ["connector", "resume", "--regex", "sales"],
    ]);
  });

  it("wants one destination and one connector", async () => {
    const { context } = fakeLog();
    const message = async (more: object): Promise<string> =>
      (await failureOf(set({ ...input, ...more }, context))).message;
    expect(await message({})).toBe("it is not said where to go on");
    expect(await message({ earliest: true, by: 1 })).toBe("several places are given to go on at");
    expect(await message({ name: [], earliest: true })).toBe("no connector is named");
  });
});

describe("connector offsets reset", () => {
  it("forgets them, and the connector goes on", async () => {
    const { context, calls } = fakeLog();
    const result = await reset(input, context);
    expect(result).toMatchObject({
      action: "reset",
      state: "running",
      partitions: [{ offset: 0, readAgain: 90 }],
    });
    expect(calls.slice(0, 2)).toEqual(["stop", "reset"]);
    expect(renderChange(result, terminal)).toMatch(/sales-0 +90 +none +90 read again/);
  });
});
