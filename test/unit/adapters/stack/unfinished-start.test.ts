import { expect, test } from "vitest";
import { unfinishedStart } from "#cli/adapters/stack/unfinished-start.js";
import { ServiceError } from "#cli/errors.js";
import type { StartedProcess } from "#cli/core/stack/state.js";
import type { StartedReport } from "#cli/ports/stack.js";
import { livingServer } from "./living-server.js";

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

test("one that is only slow is left to itself, and --wait is named beside what starts the dead ones again", async () => {
  const slow = await livingServer("/home/me", "connect");
  const error = await unfinishedStart("/home/me", {
    failed: [died("connect"), died("cassandra")],
    ready: [report("kafka", "started")],
    processes: [
      { name: "connect", ...slow.process } as StartedProcess,
      { name: "cassandra", pid: 2 ** 22 + 1, birth: "gone" } as StartedProcess,
    ],
  });
  expect(error.hint?.split("; ")).toEqual([
    "connect may only be slow: cassink up --home /home/me --wait 300s waits on",
    "cassink up --home /home/me starts cassandra again",
    "kafka runs and stays",
    "cassink down --home /home/me stops all",
    "the whole log: cassink logs connect -n 500 --home /home/me",
  ]);
  await slow.end();
});
