import { describe, expect, it } from "vitest";
import type { KafkaRecord, RecordHeader } from "#cli/core/kafka/record.js";
import type { SinkRecord } from "#cli/core/records/connect-value.js";
import { RecordRefusal, UnpredictableValue } from "#cli/core/refusal.js";
import { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import { topicPartition } from "#cli/core/rows/record-position.js";
import type { RowWrite } from "#cli/core/rows/sink-rules.js";
import { FedTable, TopicFold } from "#cli/core/rows/topic-fold.js";
import { ServiceError } from "#cli/errors.js";

/** What the record of a value writes, or throws, in each table. */
type Plan = (value: string, table: number, record: SinkRecord) => RowWrite;

const put = (of: Partial<RowWrite> = {}): RowWrite => ({
  kind: "put",
  key: "=a",
  cells: ["b"],
  writeTime: undefined,
  expiry: 0,
  ...of,
});

/** A fold of the topic t, the third that is read; a record whose value is `drop` is filtered. */
class Fold {
  readonly tables: readonly FedTable[];
  readonly fold: TopicFold;
  /** What the write orders were told and asked, by their number. */
  readonly calls: string[] = [];
  readonly records: SinkRecord[] = [];
  #orders = 0;

  constructor(plan: Plan, tables = 1, kept = 5) {
    this.tables = Array.from({ length: tables }, () => new FedTable(new ExpectedRows(), kept));
    const text = (bytes: Uint8Array | null): string | null =>
      bytes === null ? null : Buffer.from(bytes).toString();
    this.fold = new TopicFold(
      {
        topic: "t",
        key: text,
        value: text,
        headers: (headers: readonly RecordHeader[]) =>
          headers.map(({ key, value }) => ({ key, value: text(value) })),
        transform: (record) => (record.value === "drop" ? undefined : record),
        plan: (record) => {
          this.records.push(record);
          if (record.value === "unreadable") throw new RecordRefusal("no JSON");
          const { value } = record;
          return (table) => plan(typeof value === "string" ? value : "", table, record);
        },
        writeOrder: () => {
          const number = this.#orders++;
          return {
            begin: (offset, time) => void this.calls.push(`${number}: ${offset} at ${time}`),
            writeTime: (row, isApart) => {
              this.calls.push(`${number}: row ${row}${isApart ? " apart" : ""}`);
              return 5000;
            },
            earliest: () => 4998,
            latest: () => 5000,
          };
        },
        mapsTimes: false,
      },
      this.tables,
      2,
    );
  }

  add(value: string, of: Partial<KafkaRecord> = {}): this {
    this.fold.add(this.record(value, of));
    return this;
  }

  record(value: string, of: Partial<KafkaRecord> = {}): KafkaRecord {
    return {
      partition: 3,
      offset: 7,
      timestamp: 9,
      key: null,
      value: Buffer.from(value),
      headers: [],
      ...of,
    };
  }

  get table(): FedTable {
    return this.tables[0] as FedTable;
  }
}

function rowsOf({ target }: FedTable): ExpectedRows {
  if (target instanceof ExpectedRows) return target;
  throw new Error("the writes go elsewhere");
}
const counts = ({ read, filtered, refused }: FedTable): readonly number[] => [read, filtered, refused];

describe("a fold", () => {
  it("counts a record that breaks the evaluation as refused, names it, and goes on with the next", () => {
    const fold = new Fold((value) => {
      if (value === "deep") throw new RangeError("Maximum call stack size exceeded");
      return put();
    });
    fold.add("deep", { offset: 7 }).add("ok", { offset: 8 });
    expect(counts(fold.table)).toEqual([2, 0, 1]);
    expect(fold.table.refusals).toEqual([
      { at: "t-3@7", reason: "verify cannot evaluate this record: Maximum call stack size exceeded" },
    ]);
    expect(rowsOf(fold.table).size).toBe(1);
    expect(fold.fold.writesOf(fold.record("deep"))).toEqual([undefined]);
  });

  it("reads a record as the worker does", () => {
    const fold = new Fold(() => put());
    fold.add("v", { key: Buffer.from("k"), headers: [{ key: "h", value: Buffer.from("x") }] });
    fold.add("w");
    expect(fold.records).toEqual([
      {
        ...{ topic: "t", partition: 3, offset: 7, timestamp: 9 },
        ...{ key: "k", value: "v", headers: [{ key: "h", value: "x" }] },
      },
      { topic: "t", partition: 3, offset: 7, timestamp: 9, key: null, value: "w", headers: [] },
    ]);
  });

  it("counts each record as read, and one that the transforms drop as filtered, in all tables", () => {
    const fold = new Fold(() => put(), 2).add("drop").add("x");
    expect(fold.tables.map(counts)).toEqual([
      [2, 1, 0],
      [2, 1, 0],
    ]);
    expect(rowsOf(fold.table).size).toBe(1);
  });

  it("refuses a record that cannot be read for all tables, and one that is bad for a table in that one", () => {
    const fold = new Fold((_, table) => {
      if (table === 1) throw new RecordRefusal("no number", "b");
      return put();
    }, 2);
    fold.add("x").add("unreadable", { offset: 8 });
    expect(fold.tables.map(counts)).toEqual([
      [2, 0, 1],
      [2, 0, 2],
    ]);
    expect(fold.tables[0]?.refusals).toEqual([{ at: "t-3@8", reason: "no JSON" }]);
    expect(fold.tables[1]?.refusals).toEqual([
      { at: "t-3@7", reason: "no number", column: "b" },
      { at: "t-3@8", reason: "no JSON" },
    ]);
    expect(fold.tables.map((table) => rowsOf(table).size)).toEqual([1, 0]);
  });

  it("keeps the first refusals, and counts all", () => {
    const fold = new Fold(() => put(), 1, 2);
    for (let offset = 0; offset < 5; offset++) fold.add("unreadable", { offset });
    expect(fold.table.refused).toBe(5);
    expect(fold.table.refusals.map(({ at }) => at)).toEqual(["t-3@0", "t-3@1"]);
  });

  it("tells each partition's order of every record that reaches the sink, and asks it for each row", () => {
    const fold = new Fold(
      (value) => put({ key: `=${value}`, writeTime: value === "own" ? 1 : undefined }),
      2,
    );
    fold.add("a", { offset: 7, timestamp: 70 });
    fold.add("b", { offset: 1, timestamp: 10, partition: 4 });
    fold.add("drop", { offset: 8 });
    fold.add("unreadable", { offset: 9, timestamp: 90 });
    fold.add("own", { offset: 10, timestamp: 100 });
    fold.add("b", { offset: 11, timestamp: 110 });
    expect(fold.calls).toEqual([
      ...["0: 7 at 70", "0: row =a", "0: row 1\u0001=a"],
      ...["1: 1 at 10", "1: row =b", "1: row 1\u0001=b"],
      "0: 9 at 90",
      "0: 10 at 100",
      ...["0: 11 at 110", "0: row =b", "0: row 1\u0001=b"],
    ]);
  });

  it("stamps a row with the record's position, its write time and its expiry, and deletes it", () => {
    const fold = new Fold((value) =>
      value === "delete" ? put({ kind: "delete", cells: [] }) : put({ writeTime: Number(value), expiry: 60 }),
    );
    fold.add("100");
    const row = rowsOf(fold.table).find("=a") ?? -1;
    expect(rowsOf(fold.table).lastStamp(row)).toEqual({
      ...{ topicPartition: topicPartition(2, 3), offset: 7, writeTime: 100, index: 0, expiry: 60 },
    });
    fold.add("delete");
    expect(rowsOf(fold.table).size).toBe(0);
  });

  it("stamps a row with the index of its write time, unless the record sets that itself", () => {
    const fold = new Fold((value) =>
      put({ key: `=${value}`, writeTime: value === "own" ? 5000 : undefined }),
    );
    fold.add("a").add("own");
    const index = (key: string): unknown =>
      rowsOf(fold.table).lastStamp(rowsOf(fold.table).find(key) ?? -1).index;
    expect([index("=a"), index("=own")]).toEqual([2, 0]);
  });

  it("counts a record of which it is not known what it writes by its row, which is not to be there", () => {
    const counted = { partition: undefined, isApart: false };
    const fold = new Fold((value) => {
      if (value === "b") return put({ key: "=b" });
      const row = { key: value === "known" ? "=b" : "=c", isLate: false };
      if (value === "own") throw new UnpredictableValue("random", "it", row);
      throw new UnpredictableValue("random", "it", { ...row, counted });
    });
    fold.add("b").add("known").add("unknown").add("own").add("unknown");
    expect(fold.calls.filter((call) => call.includes("row"))).toEqual(
      ["=b", "=b", "=c", "=c"].map((row) => `0: row ${row}`),
    );
    expect(rowsOf(fold.table).size).toBe(1);
  });

  it("counts by its partition what writes static columns, known or not", () => {
    const fold = new Fold((value) => {
      const [partition = "", row = ""] = value.split("/");
      if (row !== "?") return put({ key: `=${value}`, partition: { key: `=${partition}`, cells: ["s"] } });
      const counted = { partition: `=${partition}`, isApart: false };
      throw new UnpredictableValue("random", "it", { key: `=${value}`, isLate: false, counted });
    });
    fold.add("p/1").add("p/?").add("q/1").add("p/2");
    expect(fold.calls.filter((call) => call.includes("row"))).toEqual(
      ["=p", "=p", "=q", "=p"].map((row) => `0: row ${row}`),
    );
  });

  it("leaves unjudged what a record may touch that cannot be predicted, and stops at our own errors", () => {
    const fold = new Fold((value) => {
      if (value === "down") throw new ServiceError("Kafka", "gone");
      throw new UnpredictableValue("random", "the key is random");
    });
    fold.add("x");
    expect(fold.table.unjudgedRecords).toEqual([{ at: "t-3@7", reason: "the key is random" }]);
    expect(() => fold.add("down")).toThrow(ServiceError);
    expect(counts(fold.table)).toEqual([2, 0, 0]);
  });

  it("says what a record writes without counting it", () => {
    const fold = new Fold((value, table) => {
      if (value === "down") throw new ServiceError("Kafka", "gone");
      if (value === "bad" && table === 1) throw new RecordRefusal("bad");
      return put({ key: `=${table}` });
    }, 2);
    expect(fold.fold.writesOf(fold.record("x"))).toEqual([put({ key: "=0" }), put({ key: "=1" })]);
    expect(fold.fold.writesOf(fold.record("bad"))).toEqual([put({ key: "=0" }), undefined]);
    expect(fold.fold.writesOf(fold.record("drop"))).toEqual([undefined, undefined]);
    expect(fold.fold.writesOf(fold.record("unreadable"))).toEqual([undefined, undefined]);
    expect(() => fold.fold.writesOf(fold.record("down"))).toThrow(ServiceError);
    expect(fold.tables.map(counts)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(fold.calls).toEqual([]);
  });

  it("bounds what lost records may have written by the next write of their partition", () => {
    const fold = new Fold((value) => put({ writeTime: Number(value) }));
    fold.fold.lose(3, "retention");
    expect(fold.fold.lostWrites).toEqual({ reason: "retention", until: Infinity });
    fold.add("500").add("900");
    expect(fold.fold.lostWrites).toEqual({ reason: "retention", until: 500 });
    fold.fold.lose(4, "compaction");
    expect(fold.fold.lostWrites).toEqual({ reason: "compaction", until: Infinity });
  });
});
