import { describe, expect, test } from "vitest";
import { outcomeOf, unjudged, warning } from "#cli/core/doctor/check.js";
import { deployedChecks, explainedChecks, wellCheck } from "#cli/core/doctor/connector.js";
import { type GroupState, groupChecks } from "#cli/core/doctor/group.js";
import { recordChecks } from "#cli/core/doctor/records.js";
import { brokerRightsCheck, tableRightChecks } from "#cli/core/doctor/rights.js";
import { letterTimeChecks, resolutionChecks } from "#cli/core/doctor/topics.js";

const now = Date.UTC(2026, 0, 1);

test("warnings change no exit code; a problem counts more than what is not judged", () => {
  const odd = warning("a", "b", "c");
  expect(outcomeOf([odd])).toBe("clean");
  expect(outcomeOf([odd, unjudged("a", "b")])).toBe("unjudged");
  expect(outcomeOf([unjudged("a", "b"), { ...odd, state: "problem" }])).toBe("findings");
});

describe("records", () => {
  const record = (offset: number, becomes: "insert" | "refused" | "unknown", more: object = {}) => ({
    at: `sales-0@${offset}`,
    timestamp: now,
    tables: [{ table: "shop.sales", becomes, columns: [], ...more }],
  });

  test("those that are refused for one reason are one line that names the first and the last", () => {
    const bad = { column: "price", reason: "no number" };
    const records = [record(1, "insert"), record(2, "refused", bad), record(5, "refused", bad)];
    expect(recordChecks({ topic: "sales", records }, now)).toMatchObject([
      {
        subject: "records of sales",
        state: "problem",
        where: "sales-0@2",
        seen: "sales-0@2 is refused by shop.sales (and 1 more, the last sales-0@5): column price: no number",
      },
    ]);
  });

  test("one whose writes cannot be told is not judged, and none at all is a warning", () => {
    const records = [record(1, "unknown", { reason: "a query of its own" })];
    expect(recordChecks({ topic: "sales", records }, now)).toMatchObject([{ state: "unjudged" }]);
    expect(recordChecks({ topic: "sales", records: [] }, now)).toMatchObject([{ state: "warning" }]);
  });

  test("a time that lies ahead by no more than clocks differ is none", () => {
    const at = (ahead: number) => ({ ...record(1, "insert"), timestamp: now + ahead });
    const found = (ahead: number) => recordChecks({ topic: "sales", records: [at(ahead)] }, now);
    expect(found(60_000).map(({ state }) => state)).toEqual(["ok"]);
    expect(found(61_000)).toMatchObject([{ state: "ok" }, { state: "warning", subject: "times of sales" }]);
  });
});

describe("the consumer group", () => {
  const topic = { topic: "sales", ends: [{ partition: 0, low: 10, high: 20 }], commits: [] };
  const state: GroupState = {
    group: "connect-sales",
    connector: "sales",
    isDeployed: true,
    members: ["a"],
    others: [],
    topics: [topic],
  };
  const committed = (offset: number, more: Partial<GroupState> = {}) =>
    groupChecks({ ...state, topics: [{ ...topic, commits: [{ partition: 0, offset }] }], ...more });

  test("of a connector that reads is ok, with what it has still to carry", () => {
    expect(committed(15)).toEqual([
      { subject: "consumer group", state: "ok", seen: "connect-sales: 1 member, 5 records to carry" },
    ]);
  });

  test("that has members without a connector is somebody else's", () => {
    const [check] = committed(15, { isDeployed: false });
    expect(check).toMatchObject({ state: "problem" });
    expect(check?.seen).toContain("this Connect cluster has no such connector");
  });

  test("that a connector of before has left says where a deployment goes on", () => {
    expect(committed(15, { isDeployed: false, members: [] })).toMatchObject([{ state: "warning" }]);
    expect(groupChecks({ ...state, isDeployed: false, members: [] })).toMatchObject([{ state: "ok" }]);
  });

  test("that has committed behind the end, or before the first record, has passed records over", () => {
    expect(committed(21)).toMatchObject([{ state: "problem", where: "sales-0@21" }]);
    expect(committed(20)).toMatchObject([{ state: "ok" }]);
    expect(committed(9)).toMatchObject([{ state: "problem", where: "sales-0@9" }]);
    expect(committed(10)).toMatchObject([{ state: "ok" }]);
  });
});

