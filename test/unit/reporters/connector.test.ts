import { describe, expect, it } from "vitest";
import type { StatusReport } from "#cli/commands/connector/status.js";
import type { SinkTotals } from "#cli/core/connect/sink-measures.js";
import { renderList, renderValidate } from "#cli/reporters/connector.js";
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
  missingTopics: [],
  lag: 0,
  hidden: 0,
  notMoving: [],
  ...more,
});
const totals: SinkTotals = {
  tasks: 1,
  recordsFiltered: 0,
  deadLettersWaiting: 0,
  recordsRead: 4945,
  rowsWritten: 2043,
  rowsSuperseded: 0,
  rowsDeleted: 0,
  recordsReported: 0,
  recordsIgnored: 0,
  requestsRetried: 0,
  requestsInFlight: 0,
  offsetsHeld: 0,
  receiptsWaiting: 0,
  receiptWait: 0,
};
const shown = (one: StatusReport, width = Infinity): string =>
  renderStatus(
    { outcome: "clean", overview: false, connectors: [one], sample: 1_000 },
    { width, color: false },
  );

describe("connector status", () => {
  const busy = report({
    connector: "item-sales-of-the-north",
    state: { state: "RUNNING", worker: "127.0.0.1:8083" },
    tasks: [
      { id: 0, state: "RUNNING", worker: "127.0.0.1:8083" },
      {
        id: 1,
        state: "FAILED",
        worker: "127.0.0.1:18083",
        cause: "no table shop.sales in the cluster of today",
      },
    ],
    partitions: [
      { topic: "item_sales", partition: 0, committed: 1_234_567, end: 7_654_321, lag: 6_419_754 },
      { topic: "item_sales", partition: 11, committed: undefined, end: 3, lag: 3 },
    ],
    notMoving: [{ topic: "item_sales", partition: 0, offset: 1_234_567 }],
    leaderless: [{ topic: "item_sales", partition: 7 }],
    lag: 6_419_757,
    totals: { ...totals, rowsSuperseded: 1_234_567_890 },
  });
  const words = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== "");

  it.each([40, 80, 200])("folds what is wider than %d columns, and cuts nothing", (width) => {
    const wide = shown(busy);
    const text = shown(busy, width);
    expect(text.split("\n").filter((line) => line.length > width)).toEqual([]);
    expect(text).not.toContain("…");
    expect(words(text)).toEqual(expect.arrayContaining([...words(wide)]));
  });

  it("shows every counter under its connector where they do not fit beside each other", () => {
    expect(shown(report({ totals }), 60)).toContain(
      "since start sales\n  read 4,945, written 2,043, superseded 0,",
    );
    expect(shown(busy, 40)).toContain("\n  superseded 1,234,567,890,");
    expect(shown(busy, 200)).toMatch(/^since start +read +written +superseded /m);
  });

  it.each([40, 80, 200])("is folded likewise by connector list, at %d columns", (width) => {
    const one = {
      connector: "item-sales-of-the-north",
      state: "RUNNING",
      tasks: [{ id: 0, state: "RUNNING" }],
      topics: ["item_sales", "item_sales_of_yesterday", "item_sales_of_tomorrow"],
      class: "io.cassink.sink.CassandraSinkConnector",
    };
    const list = (columns: number): string =>
      renderList({ outcome: "clean", connectors: [one] }, { width: columns, color: false });
    expect(
      list(width)
        .split("\n")
        .filter((line) => line.length > width),
    ).toEqual([]);
    expect(words(list(width))).toEqual(expect.arrayContaining([...words(list(Infinity))]));
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

  it("says for how long receipts are not acknowledged, and looks for nothing else", () => {
    const away = { ...totals, requestsRetried: 14, receiptsWaiting: 12, receiptWait: 74_900 };
    const notMoving = [{ topic: "sales", partition: 0, offset: 3 }];
    const tasks = [{ id: 0, state: "RUNNING", worker: "w:1" }];
    const text = shown(report({ tasks, totals: away, notMoving }));
    expect(text).toContain(
      "sales: receipts of 12 records are not acknowledged for 1 min 14 s; the rows are written, and the offset is held",
    );
    expect(text).toContain("not moving at sales-0@3");
    expect(text).not.toContain("Cassandra");
    expect(shown(report({ tasks, totals: away }))).toMatch(/receipts wait$/m);
    expect(shown(report({ tasks, totals: { ...away, receiptWait: 5_100 } }))).not.toContain("receipts");
  });

  it("looks for Cassandra, and not for a bad record, where requests are sent again", () => {
    const notMoving = [{ topic: "sales", partition: 0, offset: 3 }];
    const partitions = [{ topic: "sales", partition: 0, committed: 3, end: 9, lag: 6 }];
    const stuck = { notMoving, partitions };
    expect(shown(report({ ...stuck, totals: { ...totals, requestsRetried: 14 } }))).toContain(
      "requests to Cassandra wait or are sent again (in flight 0, retried 14)",
    );
    expect(shown(report({ ...stuck, totals: totals }))).toContain("a record that cannot be written");
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
