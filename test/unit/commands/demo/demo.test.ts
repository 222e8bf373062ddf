import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/demo/demo.js";
import type { CommandResult } from "#cli/ports/context.js";
import { UnfinishedStartError } from "#cli/errors.js";
import { fakeContext } from "#test/support/fakes/context.js";

const input = { records: 100, readings: 10, portOffset: 0 };

interface Scenario {
  readonly ranBefore?: boolean;
  readonly outcomes?: Readonly<Record<string, CommandResult["outcome"]>>;
  /** Called before each command runs. */
  readonly before?: (command: string) => void;
}

function demo(
  { ranBefore = false, outcomes = {}, before = () => undefined }: Scenario,
  abort = new AbortController(),
) {
  const called: string[] = [];
  const { context } = fakeContext({
    signal: abort.signal,
    invoke: (argv: readonly string[]) => {
      const command = argv.slice(0, 2).join(" ");
      called.push(command);
      before(command);
      const processes = [{ action: ranBefore ? "found" : "started" }, { action: "started" }];
      const outcome = outcomes[command] ?? "clean";
      return Promise.resolve({
        result: command === "up" ? { outcome, processes } : { outcome },
        render: () => "",
      });
    },
  });
  return { called, context };
}

describe("demo", () => {
  it("goes from an empty machine to a proof, and stops what it started", async () => {
    const { called, context } = demo({});
    expect(await run(input, context)).toMatchObject({ outcome: "clean", running: false });
    expect(called[0]).toBe("up");
    expect(called).toContain("verify table");
    expect(called.at(-1)).toBe("down");
  });

  it("leaves the stack running with --keep", async () => {
    const { called, context } = demo({});
    expect(await run({ ...input, keep: true }, context)).toMatchObject({ running: true });
    expect(called).not.toContain("down");
  });

  it("does not stop a stack that ran before", async () => {
    const { called, context } = demo({ ranBefore: true });
    await run(input, context);
    expect(called).not.toContain("down");
  });

  it("keeps as many copies as brokers and nodes can hold", async () => {
    const lines: string[] = [];
    const { context } = fakeContext({
      invoke: (argv: readonly string[]) => {
        lines.push(argv.join(" "));
        return Promise.resolve({ result: { outcome: "clean", processes: [] }, render: () => "" });
      },
    });
    await run({ ...input, brokers: 3, workers: 2, nodes: 4 }, context);
    expect(lines).toContain("up --brokers 3 --workers 2 --nodes 4");
    for (const made of ["topic create", "table init", "connector deploy"])
      expect(lines).toContain(`${made} --replication 3`);
    lines.length = 0;
    await run({ ...input, brokers: 3 }, context);
    expect(lines).toContain("topic create");
  });

  it.each([
    [false, ["up", "down"]],
    [true, ["up"]],
  ])(
    "stops what runs of a stack that did not start, unless it ran before (%s)",
    async (ranBefore, commands) => {
      const failure = new UnfinishedStartError("Cassandra", "cassandra has died", {}, ranBefore);
      const { called, context } = demo({
        before: (command) => {
          if (command === "up") throw failure;
        },
      });
      await expect(run(input, context)).rejects.toBe(failure);
      expect(called).toEqual(commands);
    },
  );

  it("stops nothing when there was nothing to start", async () => {
    const { called, context } = demo({
      before: () => {
        throw new Error("no JDK");
      },
    });
    await expect(run(input, context)).rejects.toThrow("no JDK");
    expect(called).toEqual(["up"]);
  });

  it("has findings when a step has", async () => {
    const { context } = demo({ outcomes: { "verify table": "findings" } });
    expect(await run(input, context)).toMatchObject({ outcome: "findings" });
  });

  it("stops the stack when a step fails, and passes its error on", async () => {
    const failure = new Error("no");
    const { called, context } = demo({
      before: (command) => {
        if (command === "connector deploy") throw failure;
      },
    });
    await expect(run(input, context)).rejects.toBe(failure);
    expect(called.at(-1)).toBe("down");
    expect(called).not.toContain("verify table");
  });

  it("begins no further step after Ctrl-C, but stops the stack", async () => {
    const abort = new AbortController();
    const { called, context } = demo(
      {
        before: (command) => {
          if (command === "table init") abort.abort(new Error("Ctrl-C"));
        },
      },
      abort,
    );
    await expect(run(input, context)).rejects.toThrow("Ctrl-C");
    expect(called.slice(-2)).toEqual(["table init", "down"]);
  });
});
