import { describe, expect, it } from "vitest";
import { renderCreate, renderDescribe, renderList } from "#cli/reporters/topic.js";

const piped = { width: Infinity, color: false };
const narrow = { width: 60, color: false };

describe("topic", () => {
  it("lists every difference with what to do", () => {
    const difference = { what: "partitions", wanted: "4", found: "3", remedy: "make the topic anew" };
    const text = renderCreate(
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
            holdsLetters: false,
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
      {
        name: "a_topic_with_a_very_long_name_indeed_it_is",
        pipelines: ["weather"],
        ...missing,
        leaderless: [],
      },
    ];
    const text = renderList({ outcome: "clean", topics, others: 3 }, narrow);
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
    const text = renderDescribe(
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
            leaderless: [2],
          },
        ],
      },
      piped,
    );
    expect(text).toContain("item_sales: 3 partitions, replication 1, 1,210 records");
    expect(text).toContain("configs: retention.ms=-1");
    expect(text).toContain("partition 2 has no leader");
    expect(text).toContain("group connect-item-sales: 210 records behind");
  });
});
