import { inject, it } from "vitest";
import { expectEachOnce } from "#test/support/killed-replays.js";

it("dlq replay that is killed ten times at random moments sends each record once", async () => {
  await expectEachOnce({ home: inject("home"), kills: 10, letters: 2_000 });
});
