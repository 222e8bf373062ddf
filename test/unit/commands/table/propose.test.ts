import { describe, expect, it } from "vitest";
import { run } from "#cli/commands/table/init.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import type { TableInitInput } from "#cli/program/table.js";
import { renderInit } from "#cli/reporters/table.js";
import { fakeContext } from "#test/support/fakes/context.js";

const input: TableInitInput = { samples: 500, print: "all" };
const values = ['{"id": "a", "n": 1}', null, "no JSON", '{"id": "b", "n": 2.5}'];

function setup() {
  return fakeContext({
    files: { readText: () => Promise.resolve('{"id": 1}\n{"id": 2}\n') },
    kafka: {
      topicNames: () => Promise.resolve(["orders"]),
      topicOffsets: () => Promise.resolve([{ partition: 0, low: 0, high: values.length }]),
      read: ({ onRecords }) => {
        onRecords(
          values.map((value, offset): KafkaRecord => ({
            partition: 0,
            offset,
            timestamp: offset,
            key: null,
            value: value === null ? null : Buffer.from(value),
            headers: [],
          })),
        );
        return Promise.resolve();
      },
    },
  }).context;
}

describe("table init --from", () => {
  it("proposes a table of a topic's records, and makes nothing", async () => {
    const result = await run({ ...input, from: "orders", replication: 3 }, setup());
    expect(result).toMatchObject({
      tables: [],
      proposed: { from: { kind: "topic", name: "orders" }, samples: 2, keyspace: "orders", table: "orders" },
    });
    const text = renderInit(result, { width: 80, color: false });
    expect(text).toContain("-- left out: 1 of the records, the first orders-0@2: the sample is no JSON");
    expect(text).toContain("'replication_factor': 3}");
    expect(text).toContain("  n double,\n");
    expect(text).toContain("\n\n# orders.yaml\nname: orders\n");
  });

  it("proposes one of a file, under a name of its own, in parts", async () => {
    const file = { ...input, from: "in/item.ndjson", table: 'shop."Items"' };
    const cql = renderInit(await run({ ...file, print: "cql" }, setup()), { width: 80, color: false });
    expect(cql).toContain('CREATE TABLE IF NOT EXISTS shop."Items" (\n  id bigint,');
    expect(cql).not.toContain("topics:");
    const yaml = renderInit(await run({ ...file, print: "pipeline" }, setup()), { width: 80, color: false });
    expect(yaml).toContain("topic.item.shop.Items.mapping: id=value.id");
    expect(yaml).not.toContain("CREATE");
  });

  it.each<[Partial<TableInitInput>, string]>([
    [{ key: "id" }, "--key and --table are of a table that --from proposes"],
    [{ from: "orders", name: ["sales"] }, "a pipeline is named beside it"],
    [{ from: "ordes" }, "there is no topic ordes"],
    [{ from: "orders", table: "x" }, '"x" is no table'],
  ])("refuses %j", async (flags, message) => {
    await expect(run({ ...input, ...flags }, setup())).rejects.toThrow(message);
  });
});
