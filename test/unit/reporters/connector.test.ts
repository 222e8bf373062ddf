import { describe, expect, it } from "vitest";
import type { StatusReport } from "#cli/commands/connector/status.js";
import { renderValidate } from "#cli/reporters/connector.js";
import { renderStatus } from "#cli/reporters/connector-status.js";

const report = (more: Partial<StatusReport> = {}): StatusReport => ({
  pipeline: "sales",
  connector: "sales",
  state: { state: "RUNNING", worker: "w:1" },
  tasks: [],
  unreadable: [],
  consumerGroup: "connect-sales",
  partitions: [],
  leaderless: [],
  lag: 0,
  notMoving: [],
  ...more,
});
const totals = {
  recordsRead: 4945,
  rowsWritten: 2043,
  rowsSuperseded: 0,
  rowsDeleted: 0,
  recordsReported: 0,
  recordsIgnored: 0,
  requestsRetried: 0,
  requestsInFlight: 0,
  offsetsHeld: 0,
};
const shown = (one: StatusReport, width = Infinity): string =>
  renderStatus(
    { outcome: "clean", overview: false, connectors: [one], sample: 1_000 },
    { width, color: false },
  );

describe("connector status", () => {
  it("shows every counter in 60 columns, uncut", () => {
    const text = shown(report({ totals: totals as never }), 60);
    expect(text).toContain("since start sales\n  read 4,945, written 2,043, superseded 0,");
    expect(text).not.toContain("…");
    expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(60);
  });

  it("prints the cause of ten tasks once", () => {
    const tasks = Array.from({ length: 10 }, (_, id) => ({
      id,
      state: "FAILED",
      worker: `w:${id % 2}`,
      cause: "no",
    }));
    const text = shown(report({ tasks }));
    expect(text.match(/^ {2}no$/gm)).toHaveLength(1);
    expect(text).toContain("connector sales, tasks 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 have failed on w:0, w:1\n");
  });

  it("looks for Cassandra, and not for a bad record, where requests are sent again", () => {
    const notMoving = [{ topic: "sales", partition: 0, offset: 3 }];
    const partitions = [{ topic: "sales", partition: 0, committed: 3, end: 9, lag: 6 }];
    const stuck = { notMoving, partitions };
    expect(shown(report({ ...stuck, totals: { ...totals, requestsRetried: 14 } as never }))).toContain(
      "requests to Cassandra wait or are sent again (in flight 0, retried 14)",
    );
    expect(shown(report({ ...stuck, totals: totals as never }))).toContain("a record that cannot be written");
  });
});

it("connector validate shows no reason of a server that acts on the terminal", () => {
  const levels = [{ level: "cluster", checked: false, reason: "topic \u001b[31m" }] as const;
  const result = {
    outcome: "clean",
    connectors: [{ pipeline: "p", connector: "c", levels, findings: [] }],
  } as const;
  expect(renderValidate(result, { width: 80, color: false })).toContain("not checked: topic \\u001b[31m\n");
});
