import type { SentRecord } from "#test/support/sink/topic.js";

const second = 1000;
const uuid = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

/**
 * 50 records of two minutes that end now: rows of many types, some with a time to live, several records of one row and
 * millisecond, tombstones, records that are refused in one table or in both, and some that a transform drops.
 * @param now milliseconds since the Unix epoch
 */
export function fiftyRecords(now: number): readonly SentRecord[] {
  const start = now - 120 * second;
  let sent = 0;
  const record = (key: string | null, value: object | string | null): SentRecord => ({
    key,
    value: typeof value === "object" && value !== null ? JSON.stringify(value) : value,
    timestamp: start + second * sent++,
  });
  const rows = Array.from({ length: 30 }, (_, index) =>
    record(`k${index}`, {
      amount: index * 1_000_003 - 7,
      price: (index / 8).toFixed(3),
      ratio: index / 3,
      at: `2026-02-${String((index % 28) + 1).padStart(2, "0")}T01:02:03.${String(index).padStart(3, "0")}Z`,
      day: `2025-12-${String(index + 1).padStart(2, "0")}`,
      ok: index % 2 === 0,
      tags: [`a'${index}`, "b", "b"],
      attributes: { size: index, weight: 2 },
      id: uuid.replace(/^../, String(10 + index)),
      address: `10.0.0.${index}`,
      ...(index % 5 === 0 ? { ttl: 3600 + index } : {}),
    }),
  );
  const together = start + second * sent++;
  const same = [{ amount: 1 }, { price: "2.50" }, { amount: 3 }, { ratio: 0.5 }].map((value) => ({
    ...record("same", value),
    timestamp: together,
  }));
  return [
    ...rows,
    ...same,
    ...["k1", "k2", "none1", "none2"].map((key) => record(key, null)),
    record("k2", { amount: 5 }),
    record("k2", { price: "6" }),
    record("k3", { amount: null }),
    record("bad-in-both", { amount: "many" }),
    record("bad-in-one", { amount: 4, price: "much" }),
    record("unreadable", "{"),
    record(null, { amount: 9 }),
    ...[1, 2, 3].map((amount) => record(`dropped${amount}`, { amount, store: "drop" })),
    { ...record("over", { amount: 1, ttl: 60 }), timestamp: now - 3600 * second },
    record("same", { amount: 4, address: "::1" }),
  ];
}
