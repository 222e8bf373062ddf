import { describe, expect, it } from "vitest";
import { meaningDifferences } from "#cli/core/sinks/config-meaning.js";

const file = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  topics: "sales",
  "topic.sales.ks.t.mapping": "id=value.id",
};
const keys = (deployed: Readonly<Record<string, string>>, from: Readonly<Record<string, string>> = file) =>
  meaningDifferences(from, deployed).map(({ key }) => key);

describe("a deployed config", () => {
  it("means the same with a default that it writes out, or with other blanks", () => {
    expect(keys({ ...file, generation: "0", order: "time" })).toEqual([]);
    for (const mapping of [" id = value.id ", '"id"=value."id"']) {
      expect(keys({ ...file, "topic.sales.ks.t.mapping": mapping })).toEqual([]);
    }
    const headers = "org.apache.kafka.connect.storage.SimpleHeaderConverter";
    expect(keys({ ...file, "header.converter": headers, transforms: "", predicates: " " })).toEqual([]);
  });

  it("means the same whether, where and how receipts are told: rows are the same", () => {
    const receipts = { "receipts.topic": "written", "receipts.mode": "range", "receipts.producer.acks": "1" };
    expect(keys({ ...file, ...receipts })).toEqual([]);
  });

  it("means something else with another converter, or a field that is another one", () => {
    expect(keys({ ...file, "header.converter": "org.apache.kafka.connect.storage.StringConverter" })).toEqual(
      ["header.converter"],
    );
    for (const mapping of ["id=key.id", "id=value.other", "id=value.id, x=value.x"]) {
      expect(keys({ ...file, "topic.sales.ks.t.mapping": mapping })).toEqual(["topic.sales.ks.t.mapping"]);
    }
  });

  it.each([
    ["generation", { generation: "1" }, {}],
    ["order", { order: "log" }, {}],
    ["order.epoch", { order: "log", "order.epoch": "1700000000000" }, { order: "log" }],
  ])("makes other write times with another %s", (key, deployed, given) => {
    expect(keys({ ...file, ...deployed }, { ...file, ...given })).toContain(key);
  });

  it("of order=time means the same whatever its epoch", () => {
    expect(keys({ ...file, "order.epoch": "1700000000000" })).toEqual([]);
  });
});
