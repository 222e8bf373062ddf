import { describe, expect, it } from "vitest";
import { renderItemSales, renderMonitoring, renderWeather } from "#cli/reporters/produce.js";

const unsent = {
  outcome: "clean" as const,
  topic: "item_sales",
  acknowledged: 20_000,
  seconds: 0.5,
  interrupted: false,
  firstTimestamp: Date.UTC(2026, 0, 1),
  lastTimestamp: Date.UTC(2026, 0, 1, 0, 0, 20),
};

const sent = { ...unsent, recordsPerSecond: 40_000 };

describe("produce", () => {
  it("says how many were acknowledged, how fast, and what is special about them", () => {
    expect(renderItemSales({ ...sent, emptyStore: 200, tie: 1 })).toBe(
      [
        "item_sales: 20,000 records acknowledged in 0.5 s (40,000/s)",
        "  stamped 2026-01-01T00:00:00.000Z to 2026-01-01T00:00:20.000Z",
        "  200 with an empty store_id, which the pipeline drops",
        "",
      ].join("\n"),
    );
    expect(renderItemSales({ ...sent, emptyStore: 0, tie: 1000, interrupted: true })).toMatch(
      /interrupted\n.*\n {2}every 1,000 share one time stamp/,
    );
  });

  it("has no rate of what a dry run does not send", () => {
    expect(renderItemSales({ ...unsent, dryRun: true, emptyStore: 0, tie: 1 })).toBe(
      "item_sales: 20,000 records would be sent\n  stamped 2026-01-01T00:00:00.000Z to 2026-01-01T00:00:20.000Z\n",
    );
  });

  it("says which readings did not come", () => {
    const result = {
      ...sent,
      source: "openweather" as const,
      cities: 1,
      missed: 2,
      missedReason: "status 503",
    };
    expect(renderWeather(result)).toContain(
      "openweather weather of 1 city\n  2 readings did not come; last reason: status 503",
    );
  });

  it("says what was measured of which host, and which disk was not", () => {
    const measured = { ...sent, host: "web-1", disks: ["/", "/var"], missed: 0, missedReason: undefined };
    expect(renderMonitoring(measured)).toContain("\n  processor, memory and disks /, /var of web-1\n");
    expect(renderMonitoring({ ...measured, missed: 1, missedReason: "/var: gone" })).toContain(
      "\n  a disk could not be measured 1 time; last reason: /var: gone\n",
    );
    const lines = { ...measured, host: undefined, disks: [] };
    expect(renderMonitoring(lines)).not.toContain("processor");
  });
});
