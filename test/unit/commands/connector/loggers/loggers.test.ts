import { describe, expect, it } from "vitest";
import { run as get } from "#cli/commands/connector/loggers/get.js";
import { run as set } from "#cli/commands/connector/loggers/set.js";
import type { Logger } from "#cli/core/connect/loggers.js";
import { InterruptedError } from "#cli/errors.js";
import type { CommandContext, Invocation } from "#cli/ports/context.js";
import type { KeptNote } from "#cli/ports/logger-notes.js";
import { rehearsal } from "#cli/program/rehearsal.js";
import { renderLoggersGet, renderLoggersSet } from "#cli/reporters/connector-loggers.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { failureOf } from "../fake-worker.js";

const terminal = { width: 80, color: false };
const url = "http://localhost:8083";
const note = { url, logger: "a.b", level: "DEBUG", before: [{ name: "a.b", level: "INFO" }] };

/** A worker whose loggers take the level of what is set above them, and the notes of the user's folder. */
function fakeLoggers(
  ports: { readonly notes?: readonly KeptNote[]; readonly context?: Partial<CommandContext> } = {},
) {
  let loggers: readonly Logger[] = [
    { name: "a.b.c", level: "INFO" },
    { name: "a.b.d", level: "WARN" },
    { name: "root", level: "INFO" },
  ];
  const notes = new Map((ports.notes ?? []).map((kept) => [kept.id, kept]));
  const calls: string[] = [];
  const { context: plain, facts } = fakeContext({
    connect: {
      url,
      worker: () => Promise.resolve({ version: "4.3.0", kafkaClusterId: "cluster-1" }),
      loggers: () => Promise.resolve(loggers),
      setLogger: (name, level) => {
        calls.push(`${name}=${level}`);
        const isSet = (logger: Logger): boolean => logger.name === name || logger.name.startsWith(`${name}.`);
        const rest = loggers.filter((logger) => !isSet(logger));
        const names = new Set([name, ...loggers.filter(isSet).map((logger) => logger.name)]);
        loggers = [...rest, ...[...names].map((each) => ({ name: each, level, changed: 1 }))];
        return Promise.resolve();
      },
    },
    loggerNotes: {
      list: () => Promise.resolve([...notes.values()]),
      keep: (kept) => {
        calls.push("keep");
        notes.set("1", { ...kept, id: "1", pid: 7 });
        return Promise.resolve("1");
      },
      abandon: (id) => {
        calls.push("abandon");
        const kept = notes.get(id);
        if (kept !== undefined) notes.set(id, { ...kept, pid: undefined });
        return Promise.resolve();
      },
      forget: (id) => Promise.resolve(void notes.delete(id)),
    },
  });
  const context = Object.assign(Object.create(plain) as CommandContext, ports.context ?? {});
  return {
    context,
    facts,
    calls,
    notes,
    levels: () => new Map(loggers.map(({ name, level }) => [name, level])),
  };
}

