import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/stack/logs.js";
import type { LogsInput } from "#cli/program/stack.js";
import type { FollowedLine } from "#cli/ports/context.js";
import { fakeContext } from "#test/support/fakes/context.js";

const now = Date.UTC(2026, 0, 1);
/** As a server writes its time, in the zone of the machine. */
function stamp(secondsAgo: number): string {
  const time = new Date(now - secondsAgo * 1000);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().replace("Z", "").replace(".", ",");
}
const kafka = [
  `${stamp(90)} ERROR old (A)`,
  "\tat old",
  `${stamp(30)} WARN  new (A)`,
  `${stamp(20)} INFO  fine (A)`,
];
const connect = [`${stamp(10)} ERROR newest (B)`, "\tat trace"];

function setup(added: readonly { readonly name: string; readonly line: string }[] = []) {
  const logs = [
    { name: "kafka", file: "/h/kafka.log", lines: kafka },
    { name: "connect", file: "/h/connect.log", lines: connect },
    { name: "cassandra", file: "/h/cassandra.out", lines: ["Unrecognized VM option"] },
  ];
  const emitted: string[] = [];
  const { context } = fakeContext({
    stack: {
      lastLines: (_names, count) =>
        Promise.resolve(logs.map((log) => ({ ...log, lines: count === 0 ? [] : log.lines.slice(-count) }))),
      readLogs: (_names, onLine) => {
        for (const { name, lines } of logs) for (const line of lines) onLine({ name, line });
        return Promise.resolve();
      },
      follow: (_names, onLine) => {
        added.forEach(onLine);
        return Promise.resolve();
      },
    },
    emit: ({ process, line }: FollowedLine) => void emitted.push(`${process}: ${line}`),
  });
  const lines = async (input: LogsInput) => (await run(input, context)).logs.map((log) => log.lines);
  return { context, lines, emitted };
}

describe("logs", () => {
  it("gives the last lines where nothing is asked for", async () => {
    expect(await setup().lines({ lines: 1 })).toEqual([
      kafka.slice(-1),
      connect.slice(-1),
      ["Unrecognized VM option"],
    ]);
    expect(await setup().lines({})).toEqual([kafka, connect, ["Unrecognized VM option"]]);
  });

  it("gives entries by level and age, and what a server has printed that never logged", async () => {
    const since = { kind: "ago", milliseconds: 60_000 } as const;
    expect(await setup().lines({ level: "WARN", since })).toEqual([
      [kafka[2]],
      connect,
      ["Unrecognized VM option"],
    ]);
    expect(await setup().lines({ level: "WARN", since: { kind: "time", time: 0 }, lines: 1 })).toEqual([
      [kafka[2]],
      connect,
      ["Unrecognized VM option"],
    ]);
    expect(await setup().lines({ grep: /old/u })).toEqual([kafka.slice(0, 2), [], []]);
  });

  it("follows with the same choice, each log in its own state", async () => {
    const added = [
      { name: "kafka", line: "\tgoes on with fine" },
      { name: "connect", line: "\tgoes on with newest" },
      { name: "kafka", line: `${stamp(0)} ERROR again (A)` },
      { name: "connect", line: `${stamp(0)} INFO  calm (B)` },
      { name: "kafka", line: "\tat again" },
    ];
    const { context, emitted } = setup(added);
    expect(await run({ level: "ERROR", follow: true, lines: 1 }, context)).toMatchObject({ logs: [] });
    expect(emitted).toEqual([
      `kafka: ${kafka[0] ?? ""}`,
      "kafka: \tat old",
      `connect: ${connect[0] ?? ""}`,
      "connect: \tat trace",
      "cassandra: Unrecognized VM option",
      "connect: \tgoes on with newest",
      `kafka: ${stamp(0)} ERROR again (A)`,
      "kafka: \tat again",
    ]);
  });
});
