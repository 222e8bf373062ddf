import { expect, test } from "vitest";
import { run } from "#cli/commands/doctor/doctor.js";
import { ServiceError } from "#cli/errors.js";
import type { MachineReport } from "#cli/core/stack/machine.js";
import { renderDoctor } from "#cli/reporters/doctor.js";
import { fakeContext } from "#test/support/fakes/context.js";

const input = { records: 20, sample: 12_000 };
const now = Date.UTC(2026, 0, 1);
const machine: MachineReport = {
  node: "v22.0.0",
  jdk: { found: true, home: "/jdk", version: "17.0.15" },
  maven: { found: true, path: "/mvn", version: "3.9.9" },
  freeDisk: 50e9,
  takenPorts: [],
};
const plugins = [
  "io.cassink.datastax.DataStaxSinkConnector",
  "io.cassink.transforms.FieldMatches",
  "io.cassink.transforms.AddAbsentFields$Value",
].map((name) => ({ class: name, type: "", version: "0.1.0" }));

const healthy = {
  stack: { home: "/h", machine: () => Promise.resolve(machine) },
  kafka: { brokers: () => Promise.resolve([{ id: 1, address: "127.0.0.1:9092" }]) },
  connect: {
    url: "http://localhost:8083",
    worker: () => Promise.resolve({ version: "4.3.1", kafkaClusterId: "x", time: now }),
    plugins: () => Promise.resolve(plugins),
  },
  cassandra: {
    contactPoints: ["127.0.0.1:9042"],
    cluster: () =>
      Promise.resolve({ releaseVersion: "5.0.9", datacenters: ["datacenter1"], nodes: 1, time: now }),
  },
};

test("a healthy machine is clean", async () => {
  const result = await run(input, fakeContext(healthy).context);
  expect(result.checks.filter((check) => check.state !== "ok")).toEqual([]);
  expect(result.outcome).toBe("clean");
  expect(renderDoctor(result, { width: 80, color: false })).toContain("Everything is as it should be.");
});

test("one server down is one finding, with its address and what to do, and the others are still looked at", async () => {
  const down = new ServiceError("Kafka", "Kafka does not answer", { where: "far:9092", hint: "start it" });
  const context = fakeContext({ ...healthy, kafka: { brokers: () => Promise.reject(down) } }).context;
  const result = await run(input, context);
  expect(result.outcome).toBe("findings");
  expect(result.checks.filter((check) => check.state !== "ok")).toEqual([
    { subject: "Kafka", state: "problem", seen: "Kafka does not answer (far:9092)", advice: "start it" },
  ]);
});

test("a defect of ours is not reported as a server's fault", async () => {
  const context = fakeContext({
    ...healthy,
    kafka: { brokers: () => Promise.reject(new TypeError("oops")) },
  }).context;
  await expect(run(input, context)).rejects.toThrow("oops");
});

test("long lines go on under their own column", async () => {
  const hint = "start the local stack with cassink up, or name the brokers that you want to use instead";
  const down = new ServiceError("Kafka", "Kafka does not answer", { hint });
  const context = fakeContext({ ...healthy, kafka: { brokers: () => Promise.reject(down) } }).context;
  const lines = renderDoctor(await run(input, context), { width: 60, color: false }).split("\n");
  const first = lines.findIndex((line) => line.includes("Kafka does not answer"));
  expect(lines[first]).toMatch(/^problem {3}Kafka +Kafka does not answer$/);
  expect(lines[first + 1]).toMatch(/^ {20,}do: start the local/);
  expect(lines[first + 2]).toMatch(/^ {20,}\S/);
  for (const line of lines.slice(first, first + 4)) expect(line.length).toBeLessThanOrEqual(60);
  expect(lines).toContain("12 checks: 1 problem.");
});
