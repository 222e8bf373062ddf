import { describe, expect, it } from "vitest";
import { render as itemSales } from "#cli/reporters/human/produce-item-sales.js";
import { render as weather } from "#cli/reporters/human/produce-weather.js";
import { render as create } from "#cli/reporters/human/topic-create.js";
import { render as describeTopics } from "#cli/reporters/human/topic-describe.js";
import { render as list } from "#cli/reporters/human/topic-list.js";

const piped = { width: Infinity, color: false };
const narrow = { width: 60, color: false };

const sent = {
  outcome: "clean" as const,
  topic: "item_sales",
  acknowledged: 20_000,
  seconds: 0.5,
  recordsPerSecond: 40_000,
  interrupted: false,
  firstTimestamp: Date.UTC(2026, 0, 1),
  lastTimestamp: Date.UTC(2026, 0, 1, 0, 0, 20),
};

describe("produce", () => {
  it("says how many were acknowledged, how fast, and what is special about them", () => {
    expect(itemSales({ ...sent, emptyStore: 200, tie: 1 })).toBe(
      [
        "item_sales: 20,000 records acknowledged in 0.5 s (40,000/s)",
        "  stamped 2026-01-01T00:00:00.000Z to 2026-01-01T00:00:20.000Z",
        "  200 with an empty store_id, which the pipeline drops",
        "",
      ].join("\n"),
    );
    expect(itemSales({ ...sent, emptyStore: 0, tie: 1000, interrupted: true })).toMatch(
      /interrupted\n.*\n {2}every 1,000 share one time stamp/,
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
    expect(weather(result)).toContain(
      "openweather weather of 1 city\n  2 readings did not come; last reason: status 503",
    );
  });
});

describe("topic", () => {
  it("lists every difference with what to do", () => {
    const difference = { what: "partitions", wanted: "4", found: "3", remedy: "make the topic anew" };
    const text = create(
      {
        outcome: "findings",
        topics: [
          {
            name: "item_sales",
            pipeline: "item-sales",
            state: "different",
            partitions: 3,
            replication: 1,
            differences: [difference],
          },
        ],
      },
      piped,
    );
    expect(text).toContain("item_sales  different");
    expect(text).toContain("item_sales: partitions is 3, the file says 4\n  do: make the topic anew\n");
  });

  it("shows missing topics and how to make them, within the terminal", () => {
    const missing = { partitions: undefined, replication: undefined, records: undefined };
    const topics = [
      { name: "a_topic_with_a_very_long_name_indeed_it_is", pipelines: ["weather"], ...missing },
    ];
    const text = list({ outcome: "clean", topics, others: 3 }, narrow);
    expect(text).toContain("missing");
    expect(text).toContain("cassink topic create");
    expect(text).toContain("3 other topics");
    expect(
      Math.max(
        ...text
          .split("\n")
          .slice(0, 2)
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(60);
  });

  it("sums offsets and lag", () => {
    const text = describeTopics(
      {
        outcome: "clean",
        topics: [
          {
            name: "item_sales",
            pipeline: "item-sales",
            group: "connect-item-sales",
            exists: true,
            replication: 1,
            configs: { "retention.ms": "-1" },
            partitions: [
              { partition: 0, low: 0, high: 1200, committed: 1000, lag: 200 },
              { partition: 1, low: 50, high: 60, committed: undefined, lag: 10 },
            ],
          },
        ],
      },
      piped,
    );
    expect(text).toContain("item_sales: 2 partitions, replication 1, 1,210 records");
    expect(text).toContain("configs: retention.ms=-1");
    expect(text).toContain("group connect-item-sales: 210 records behind");
  });
});
