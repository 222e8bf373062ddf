import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { type HostMeasurement, hostReadings } from "#cli/core/generate/host-readings.js";

const measured: HostMeasurement = {
  host: "a",
  time: Date.UTC(2026, 2, 2, 8, 15, 30, 120),
  processors: { user: 1_300, system: 1_100, idle: 4_600 },
  memory: { used: 300, available: 700 },
  disks: new Map([
    ["/", { used: 1, available: 2 }],
    ["/var", { used: 3, available: 4 }],
  ]),
};
const cpuSince = (user: number, system: number, idle: number) =>
  hostReadings(measured, { processors: { user, system, idle } })
    .filter(({ metric }) => metric === "cpu")
    .map(({ value, tags }) => [tags["mode"], value]);

describe("the events of a measurement", () => {
  it("have an ISO time, and tags that tell those of one metric apart", () => {
    const readings = hostReadings(measured, undefined);
    expect(readings.map(({ metric, value, tags }) => [metric, value, tags])).toEqual([
      ["memory", 300, { state: "used" }],
      ["memory", 700, { state: "available" }],
      ["disk", 1, { path: "/", state: "used" }],
      ["disk", 2, { path: "/", state: "available" }],
      ["disk", 3, { path: "/var", state: "used" }],
      ["disk", 4, { path: "/var", state: "available" }],
    ]);
    for (const reading of readings)
      expect(reading).toMatchObject({ host: "a", at: "2026-03-02T08:15:30.120Z", unit: "bytes" });
  });

  it("are what the pipeline's schema asks for", () => {
    const schema = JSON.parse(readFileSync("schemas/events/monitoring.schema.json", "utf8")) as object;
    const check = new Ajv({ strict: false }).compile(schema);
    const readings = hostReadings(measured, { processors: { user: 0, system: 0, idle: 0 } });
    expect(readings).toHaveLength(9);
    for (const reading of readings) expect(check(reading), JSON.stringify(check.errors)).toBe(true);
    expect(check({ ...readings[0], at: "2026-03-02 08:15" })).toBe(false);
  });
});

describe("the processor's shares", () => {
  it("are those of the time since the measurement before, in percent with two digits", () => {
    expect(cpuSince(1_200, 1_100, 4_400)).toEqual([
      ["user", 33.33],
      ["system", 0],
      ["idle", 66.67],
    ]);
  });

  it.each([
    ["nothing was counted", 1_300, 1_100, 4_600],
    ["a counter fell", 1_200, 1_200, 4_400],
    ["all fell", 9_000, 9_000, 9_000],
  ])("are left out where %s", (_, user, system, idle) => {
    expect(cpuSince(user, system, idle)).toEqual([]);
  });
});
