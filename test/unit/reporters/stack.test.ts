import { describe, expect, test } from "vitest";
import type { ProcessStatus } from "#cli/ports/stack.js";
import { renderDown, renderFollowedLine, renderLogs, renderStatus, renderUp } from "#cli/reporters/stack.js";

const plain = { width: 80, color: false };
const kafka: ProcessStatus = {
  name: "kafka",
  kind: "kafka",
  address: "127.0.0.1:9092",
  pid: 4711,
  state: "answering",
  uptime: 3725,
  memory: 219_000_000,
  log: "/h/logs/kafka.log",
};

describe("status", () => {
  test("tells age and memory, and what to do about a dead and a silent server", () => {
    const connect: ProcessStatus = {
      name: "connect",
      kind: "connect",
      address: "127.0.0.1:8083",
      pid: 4712,
      state: "dead",
      log: "/h/logs/connect.log",
    };
    const text = renderStatus(
      {
        outcome: "findings",
        home: "/h",
        processes: [kafka, connect, { ...kafka, name: "cassandra", state: "silent", uptime: 61 }],
      },
      plain,
    );
    expect(text).toContain("kafka      answering  127.0.0.1:9092  4711  1 h 2 min  219 MB");
    expect(text).toContain("1 min 1 s");
    expect(text).toContain("438 MB resident in all");
    expect(text).toContain("dead: connect; `cassink up` starts it again");
    expect(text).toContain("alive but not answering: cassandra");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test("says how to start one when there is none", () => {
    expect(renderStatus({ outcome: "findings", home: "/h", processes: [] }, plain)).toBe(
      "No stack is running under /h. `cassink up` starts one.\n",
    );
  });
});

describe("up", () => {
  const report = { name: "kafka", kind: "kafka", pid: 1, address: "127.0.0.1:9092", seconds: 3.14 } as const;

  test("says when it found everything running", () => {
    const text = renderUp(
      {
        outcome: "clean",
        home: "/h",
        connections: {},
        seconds: 0.1,
        processes: [{ ...report, action: "found" }],
      },
      plain,
    );
    expect(text).toContain("was running");
    expect(text).toContain("The stack under /h was running already; nothing was changed.");
  });

  test("tells how long each server took", () => {
    const text = renderUp(
      {
        outcome: "clean",
        home: "/h",
        connections: {},
        seconds: 9.9,
        processes: [{ ...report, action: "restarted" }],
      },
      plain,
    );
    expect(text).toContain("restarted, answers after 3.1 s");
    expect(text).toContain("The stack is up after 9.9 s.");
  });
});

test("down tells what was stopped, killed, dead before, and deleted", () => {
  const text = renderDown({
    outcome: "clean",
    home: "/h",
    stopped: [
      { name: "kafka", pid: 1, by: "signal" },
      { name: "cassandra", pid: 2, by: "kill" },
    ],
    dead: ["connect"],
    purged: true,
  });
  expect(text).toBe(
    [
      "kafka (pid 1) stopped",
      "cassandra (pid 2) was killed: it did not end by itself",
      "connect had ended already",
      "Data and logs under /h are deleted.",
      "",
    ].join("\n"),
  );
  expect(renderDown({ outcome: "clean", home: "/h", stopped: [], dead: [], purged: false })).toBe(
    "No stack is running under /h.\n",
  );
});

test("logs have headings only when there are several", () => {
  const log = { name: "kafka", file: "/h/kafka.log", lines: ["one", "two"] };
  expect(renderLogs({ outcome: "clean", logs: [log] }, plain)).toBe("one\ntwo\n");
  expect(renderLogs({ outcome: "clean", logs: [log, { ...log, file: "/h/b.log" }] }, plain)).toBe(
    "==> /h/kafka.log\none\ntwo\n\n==> /h/b.log\none\ntwo\n",
  );
});

test("a line of a followed log names its server where there are several", () => {
  const line = { process: "kafka", line: "started\u001b[2J" };
  expect(renderFollowedLine(line, false)).toBe("started\\u001b[2J\n");
  expect(renderFollowedLine(line, true)).toBe("kafka: started\\u001b[2J\n");
});