describe("connector loggers set", () => {
  it.each(["", " ", "a/b"])("refuses a logger called %j, in a dry run, too", async (logger) => {
    const { context } = fakeLoggers();
    await expect(set({ logger, level: "DEBUG", dryRun: true }, context)).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  it("sets a logger for good, and says what it was", async () => {
    const { context, calls, notes } = fakeLoggers();
    const result = await set({ logger: "a.b", level: "DEBUG" }, context);
    expect(result).toMatchObject({ outcome: "clean", before: "INFO", level: "DEBUG" });
    expect([calls, notes.size]).toEqual([["a.b=DEBUG"], 0]);
    expect(renderLoggersSet(result, terminal)).toBe("logger a.b: DEBUG, was INFO\n");
  });

  it("puts the logger and those below it back when the time is over; the note stands before that", async () => {
    const { context, calls, notes, facts, levels } = fakeLoggers();
    const began = context.clock.now();
    const result = await set({ logger: "a.b", level: "DEBUG", for: 300_000 }, context);
    expect(context.clock.now() - began).toBe(300_000);
    expect(calls).toEqual(["keep", "a.b=DEBUG", "a.b=INFO", "a.b.d=WARN"]);
    expect([levels().get("a.b.c"), levels().get("a.b.d"), notes.size]).toEqual(["INFO", "WARN", 0]);
    expect(facts).toMatchObject([{ kind: "logger held", was: "INFO", milliseconds: 300_000 }]);
    expect(renderLoggersSet(result, terminal)).toContain("was DEBUG for a time, and is INFO again");
  });

  it("lets another command put them back after Ctrl-C", async () => {
    const controller = new AbortController();
    const invoked: (readonly string[])[] = [];
    const fake = fakeLoggers({
      context: {
        clock: {
          now: () => 0,
          sleep: (milliseconds) => {
            if (milliseconds < 300_000) return Promise.resolve();
            controller.abort(new InterruptedError());
            return Promise.reject(new InterruptedError());
          },
        },
        signal: controller.signal,
        invoke: async (argv): Promise<Invocation> => {
          invoked.push(argv);
          return { result: await get({}, fake.context), render: () => "" };
        },
      },
    });
    const setting = set({ logger: "a.b", level: "DEBUG", for: 300_000 }, fake.context);
    await expect(setting).rejects.toThrow("interrupted");
    expect(invoked).toEqual([["connector", "loggers", "get"]]);
    expect([fake.levels().get("a.b"), fake.notes.size]).toEqual(["INFO", 0]);
  });

  it("leaves alone what another command will put back, and finds what was meant", async () => {
    const { context } = fakeLoggers({ notes: [{ ...note, id: "0", pid: 12 }] });
    for (const logger of ["a.b", "a.b.c", "a", "root"]) {
      const { message } = await failureOf(set({ logger, level: "WARN" }, context));
      expect(message).toBe("process 12 has set a.b for a time, and will put it back");
    }
    const result = await set({ logger: "a.bb", level: "WARN" }, fakeLoggers().context);
    expect(renderLoggersSet(result, terminal)).toContain("did you mean a.b?");
  });

  it("has a dry run, which waits for nothing", async () => {
    const { context, calls } = fakeLoggers();
    const began = context.clock.now();
    await set({ logger: "a.b", level: "DEBUG", for: 300_000, dryRun: true }, rehearsal(context));
    expect([calls, context.clock.now() - began]).toEqual([[], 0]);
  });
});

describe("connector loggers get", () => {
  it("shows the root and what differs from what stands above it", async () => {
    const text = renderLoggersGet(await get({}, fakeLoggers().context), terminal);
    expect(text).toMatch(/^logger +level\na.b.d +WARN\nroot +INFO\n1 more logger,/);
  });

  it("says what counts for a logger, and those below it", async () => {
    const result = await get({ logger: "a.b" }, fakeLoggers().context);
    expect(result).toMatchObject({ asked: { name: "a.b", level: "INFO" } });
    expect(renderLoggersGet(result, terminal)).toMatch(/^logger +level\na.b +INFO\na.b.d +WARN\n1 more/);
  });

  it("puts back what a killed command has left on this cluster, and says so", async () => {
    const { context, calls, notes } = fakeLoggers({
      notes: [
        { ...note, id: "0", pid: undefined },
        { ...note, id: "1", pid: undefined, url: "http://elsewhere:8083" },
      ],
    });
    const result = await get({}, context);
    expect([calls, [...notes.keys()]]).toEqual([["a.b=INFO"], ["1"]]);
    expect(renderLoggersGet(result, { ...terminal, width: Infinity })).toContain(
      "a command that was killed had left a.b at DEBUG: a.b is INFO again\n",
    );
  });

  it("knows the cluster under another address, and leaves alone another that shares its Kafka", async () => {
    const moved = { ...note, id: "0", pid: undefined, url: "http://127.0.0.1:8083", cluster: "cluster-1" };
    const set = fakeLoggers({ notes: [{ ...moved, logger: "a.b.d", level: "WARN" }] });
    expect((await get({}, set.context)).restored).toHaveLength(1);
    expect(set.notes.size).toBe(0);
    for (const other of [moved, { ...moved, logger: "a.b.d", level: "WARN", cluster: "cluster-2" }]) {
      const { context, calls, notes } = fakeLoggers({ notes: [other] });
      expect((await get({}, context)).restored).toEqual([]);
      expect([calls, notes.size]).toEqual([[], 1]);
    }
  });
});