describe("rights", () => {
  const brokers = {
    checked: true,
    isSeen: false,
    group: "connect-sales",
    topics: ["sales"],
    connector: "sales",
  };
  const table = (right: "yes" | "no" | "unchecked" | "unknown") => [{ name: "shop.sales", right }];

  test("on the brokers are those of a worker that nobody sees, unless its tasks read", () => {
    expect(brokerRightsCheck(brokers)).toMatchObject({
      state: "unjudged",
      advice: expect.stringContaining("READ on topic sales, group connect-sales") as string,
    });
    const receipts = { topic: "sales_written", mode: "record", transactional: false } as const;
    expect(brokerRightsCheck({ ...brokers, receipts }).advice).toContain(
      "that of its receipts WRITE on topic sales_written (docs",
    );
    expect(
      brokerRightsCheck({ ...brokers, receipts: { ...receipts, transactional: true } }).advice,
    ).toContain(
      "sales_written and on transactional ids cassink-receipts.sales.*, and READ on group cassink-receipts.sales and on the topics above (docs",
    );
    expect(brokerRightsCheck({ ...brokers, isSeen: true }).state).toBe("ok");
    expect(brokerRightsCheck({ ...brokers, checked: false }).state).toBe("ok");
  });

  test("on the nodes are those of the role that the config names", () => {
    expect(tableRightChecks("sink", table("yes"), false)).toMatchObject([{ state: "ok" }]);
    expect(tableRightChecks("sink", table("no"), false)).toMatchObject([
      { state: "problem", advice: "GRANT MODIFY ON TABLE shop.sales TO sink" },
    ]);
    expect(tableRightChecks(undefined, table("unchecked"), false)).toMatchObject([{ state: "ok" }]);
    expect(tableRightChecks(undefined, table("unknown"), false)).toMatchObject([{ state: "unjudged" }]);
    expect(tableRightChecks(undefined, table("unknown"), true)).toMatchObject([{ state: "ok" }]);
    expect(tableRightChecks("sink", table("no"), true)).toMatchObject([{ state: "problem" }]);
  });
});

test("a connector that differs from the file names the keys, and what cannot be seen is no difference", () => {
  const change = {
    ...({ pipeline: "p", kind: "connector", name: "sales", action: "change" } as const),
    differences: [
      { what: "tasks.max", before: "1", after: "2" },
      { what: "auth.password", note: "masked" as const },
    ],
  };
  expect(deployedChecks(change, "sales")).toMatchObject([
    { state: "warning", seen: "it is deployed with another config than the file's: tasks.max" },
  ]);
  expect(wellCheck(undefined).state).toBe("ok");
});

test("what explain says of topics and letters is told by their own lines", () => {
  const explained = (code: string) => ({ code, title: "t", fix: ["f"], parts: [], records: ["sales-0@7"] });
  const elsewhere = ["topic-missing", "not-deployed", "dead-letters"].map(explained);
  expect(explainedChecks(elsewhere)).toEqual([]);
  expect(explainedChecks([explained("not-moving")])).toMatchObject([
    { subject: "connector", where: "sales-0@7" },
  ]);
});

test("topics of letters and of what became of them", () => {
  const letters = { name: "dlq", partitions: 1, replication: 1, configs: {} };
  expect(letterTimeChecks(letters)).toEqual([]);
  const inherited = { "message.timestamp.type": "LogAppendTime" };
  expect(letterTimeChecks({ ...letters, inherited })).toMatchObject([{ state: "warning" }]);
  expect(resolutionChecks("dlq.resolutions", true, "sales")).toEqual([]);
  expect(resolutionChecks("dlq.resolutions", false, "sales")).toMatchObject([
    { state: "warning", advice: "cassink topic create sales" },
  ]);
});
