import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { Random } from "#cli/core/generate/random.js";
import { BarePartitions } from "#cli/core/rows/bare-partitions.js";
import { EarlierColumns } from "#cli/core/rows/earlier-columns.js";
import { ExpectedRows, type RowsSnapshot } from "#cli/core/rows/expected-rows.js";
import { JudgedRows, type VerdictsSnapshot } from "#cli/core/rows/judged-rows.js";
import { PartitionLosses } from "#cli/core/rows/partition-losses.js";
import { FedTable, type FedSnapshot } from "#cli/core/rows/topic-fold.js";
import { UnpredictableRecords } from "#cli/core/rows/unpredictable-records.js";
import { TimeOrder } from "#cli/core/sinks/cassink/time-order.js";
import type { TableLayout } from "#cli/core/rows/table-layout.js";

/* What a run keeps is all that it remembers: with it, another process goes on as this one would have. */

/** As a file gives it back. */
const kept = <Value>(value: Value): Value => deserialize(serialize(value)) as Value;

describe("the index of order=time", () => {
  it("goes on from each record on as it would have", () => {
    for (let seed = 0; seed < 12; seed++) {
      const random = new Random(seed, 1);
      // Few rows and milliseconds, so that counts run over; gaps, so that counts are given up.
      const records = Array.from({ length: 4_000 }, (_, index) => ({
        offset: index * (seed % 2 === 0 ? 7 : 1),
        time: 5 + Math.floor(index / 1500) + random.below(2),
        row: `r${random.below([1, 2, 500][seed % 3] ?? 1)}`,
        isApart: random.below(5) === 0,
      }));
      const one = new TimeOrder();
      let other = new TimeOrder();
      const given: number[] = [];
      const expected: number[] = [];
      for (const record of records) {
        if (random.below(20) === 0) {
          const snapshot = kept(other.snapshot());
          other = new TimeOrder();
          other.restore(snapshot);
        }
        const isBad = random.below(60) === 0 && record.offset > 0;
        one.begin(record.offset, isBad ? -1 : record.time);
        other.begin(record.offset, isBad ? -1 : record.time);
        given.push(other.writeTime(record.row, record.isApart));
        expected.push(one.writeTime(record.row, record.isApart));
      }
      expect(given).toEqual(expected);
      expect(other.size).toBe(one.size);
    }
  });
});

describe("what is restored is given back:", () => {
  it("what a topic's records are in a table", () => {
    const snapshot: FedSnapshot = {
      read: 1,
      filtered: 2,
      refused: 3,
      refusals: [{ partition: 0, offset: 1, refusal: { at: "t-0@1", reason: "bad", column: "c" } }],
      unjudged: 4,
      unjudgedRecords: [{ partition: 0, offset: 2, refusal: { at: "t-0@2", reason: "unknown" } }],
      unpredictable: { byKey: new Map([["=a", Infinity]]), anywhere: 5 },
      earlierColumns: {
        deleted: new Map([["=b", 7]]),
        lacked: new Map([[8, new Map([["c", 9]])]]),
      },
    };
    const fed = new FedTable({ take: () => undefined }, 10);
    fed.merge(kept(snapshot));
    expect(fed.snapshot()).toEqual(snapshot);
  });

  it("verdicts", () => {
    const wrong = [{ column: 0, fault: "value", cell: "1", isGone: false }] as const;
    const times = { writeTime: NaN, timeToLive: undefined };
    const snapshot: VerdictsSnapshot = {
      different: [
        {
          key: "=a",
          verdict: { wrong: [{ ...wrong[0], ...times }], unjudged: ["tie"], restarted: 1, notLookedAt: 2 },
          isKept: true,
        },
      ],
      unexpected: ["=b"],
      missing: ["=c"],
      open: [["=d", { reasons: ["changing"], notLookedAt: 1 }]],
      unjudged: [{ reason: "expiry", rows: 1, cells: 2, records: 3 }],
      expired: 4,
      later: 5,
      rightRows: 6,
      restarted: 7,
      notLookedAt: 10,
      unjudgedRows: 8,
      unjudgedCells: 9,
    };
    const judged = new JudgedRows({ columns: [] } as unknown as TableLayout, 5);
    judged.merge(kept(snapshot));
    expect(judged.snapshot()).toEqual(snapshot);
    expect(judged.size).toBe(4);
  });

  it("rows", () => {
    const stamp = { topicPartition: 1, offset: 2, writeTime: 3, index: 4 };
    const keys = Array.from({ length: 1500 }, (_, index) => `=${index}`);
    const numbers = keys.map((_, index) => index);
    const snapshot: RowsSnapshot = {
      keys,
      cells: keys,
      writeTimes: new Float64Array(numbers),
      offsets: new Float64Array(numbers),
      topicPartitions: new Uint32Array(numbers),
      flags: new Uint8Array(numbers),
      indexes: new Uint32Array(numbers),
      expiries: new Float64Array(numbers),
      stamps: new Map([[1, [{ ...stamp, expiry: -5, tie: "unsure" }, undefined]]]),
      deletions: new Map([[2, stamp]]),
      counts: { deletedRows: 1, puts: 2, deletes: 3 },
    };
    const rows = new ExpectedRows();
    rows.merge(kept(snapshot));
    expect(rows.snapshot()).toEqual(snapshot);
    const bare = { ...snapshot, indexes: undefined, expiries: undefined };
    const others = new ExpectedRows();
    others.merge(kept(bare));
    expect(others.snapshot()).toEqual(bare);
  });

  it("lost records, and how late the later ones came", () => {
    const losses = new PartitionLosses(false);
    losses.lose(1, "retention");
    losses.follow(1, 5000);
    losses.follow(1, 4000);
    losses.lose(2, "compaction");
    const others = new PartitionLosses(false);
    others.merge(kept(losses.snapshot()));
    expect(others.writes).toEqual({ reason: "compaction", until: Infinity });
    for (const each of [losses, others]) each.follow(2, 100);
    expect(others.writes).toEqual({ reason: "retention", until: 6000 });
    expect(losses.writes).toEqual(others.writes);
  });

  it("what records may have touched or lacked", () => {
    const touched = new UnpredictableRecords();
    touched.add("=a", 5);
    touched.add(undefined, 3);
    const others = new UnpredictableRecords();
    others.merge(kept(touched.snapshot()));
    expect([others.until("=a"), others.until("=b")]).toEqual([5, 3]);
    expect(others.untilInPartition("=a")).toBe(5);
    const columns = new EarlierColumns();
    columns.addDelete("=a", 5);
    columns.addLacked(1, ["c"], 7);
    const restored = new EarlierColumns();
    restored.merge(kept(columns.snapshot()));
    expect([restored.deletedUntil("=a"), restored.lacked(1, "c", 7)]).toEqual([5, true]);
  });

  it("partitions that no record names", () => {
    const bare = new BarePartitions(new ExpectedRows(), 1);
    bare.add("=a");
    bare.takeUnexpected();
    const others = new BarePartitions(new ExpectedRows(), 1);
    others.merge(kept(bare.snapshot()));
    expect(others.accountFor("=a\u0001=1")).toBe("=a");
  });
});
