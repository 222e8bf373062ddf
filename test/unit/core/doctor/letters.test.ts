import { describe, expect, test } from "vitest";
import type { LetterState } from "#cli/core/dead-letters/letter-states.js";
import { waitingChecks } from "#cli/core/doctor/letters.js";
import { recordChecks } from "#cli/core/doctor/records.js";

const lettersOf = (...states: readonly LetterState[]) =>
  new Map(states.map((state, offset) => [`sales-0@${offset}/7`, state]));

describe("records that wait as dead letters", () => {
  const check = (states: readonly LetterState[], withoutOrigin = 0) =>
    waitingChecks({ letters: 9, records: lettersOf(...states), withoutOrigin }, "-f my.yaml");

  test("are counted, and the commands name the pipeline", () => {
    expect(check(["waiting", "quarantined", "replayed"], 1)).toEqual([
      {
        subject: "dead letters",
        state: "problem",
        seen: "3 records wait as dead letters",
        advice:
          "cassink dlq list -f my.yaml shows why; cassink dlq replay -f my.yaml sends them again; cassink dlq purge -f my.yaml gives them up",
      },
    ]);
    expect(check(["waiting"])[0]?.seen).toBe("1 record waits as a dead letter");
  });

  test("are none where all are sent again or given up, and are not said to be none where nobody counted", () => {
    expect(check(["replayed", "purged"])).toEqual([]);
    expect(waitingChecks({ letters: 20_001, withoutOrigin: 0 }, "sales")).toMatchObject([
      { state: "warning", advice: "cassink dlq list sales counts them" },
    ]);
  });
});

describe("a refused record", () => {
  const records = [0, 1, 2].map((offset) => ({
    at: `sales-0@${offset}`,
    timestamp: 7,
    tables: [{ table: "shop.sales", becomes: "refused" as const, columns: [], reason: "no number" }],
  }));
  const checked = (...states: readonly LetterState[]) =>
    recordChecks({ topic: "sales", records }, 0, lettersOf(...states));

  test("is no problem of its own where its letter waits, is sent again or is given up", () => {
    const seen =
      "the newest 3: 1 refused and waiting as dead letters, 2 refused and since replayed or purged";
    expect(checked("waiting", "replayed", "purged").slice(0, 1)).toEqual([
      { subject: "records of sales", state: "ok", seen },
    ]);
  });

  test("is one where it has no letter, or the letter is of another record at this place", () => {
    expect(checked("replayed")).toMatchObject([{ state: "problem", where: "sales-0@1" }]);
    const ofOther = new Map([["sales-0@0/8", "purged" as const]]);
    expect(recordChecks({ topic: "sales", records }, 0, ofOther)).toMatchObject([{ where: "sales-0@0" }]);
  });
});
