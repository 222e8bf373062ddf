import { describe, expect, it } from "vitest";
import { partitionOfKey } from "#cli/core/kafka/partition-of-key.js";
import { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import { lostWrites, type LossyTopic } from "#cli/core/rows/lost-records.js";
import { packRow } from "#cli/core/rows/packed-row.js";
import { PartitionLosses } from "#cli/core/rows/partition-losses.js";
import { topicPartition } from "#cli/core/rows/record-position.js";
import type { UnknownWrites } from "#cli/core/rows/unknown-writes.js";

describe("what a partition has lost", () => {
  it("ends at the write time of the record that follows, and goes no further back at a second loss", () => {
    const losses = new PartitionLosses(false);
    losses.follow(0, 10);
    expect(losses.byPartition.size).toBe(0);
    losses.lose(0, "compaction");
    losses.follow(1, 20);
    expect(losses.byPartition.get(0)).toEqual({ reason: "compaction", until: Infinity });
    losses.follow(0, 500);
    losses.follow(0, 900);
    expect(losses.byPartition.get(0)).toEqual({ reason: "compaction", until: 500 });
    losses.lose(0, "compaction");
    expect(losses.byPartition.get(0)?.until).toBe(Infinity);
    losses.follow(0, 300);
    // It came 600 late, behind the one of 900: those that are lost may have, too.
    expect(losses.byPartition.get(0)?.until).toBe(500 + 600);
    losses.lose(0, "compaction");
    losses.follow(0, 700);
    expect(losses.byPartition.get(0)?.until).toBe(700 + 600);
  });

  it("knows when each partition began", () => {
    const losses = new PartitionLosses(false);
    losses.follow(1, 20);
    losses.follow(1, 10);
    losses.lose(0, "compaction");
    losses.follow(0, 500);
    expect([...losses.begins]).toEqual([
      [1, 20],
      [0, 500],
    ]);
  });

  it("keeps the reason of its first loss", () => {
    const losses = new PartitionLosses(false);
    losses.lose(0, "retention");
    losses.lose(0, "compaction");
    losses.lose(1, "compaction");
    expect([...losses.byPartition.values()].map(({ reason }) => reason)).toEqual(["retention", "compaction"]);
  });
});

describe("what lost records may have written", () => {
  const partitions = 4;
  const key = (id: string): string => packRow([id]);
  const keys = Array.from({ length: 40 }, (_, id) => `id-${id}`);
  /** Of partitions that were there from the start. */
  const begins = [5, 5, 5, 5];
  const keyIn = (partition: number): string =>
    key(keys.find((id) => partitionOfKey(id, partitions) === partition) ?? "");
  const until = (time: number): UnknownWrites => ({ reason: "retention", until: time });
  const topic = (index: number, losses: readonly (readonly [number, UnknownWrites])[]): LossyTopic => ({
    topic: index,
    partitions,
    losses: new Map(losses),
    begins: new Map(begins.map((begin, partition) => [partition, begin])),
  });

  /** Rows of the topics, each in the partition of its key, or in another one. */
  const rows = (topics: readonly number[], elsewhere: readonly number[] = [], count = 20): ExpectedRows => {
    const all = new ExpectedRows();
    for (const index of topics) {
      for (const id of keys.slice(index * 20, index * 20 + count)) {
        const right = partitionOfKey(id, partitions);
        const partition = elsewhere.includes(index) ? (right + 1) % partitions : right;
        const stamp = { topicPartition: topicPartition(index, partition), offset: 0, writeTime: 0 };
        all.put(all.numberOf(key(id)), ["x"], stamp, 0);
      }
    }
    return all;
  };

  it("is nothing where no topic has lost any", () => {
    expect(lostWrites(rows([0]), [topic(0, [])])).toBeUndefined();
  });

  it("is in the partition that the producer chooses for the key, where all known rows are", () => {
    const lost = lostWrites(rows([0]), [topic(0, [[1, until(500)]])]);
    expect(lost?.(keyIn(1))).toEqual(until(500));
    // Those lie in partitions that have lost nothing since their first record.
    for (const partition of [0, 2, 3]) expect(lost?.(keyIn(partition))).toEqual(until(4));
  });

  it("may be in any row where there are too few keys to say that they do not lie so by chance", () => {
    const lost = (count: number) => lostWrites(rows([0], [], count), [topic(0, [[1, until(500)]])]);
    expect(lost(14)?.(keyIn(2))).toEqual(until(500));
    expect(lost(15)?.(keyIn(2))).toEqual(until(4));
    const once = new ExpectedRows();
    const id = keys.find((text) => partitionOfKey(text, partitions) === 0) ?? "";
    for (let row = 0; row < 40; row++) {
      const stamp = { topicPartition: topicPartition(0, 0), offset: row, writeTime: 0 };
      once.put(once.numberOf(packRow([id, `row ${row}`])), ["x"], stamp, 0);
    }
    expect(lostWrites(once, [topic(0, [[1, until(500)]])])?.(keyIn(2))).toEqual(until(500));
  });

  it("may be in any row of before its partition's first record, when the topic may have had fewer of them", () => {
    const [added, whole] = [700, 5];
    const grown = {
      ...topic(0, [[1, until(500)]]),
      begins: new Map([2, 3].map((p) => [p, p === 2 ? added : whole])),
    };
    const lost = lostWrites(rows([0]), [grown]);
    expect(lost?.(keyIn(2))).toEqual(until(500));
    expect(lost?.(keyIn(3))).toEqual(until(whole - 1));
    // No record has come yet.
    expect(lost?.(keyIn(0))).toEqual(until(500));
  });

  it("may be in any row where write times do not say when a partition began", () => {
    const lost = lostWrites(rows([0]), [{ ...topic(0, [[1, until(500)]]), begins: undefined }]);
    expect(lost?.(keyIn(2))).toEqual(until(500));
  });

  it("may be in any row where known rows are elsewhere, or where no row of the topic is known", () => {
    const losses = [[1, until(500)]] as const;
    expect(lostWrites(rows([0], [0]), [topic(0, losses)])?.(keyIn(2))).toEqual(until(500));
    expect(lostWrites(rows([]), [topic(0, losses)])?.(keyIn(2))).toEqual(until(500));
    expect(lostWrites(rows([1]), [topic(0, losses)])?.(keyIn(2))).toEqual(until(500));
  });

  it("is asked of each topic by its own rows, and the latest of all counts", () => {
    const placed = topic(0, [[1, until(900)]]);
    const anywhere = topic(1, [
      [0, until(300)],
      [1, until(600)],
      [2, until(500)],
    ]);
    const lost = lostWrites(rows([0, 1], [1]), [placed, anywhere, topic(2, [])]);
    expect(lost?.(keyIn(1))).toEqual(until(900));
    expect(lost?.(keyIn(2))).toEqual(until(600));
  });

  it("reads a key that begins with the mark of special cells as the text that it is", () => {
    const text = "\u0003id";
    const all = rows([0]);
    const partition = partitionOfKey(text, partitions);
    const stamp = { topicPartition: topicPartition(0, partition), offset: 0, writeTime: 0 };
    const packed = packRow([`\u0003T${text}`]);
    all.put(all.numberOf(packed), ["x"], stamp, 0);
    const lost = lostWrites(all, [topic(0, [[(partition + 1) % partitions, until(500)]])]);
    expect(lost?.(packed)).toEqual(until(4));
  });
});
