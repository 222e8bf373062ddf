import { describe, expect, it } from "vitest";
import { othersTraits } from "#cli/core/sinks/replaced-connector.js";

const ours = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  topics: "sales",
  "topic.sales.shop.sales.mapping": "id=key",
};

describe("a deployed connector", () => {
  it.each([
    ["the same", ours, []],
    ["with other settings", { ...ours, "tasks.max": "7" }, []],
    ["with a class by its short name", { ...ours, "connector.class": "CassandraSink" }, []],
    ["without a table that comes", { "connector.class": ours["connector.class"], topics: "" }, []],
    [
      "of another class",
      { ...ours, "connector.class": "org.x.FileStreamSink" },
      ["is of class org.x.FileStreamSink, not io.cassink.sink.CassandraSinkConnector"],
    ],
    ["of another topic", { ...ours, topics: "sales, orders" }, ["reads topic orders"]],
    ["of a pattern", { ...ours, topics: "", "topics.regex": "s.*" }, ["reads topics that match s.*"]],
    [
      "of another table",
      { ...ours, "topic.sales.shop.returns.mapping": "id=key" },
      ["writes table shop.returns"],
    ],
  ])("%s", (_, deployed, traits) => {
    expect(othersTraits(deployed, ours)).toEqual(traits);
  });

  it("may be widened to a pattern that matches its topics", () => {
    const pattern = (regex: string) => othersTraits(ours, { ...ours, topics: "", "topics.regex": regex });
    expect(pattern("sal.*")).toEqual([]);
    expect(pattern("orders.*")).toEqual(["reads topic sales"]);
  });
});
