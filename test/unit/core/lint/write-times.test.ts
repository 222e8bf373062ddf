import { describe, expect, it } from "vitest";
import { lintWriteTimes } from "#cli/core/lint/write-times.js";
import { sinkConfig, type SinkConfig } from "#cli/core/sinks/sink-config.js";

const config = (more: Record<string, string> = {}): Record<string, string> => ({
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  topics: "sales",
  contactPoints: "a.example,b.example",
  "loadBalancing.localDc": "dc1",
  "topic.sales.shop.sales.mapping": "id=key",
  ...more,
});
const read = (flat: Record<string, string>): SinkConfig => {
  const sink = sinkConfig(flat);
  if (sink === undefined) throw new Error("not a sink");
  return sink;
};
const lint = (
  checked: Record<string, string>,
  other: Record<string, string>,
): ReturnType<typeof lintWriteTimes> => lintWriteTimes(read(checked), new Map([["older", read(other)]]));

describe("two connectors that write one table", () => {
  it("are fine with the same order, spelled or by default", () => {
    expect(lint(config(), config({ order: "TIME", generation: "0" }))).toEqual([]);
    const log = { order: "log", "order.epoch": "5" };
    expect(lint(config(log), config(log))).toEqual([]);
  });

  it("are refused with another order, epoch or generation, by name", () => {
    expect(lint(config(), config({ generation: "1" }))).toEqual([
      {
        level: "connect",
        severity: "error",
        key: "generation",
        message:
          "connector older writes shop.sales too, with order=time generation=1, and this one has order=time generation=0: the higher write times would win for ever",
        hint: "give both the same, and deploy them in one command",
      },
    ]);
    const log = config({ order: "log", "order.epoch": "5" });
    expect(lint(config(), log)[0]?.key).toBe("order");
    expect(lint(config({ order: "log", "order.epoch": "6" }), log)[0]?.key).toBe("order.epoch");
  });

  it("are named once, through whatever topics they write", () => {
    const other = config({
      topics: "returns",
      "topic.returns.shop.sales.mapping": "id=key",
      generation: "1",
    });
    delete other["topic.sales.shop.sales.mapping"];
    expect(lint(config(), other)).toHaveLength(1);
  });

  it("are warned of when it is unknown whether they write to the same cluster", () => {
    const elsewhere = config({ contactPoints: "c.example", generation: "1" });
    expect(lint(config(), elsewhere)[0]).toMatchObject({ severity: "warning" });
    const sameNode = config({ contactPoints: "b.example:9042", generation: "1" });
    expect(lint(config(), sameNode)[0]).toMatchObject({ severity: "error" });
  });

  it("are not compared when they write other tables, or when one is a sink without a write order", () => {
    const table = config({ "topic.sales.shop.returns.mapping": "id=key", generation: "1" });
    delete table["topic.sales.shop.sales.mapping"];
    expect(lint(config(), table)).toEqual([]);
    const vendor = "com.datastax.oss.kafka.sink.CassandraSinkConnector";
    expect(lint(config(), config({ "connector.class": vendor, generation: "1" }))).toEqual([]);
    expect(lint(config({ "connector.class": vendor }), config({ generation: "1" }))).toEqual([]);
  });
});
