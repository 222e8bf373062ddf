import { expect, test } from "vitest";
import { fieldChecks } from "#cli/core/doctor/mapped-fields.js";
import { sinkConfig } from "#cli/core/sinks/sink-config.js";

const sink = sinkConfig({
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  topics: "sales",
  "topic.sales.shop.sales.mapping": "id=key, price=value.prize, note=value.note, made=now()",
});
const record = (becomes: "insert" | "delete" | "refused", cells: Readonly<Record<string, string>>) => ({
  at: "sales-0@1",
  timestamp: 0,
  tables: [
    {
      table: "shop.sales",
      becomes,
      columns: Object.entries(cells).map(([name, value]) => ({ name, value })),
    },
  ],
});
const found = (...records: ReturnType<typeof record>[]) => fieldChecks({ topic: "sales", records }, sink);

test("a mapped field that none of the newest records has is named with its column", () => {
  expect(found(record("insert", { id: "'a'", note: "'x'" }), record("insert", { id: "'b'" }))).toMatchObject([
    {
      subject: "fields of sales",
      state: "warning",
      where: "topic.sales.shop.sales.mapping",
      seen: "value.prize (column price): absent or null in each of the 2 newest records that are written to shop.sales",
    },
  ]);
});

test("one record that has it is enough, and a null is not", () => {
  const whole = record("insert", { id: "'a'", note: "'x'", price: "1" });
  expect(found(whole, record("insert", { id: "'b'" }))).toEqual([]);
  expect(found(record("insert", { id: "'a'", note: "'x'", price: "null" }))).toHaveLength(1);
});

test("nothing is said where no record is written", () => {
  expect(found()).toEqual([]);
  expect(found(record("delete", { id: "'a'" }), record("refused", {}))).toEqual([]);
});
