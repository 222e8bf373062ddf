import { expect, it } from "vitest";
import { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import { FedTable, TopicFold } from "#cli/core/rows/topic-fold.js";

it("counts a record that breaks the evaluation as refused, names it, and goes on with the next", () => {
  const table = new FedTable(new ExpectedRows(), 5);
  const fold = new TopicFold(
    {
      topic: "t",
      key: () => null,
      value: (bytes) => (bytes === null ? null : bytes.length),
      headers: () => [],
      transform: (record) => record,
      plan:
        ({ value }) =>
        () => {
          if (value === 1) throw new RangeError("Maximum call stack size exceeded");
          return { kind: "put", key: "=a", cells: ["b"], writeTime: 1, expiry: 0 };
        },
      writeOrder: () => ({ begin: () => undefined, writeTime: () => 1, latest: () => 1 }),
      mapsTimes: false,
    },
    [table],
    0,
  );
  const record = (offset: number, value: Buffer) => ({
    ...{ partition: 3, offset, timestamp: 0, key: null, value, headers: [] },
  });
  fold.add(record(7, Buffer.alloc(1)));
  fold.add(record(8, Buffer.alloc(2)));
  expect(table).toMatchObject({ read: 2, refused: 1 });
  expect(table.refusals).toEqual([
    { at: "t-3@7", reason: "verify cannot evaluate this record: Maximum call stack size exceeded" },
  ]);
  expect(table.rows.size).toBe(1);
  expect(fold.writesOf(record(7, Buffer.alloc(1)))).toEqual([undefined]);
});
