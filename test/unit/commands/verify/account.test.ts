import { expect, it } from "vitest";
import { accountRecords, type AccountedRecords } from "#cli/commands/verify/account.js";
import type { DeadLetters } from "#cli/commands/verify/dead-letters.js";
import type { PlannedTable } from "#cli/commands/verify/plan.js";
import { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import { FedTable } from "#cli/core/rows/topic-fold.js";

/** Two topics feed the table: of the first one record is written and one filtered, and of each two are refused. */
function accounted(letters?: Partial<DeadLetters>, examples = 5): AccountedRecords {
  const fedBy = ["s", "t"].map((topic) => {
    const table = new FedTable(new ExpectedRows(), 100);
    for (const offset of [1, 2])
      table.refuse({ at: `${topic}-0@${offset}`, reason: "bad" }, { partition: 0, offset });
    return Object.assign(table, topic === "s" ? { read: 4, filtered: 1 } : { read: 2 });
  });
  const table = { fedBy } as unknown as PlannedTable;
  const records = { current: 1, superseded: 0, deleted: 0, expired: 0 };
  const none = {
    ...{ topic: "dead", read: 0, origins: new Set<string>(), resolved: new Set<string>(), unproven: [] },
    ...{ withoutOrigin: 0, isIncomplete: false },
    states: { waiting: 0, replayed: 0, purged: 0, quarantined: 0 },
  };
  const read = letters === undefined ? undefined : { ...none, ...letters };
  return accountRecords({ table, records, leftOut: 0 }, read, 0, examples);
}

const sumOf = ({ counts: { read, ...parts } }: AccountedRecords): readonly number[] => [
  read,
  Object.values(parts).reduce((sum, part) => sum + part, 0),
];

it("adds up the records of all topics that feed a table", () => {
  const account = accounted();
  expect(account.counts).toEqual({
    ...{ read: 6, filtered: 1, refused: 4, deadLettered: 0 },
    ...{ current: 1, superseded: 0, deleted: 0, expired: 0, unjudged: 0 },
  });
  expect(sumOf(account)).toEqual([6, 6]);
  expect(account.refusals.map(({ at }) => at)).toEqual(["s-0@1", "s-0@2", "t-0@1", "t-0@2"]);
  expect(accounted(undefined, 3).refusals).toHaveLength(3);
  expect(account.unjudged).toBe(0);
});

it("counts a refused record that has a letter as dead-lettered, and shows only the others", () => {
  const account = accounted({ origins: new Set(["s-0@2", "t-0@1", "t-0@99"]), read: 3 });
  expect(account.counts).toMatchObject({ refused: 2, deadLettered: 2 });
  expect(sumOf(account)).toEqual([6, 6]);
  expect(account.refusals.map(({ at }) => at)).toEqual(["s-0@1", "t-0@2"]);
  expect(account.unjudged).toBe(0);
});

it("counts the records whose letters wait, and neither those that are resolved nor those without a letter", () => {
  const origins = new Set(["s-0@1", "s-0@2", "t-0@1"]);
  expect(accounted({ origins }).waiting).toBe(3);
  const account = accounted({ origins, resolved: new Set(["s-0@1", "t-0@1", "t-0@2"]) });
  expect(account.waiting).toBe(1);
  // A note without a letter excuses nothing.
  expect(account.counts).toMatchObject({ refused: 1, deadLettered: 3 });
});

it("does not judge refused records whose letters may be deleted or do not say whose they are", () => {
  const origins = new Set(["s-0@2"]);
  expect(accounted({ origins, isIncomplete: true }).unjudged).toBe(3);
  expect(accounted({ origins, withoutOrigin: 1 }).unjudged).toBe(3);
  expect(accounted({ origins }).unjudged).toBe(0);
});
