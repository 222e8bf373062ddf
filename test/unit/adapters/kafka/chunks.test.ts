import { describe, expect, it } from "vitest";
import { chunks } from "#cli/adapters/kafka/kafkajs-producer.js";

const records = (count: number, length: number) =>
  Array.from({ length: count }, (_, index) => ({
    key: String(index),
    value: "é".repeat(length),
    timestamp: index,
  }));

describe("chunks", () => {
  it("keeps all records in their order", () => {
    const sent = records(10_000, 100);
    expect([...chunks(sent)].flat()).toEqual(sent);
    expect([...chunks([])]).toEqual([]);
  });

  it("stays below a mebibyte", () => {
    for (const chunk of chunks(records(3_000, 1_000))) {
      const bytes = chunk.reduce((sum, { value }) => sum + Buffer.byteLength(value ?? "") + 40, 0);
      expect(bytes).toBeLessThan(1024 * 1024);
    }
  });

  it("sends a record that is larger than a chunk alone, for the broker to judge", () => {
    const [small, large] = [records(1, 1), records(1, 600_000)];
    expect([...chunks([...small, ...large, ...small])].map(({ length }) => length)).toEqual([1, 1, 1]);
  });
});
