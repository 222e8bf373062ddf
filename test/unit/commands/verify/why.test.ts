import { describe, expect, it } from "vitest";
import type { SaidRecord, WhyCell } from "#cli/commands/verify/why.js";
import { Random } from "#cli/core/generate/random.js";
import { UsageError } from "#cli/errors.js";
import { renderWhy } from "#cli/reporters/table-why.js";
import { ask, now, type Sent, type World } from "./why/world.js";

const time = 1000 * now;
const places = (records: readonly SaidRecord[]): string =>
  records.map(({ at }) => at.replace("sales-", "")).join();
const told = (cells: readonly WhyCell[]): readonly string[] =>
  cells.map(
    ({ column, element, value, cause, by, tied, superseded, before, later }) =>
      `${column}${element === undefined ? "" : `[${element}]`}=${String(value)}: ${cause}` +
      ` ${places(by)}${tied.length === 0 ? "" : ` tied ${places(tied)}`} over ${places(superseded)}${before ?? ""}` +
      (later === undefined ? "" : ` later ${places([later])}`),
  );
const why = async (world: World, input: Parameters<typeof ask>[1] = {}): Promise<readonly string[]> =>
  told((await ask(world, input)).cells);

describe("table why", () => {
  it("names the record of each cell, what it superseded, and which cells no record wrote", async () => {
    const log = [{ value: { a: 1, b: 1, c: "x" } }, { value: { a: 2 } }, { key: "b", value: { a: 9 } }];
    const world = { log, rows: [["a", 2, time + 1, null, 7, time + 400_000, null, "x", time, null]] };
    const { outcome, cells } = await ask(world);
    expect(told(cells)).toEqual([
      "a=2: record 0@1 over 0@0",
      "b=7: no record  over 0@0",
      "c='x': record 0@0 over nothing",
    ]);
    expect(outcome).toBe("findings");
    expect(cells[0]?.by[0]).toEqual({
      at: "sales-0@1",
      key: "a",
      timestamp: now,
      does: "sets it",
      value: "2",
      writeTime: time + 1,
    });
  });

  it("takes off the generation, and knows cells of an earlier one", async () => {
    const hundredYears = 36_525 * 86_400_000_000;
    const log = [{ value: { a: 1, b: 1 } }, { value: { a: 2, b: 2 } }];
    const rows = [["a", 2, time + 1 + hundredYears, null, 2, time + 1, null, null, null, null]];
    const { cells } = await ask({ log, rows, config: { generation: "1" } });
    expect(told(cells).slice(0, 2)).toEqual(["a=2: record 0@1 over 0@0", "b=2: record 0@1 over 0@0"]);
    expect(cells.map(({ generation }) => generation)).toEqual([undefined, 0, undefined]);
    const foreign = [["a", 9, time + 500, null, null, null, null, null, null, null]];
    const [a] = (await ask({ log, rows: foreign, config: { generation: "1" } })).cells;
    expect([a?.cause, a?.generation]).toEqual(["no record", undefined]);
  });

  it("wants the epoch of order=log, without which a write time is no offset", async () => {
    const world = { log: [{ value: { a: 1 } }], rows: [], config: { order: "log" } };
    await expect(why(world)).rejects.toMatchObject({ where: "order.epoch" });
  });

  it("says of a cell without a value what the log says", async () => {
    const minute = 60_000;
    const log = [
      { value: { a: 1, b: 1, c: "x" }, time: now - 5 * minute },
      { value: null, time: now - 4 * minute },
      { value: { a: 2, ttl: 60 }, time: now - 3 * minute },
    ];
    const mapping = "id=key, a=value.a, b=value.b, c=value.c, __ttl=value.ttl";
    const none = [null, null, null];
    const world = { log, mapping, rows: [["a", ...none, ...none, ...none]] };
    expect(await why(world)).toEqual([
      "a=null: expired 0@2 over 0@1",
      "b=null: deleted 0@1 over 0@0",
      "c=null: deleted 0@1 over 0@0",
    ]);
    const unset = { log: [{ value: { a: 1 } }, { value: { a: null } }], rows: [] };
    const set = { "topic.sales.shop.sales.nullToUnset": "false" };
    expect(await why({ ...unset, config: set })).toEqual([
      "a=null: set null 0@1 over 0@0",
      // An absent field is no null.
      "b=null: never set  over ",
      "c=null: never set  over ",
    ]);
    expect(await why(unset)).toEqual([
      "a=null: not there 0@0 over nothing",
      "b=null: never set  over ",
      "c=null: never set  over ",
    ]);
  });

  it("says when the record is gone, and when it does not know what was before", async () => {
    const log = Array.from({ length: 30 }, (_, a) => ({ value: { a }, time: now + a }));
    const gone = { log, low: { "sales-0": 20 } };
    const row = (a: number, writeTime: number) => [
      "a",
      a,
      writeTime,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ];
    expect((await why({ ...gone, rows: [row(5, time + 5000)] }))[0]).toBe(
      "a=5: before the log  over before the log later 0@29",
    );
    expect((await why({ ...gone, rows: [row(20, time + 20_000)] }))[0]).toBe(
      "a=20: record 0@20 over before the log later 0@29",
    );
    const inLog = { config: { order: "log", "order.epoch": "1000" } };
    expect((await why({ ...gone, ...inLog, rows: [row(5, 1005)] }))[0]).toBe(
      "a=5: before the log  over before the log later 0@29",
    );
    expect((await why({ ...gone, ...inLog, rows: [row(29, 1029)] }))[0]).toBe("a=29: record 0@29 over 0@28");
    expect((await why({ ...gone, ...inLog, rows: [row(7, 9999)] }))[0]).toBe("a=7: no record  over 0@29");
    const compacted = { log, cleaned: { "sales-0": [3, 4, 5] } };
    expect((await why({ ...compacted, ...inLog, rows: [row(4, 1004)] }))[0]).toBe(
      "a=4: before the log  over 0@2 later 0@29",
    );
    expect((await why({ ...compacted, rows: [row(4, time + 4000)] }))[0]).toBe(
      "a=4: no record left  over 0@2 later 0@29",
    );
  });

  it("names all that may have written it, where write time and value are the same", async () => {
    const log = [{ value: { a: 5, b: 1 } }, { partition: 1, value: { a: 5, b: 2 } }];
    const rows = [["a", 5, time, null, 2, time, null, null, null, null]];
    expect((await why({ log, rows })).slice(0, 2)).toEqual([
      "a=5: one of several records 0@0,1@0 over nothing",
      "b=2: record 1@0 tied 0@0 over nothing",
    ]);
    const inLog = { config: { order: "log", "order.epoch": String(time) } };
    expect((await why({ log, rows, ...inLog })).slice(0, 2)).toEqual([
      "a=5: one of several records 0@0,1@0 over nothing",
      "b=2: record 1@0 tied 0@0 over nothing",
    ]);
  });

  it("knows the write times of the DataStax sink, which several records of a millisecond share", async () => {
    const config = { "connector.class": "com.datastax.oss.kafka.sink.CassandraSinkConnector" };
    const log = [{ value: { a: 5, b: 1, c: "x" } }, { value: { a: 5, b: 2, c: "x" } }];
    const rows = [["a", 5, time, null, 2, time, null, "x", time, null]];
    expect(await why({ log, rows, config })).toEqual([
      "a=5: one of several records 0@0,0@1 over nothing",
      "b=2: record 0@1 tied 0@0 over nothing",
      "c='x': one of several records 0@0,0@1 over nothing",
    ]);
  });

  it("takes a lower index in the right millisecond for one that was counted anew", async () => {
    const log = [{ value: { a: 1 } }, { value: { a: 2 } }, { value: { a: 3 } }];
    const rows = [["a", 3, time + 1, null, null, null, null, null, null, null]];
    expect((await why({ log, rows }))[0]).toBe("a=3: restarted index 0@2 over 0@1");
  });

  it("finds a record that ran over far before, though a later one has the millisecond that it reached", async () => {
    const log = [
      ...Array.from({ length: 2_500 }, (_, a) => ({ value: { a } })),
      // Of a producer whose clock is behind: meanwhile the row is forgotten.
      ...Array.from({ length: 10_500 }, (_, index) => ({
        key: "b",
        time: now - 20_000 + index,
        value: { a: 0 },
      })),
      { value: { a: 1 }, time: now + 2 },
    ];
    const rows = [["a", 2_499, time + 2_499, null, null, null, null, null, null, null]];
    expect((await why({ log, rows }))[0]).toBe("a=2499: record 0@2499 over 0@2498");
  });

  it("searches the whole topic where records bring their write times, and says so", async () => {
    const log = [{ value: { a: 1, at: 500 } }, { value: { a: 2, at: 100 } }];
    const mapping = "id=key, a=value.a, b=value.b, c=value.c, __timestamp=value.at";
    const answer = await ask({
      log,
      mapping,
      rows: [["a", 1, 500, null, null, null, null, null, null, null]],
    });
    expect(told(answer.cells)[0]).toBe("a=1: record 0@0 over 0@1");
    expect(renderWhy(answer, { width: 80, color: false })).toContain("all of the topic was searched");
  });

  it("tells of collections element by element, and of static columns by partition", async () => {
    const columns = [
      ["id", "text", "partition_key"],
      ["n", "int", "clustering"],
      ["m", "map<text, int>"],
      ["s", "text", "static"],
    ] as const;
    const mapping = "id=key, n=value.n, m=value.m, s=value.s";
    const log = [
      { value: { n: 1, m: { x: 1, y: 1 }, s: "p" } },
      { value: { n: 2, s: "q" } },
      { value: { n: 1, m: { x: 2 } } },
    ];
    const entries = [
      ["x", 2],
      ["z", 3],
    ];
    const rows = [
      ["a", 1, entries, [time + 2, time + 900], [null, null], "q", time + 1, null],
      ["a", 2, null, null, null, "q", time + 1, null],
    ];
    const world = { columns, mapping, log, rows };
    expect(await why(world, { key: ["a", "1"] })).toEqual([
      "m['x']=2: record 0@2 over 0@0",
      "m['z']=3: no record  over 0@2",
      "s='q': record 0@1 over 0@0",
    ]);
    const partition = await ask(world, { key: ["a"] });
    expect(told(partition.cells)).toEqual(["s='q': record 0@1 over 0@0"]);
    expect(partition.example).toBe(`--where "id = 'a' AND n = 1"`);
    const text = renderWhy(await ask(world, { key: ["a", "1"] }), { width: 60, color: false });
    expect(text.split("\n").filter((line) => line.length > 60)).toEqual([]);
    expect(text).toBe(
      [
        "shop.sales: id = 'a', n = 1",
        "m['x'] = 2",
        "  written 2026-01-01T00:00:00.000002Z by sales-0@2 (key a)",
        "  superseded 1, by sales-0@0 (key a)",
        "m['z'] = 3",
        "  written 2026-01-01T00:00:00.000900Z: no record of this",
        "      pipeline wrote this",
        "  superseded null, by sales-0@2 (key a)",
        "s = 'q'  (static)",
        "  written 2026-01-01T00:00:00.000001Z by sales-0@1 (key a)",
        "  superseded 'p', by sales-0@0 (key a)",
        "",
      ].join("\n"),
    );
  });

  it("asks for a whole key where several rows have its beginning, with an example of one", async () => {
    const columns = [
      ["id", "text", "partition_key"],
      ["n", "int", "clustering"],
      ["a", "bigint"],
    ] as const;
    const mapping = "id=key, n=value.n, a=value.a";
    const rows = [
      ["a", 1, 5, time, null],
      ["a", 2, 6, time, null],
      ["b", 3, 7, time, null],
    ];
    const world = { columns, mapping, rows, log: [{ key: "b", value: { n: 3, a: 7 } }] };
    await expect(why(world, { key: ["a"] })).rejects.toMatchObject({
      message: "several rows have keys that begin so",
      hint: `name one with all values of its key, such as: --where "id = 'a' AND n = 1"`,
    });
    expect(await why(world, { key: ["b"] })).toEqual(["a=7: record 0@0 over nothing"]);
    expect(await why(world, { key: [], where: "n = 3 AND id = 'b'" })).toEqual([
      "a=7: record 0@0 over nothing",
    ]);
    await expect(why(world, { key: [] })).rejects.toThrow(UsageError);
    await expect(why(world, { key: ["a", "1", "2"] })).rejects.toThrow("the key has 2: id, n");
    await expect(why(world, { key: ["a"], where: "id = 'a'" })).rejects.toThrow("the key is given twice");
  });

  it("says where neither the table nor a record knows the key", async () => {
    const answer = await ask({ log: [{ key: "b", value: { a: 1 } }], rows: [] });
    expect(answer.outcome).toBe("clean");
    expect(renderWhy(answer, { width: 80, color: false })).toBe(
      "shop.sales: id = 'a', which the table does not have\n  no record of this pipeline writes it\n",
    );
  });

  it("says how far it has searched, where the record may stand before", async () => {
    const log = [{ value: { a: 1 } }, ...Array.from({ length: 9 }, () => ({ key: "b", value: { a: 2 } }))];
    const answer = await ask({ log, rows: [] }, { depth: 5 });
    expect(answer.outcome).toBe("unjudged");
    expect(renderWhy(answer, { width: 80, color: false })).toContain(
      "  no record that was searched writes it: --depth searches more\n",
    );
    expect((await why({ log, rows: [] }, { depth: 20 }))[0]).toBe("a=null: not there 0@0 over nothing");
    const inLog = { config: { order: "log", "order.epoch": "0" } };
    expect(
      (
        await why(
          { log, rows: [["a", 1, 0, null, null, null, null, null, null, null]], ...inLog },
          { depth: 1 },
        )
      )[0],
    ).toBe("a=1: record 0@0 over nothing");
  });

  it("tells what the connector has not come to from what it has carried, and is not there", async () => {
    const log = [{ value: { a: 1 } }, { value: { a: 2 } }, { value: { a: 3, b: 4 } }];
    const world = { log, rows: [["a", 1, time, null, null, null, null, null, null, null]] };
    const behind = await ask({ ...world, committed: 1 });
    expect(told(behind.cells)).toEqual([
      "a=1: record 0@0 over nothing later 0@2",
      "b=null: never set  over  later 0@2",
      "c=null: never set  over ",
    ]);
    expect(behind.outcome).toBe("unjudged");
    expect(renderWhy(behind, { width: Infinity, color: false })).toContain(
      "  not in the table: 3, later by sales-0@2 (key a): the connector has not come to it\n",
    );
    const between = await ask({ ...world, committed: 2 });
    expect(told(between.cells)[0]).toBe("a=1: record 0@0 over nothing later 0@1");
    expect(between.outcome).toBe("findings");
    expect(told((await ask(world)).cells)[1]).toBe("b=null: not there 0@2 over nothing");
  });

  it("names a record that cannot be predicted, which may have removed a value", async () => {
    const config = { "connector.class": "com.datastax.oss.kafka.sink.CassandraSinkConnector" };
    const log = [{ value: { a: 1, b: 1, c: "x" } }, { value: { a: null, b: null, c: null } }];
    const { cells, uncertain, outcome } = await ask({ log, rows: [], config });
    expect(told(cells)[0]).toBe("a=null: uncertain record 0@0 over nothing");
    expect(uncertain.map(({ at }) => at)).toEqual(["sales-0@1"]);
    expect(outcome).toBe("unjudged");
  });
});

