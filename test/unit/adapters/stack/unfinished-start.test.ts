import { expect, test } from "vitest";
import { unfinishedStart } from "#cli/adapters/stack/unfinished-start.js";
import { ServiceError } from "#cli/errors.js";
import type { StartedReport } from "#cli/ports/stack.js";

const report = (name: string, action: StartedReport["action"]): StartedReport => ({
  name,
  kind: "kafka",
  pid: 1,
  address: "127.0.0.1:9092",
  action,
  seconds: 1,
});
const died = (name: string): { name: string; error: unknown } => ({
  name,
  error: new ServiceError("Cassandra", `${name} ended with exit code 3`, {
    where: `/logs/${name}.log`,
    lines: Array.from({ length: 20 }, (_, index) => `${name} line ${index}`),
  }),
});

test("one server that failed is named with its log, and what goes on running", async () => {
  const error = await unfinishedStart("/home/me", {
    failed: [died("cassandra-3")],
    ready: [report("kafka", "started"), report("connect", "started")],
    processes: [],
  });
  expect(error).toMatchObject({
    service: "Cassandra",
    message: "cassandra-3 ended with exit code 3",
    where: "/logs/cassandra-3.log",
    ranBefore: false,
  });
  expect(error.lines).toHaveLength(20);
  expect(error.hint).toContain("cassink up --home /home/me starts cassandra-3 again");
  expect(error.hint).toContain("connect and kafka run and stay");
  expect(error.hint).toContain("cassink down --home /home/me stops all");
});

test("several are all named, each with its last lines", async () => {
  const error = await unfinishedStart("/home/me", {
    failed: [died("cassandra-2"), died("cassandra-3")],
    ready: [report("kafka", "found")],
    processes: [],
  });
  expect(error.message).toBe("cassandra-2 and cassandra-3 did not start");
  expect(error.lines).toContain("cassandra-2 ended with exit code 3: /logs/cassandra-2.log");
  expect(error.lines).toContain("  cassandra-3 line 19");
  expect(error.ranBefore).toBe(true);
});