/** What must be said of the cell `a` of a row, from a fold of its own: [value, write time, its record, the one before]. */
function foldOf(log: readonly Sent[], key: string, order: "time" | "log"): readonly unknown[] {
  const offsets = [0, 0];
  const events = log.flatMap(({ partition = 0, key: of, time: at = now, value }) => {
    const offset = offsets[partition] ?? 0;
    offsets[partition] = offset + 1;
    return of === key ? [{ partition, offset, at, value: value as { readonly a: number } }] : [];
  });
  events.sort((one, other) => (order === "time" ? one.at - other.at : 0) || one.offset - other.offset);
  let last = 0;
  const written = events.map(({ partition, offset, at, value }) => {
    last = order === "log" ? offset : Math.max(1000 * at, last + 1);
    return [value.a, last, `sales-${partition}@${offset}`] as const;
  });
  return [...(written.at(-1) ?? []), written.at(-2)?.[2]];
}

/**
 * 45,000 records, some of them late by up to a second, with one row that runs over for twenty milliseconds, and rows that
 * are written seldom.
 */
function longLog(random: Random): readonly Sent[] {
  const log: Sent[] = [];
  const add = (key: string, at: number): void => {
    const partition = key.startsWith("rare") ? 1 : 0;
    log.push({ key, partition, time: now + at, value: { a: log.length } });
  };
  for (let index = 0; log.length < 45_000; index++) {
    // The last millisecond in which it runs over is far before its time is over.
    if (index === 5_000) for (let hot = 0; hot < 20_500; hot++) add("hot", 5_000);
    // What its last record gets comes from counts that began two milliseconds before.
    if (index === 15_000) {
      for (let over = 0; over <= 2_700; over++)
        add("over", over < 1_500 ? 15_000 : over < 2_700 ? 15_001 : 15_002);
    }
    // Times of their own: no row has a millisecond twice, far apart.
    const late = random.below(30) === 0 ? random.below(1_000) : 0;
    add(random.below(50) === 0 ? `rare${random.below(40)}` : `row${random.below(3_000)}`, index - late);
  }
  // Read where it stands, whatever else the log holds.
  for (const at of [60_000, 60_001]) add("recent", at);
  return log;
}

describe("table why in long logs", () => {
  it.each(["time", "log"] as const)("finds the records of random rows with order=%s", async (order) => {
    const seed = Math.floor(Math.random() * 1e9);
    const random = new Random(seed, 0);
    const log = longLog(random);
    const config = order === "log" ? { order, "order.epoch": "0" } : {};
    const keys = [
      "hot",
      "over",
      "rare7",
      ...Array.from({ length: 1 }, () => log[random.below(log.length)]?.key ?? ""),
    ];
    for (const key of [...keys, "recent"]) {
      const [value, writeTime, by, before] = foldOf(log, key, order);
      const row = [key, value as number, writeTime as number, null, null, null, null, null, null, null];
      const { cells, offsetsRead } = await ask(
        { log, rows: [row], config, mapping: "id=key, a=value.a" },
        { key: [key] },
      );
      const [a] = cells;
      const found = [a?.by.map(({ at }) => at).join(), a?.superseded.map(({ at }) => at).join()];
      expect(found, `seed ${seed}, row ${key}`).toEqual([by, before ?? ""]);
      // An offset is read where it stands: not all of the log is.
      if (order === "log" && key === "recent") expect(offsetsRead).toBeLessThan(25_000);
    }
  });
});
