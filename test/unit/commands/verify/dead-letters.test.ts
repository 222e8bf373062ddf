import { expect, it } from "vitest";
import { readDeadLetters } from "#cli/commands/verify/dead-letters.js";
import { replayHeaders } from "#cli/core/dead-letters/letter.js";
import { lettersContext, type LettersWorld } from "../dlq/letters-context.js";

const read = (world: LettersWorld) =>
  readDeadLetters("dead", { name: "sales", config: {} } as never, lettersContext(world).context);
const both = [{ origin: "sales-0@1" }, { origin: "sales-0@1", time: 2_000 }];

it("takes no place for resolved while a record of it waits, of a topic that was made again", async () => {
  for (const time of [1_000, 2_000]) {
    const one = await read({ letters: both, resolutions: [{ origin: "sales-0@1", time }] });
    expect(one.states).toMatchObject({ waiting: 1, purged: 1 });
    expect([...one.origins]).toEqual(["sales-0@1"]);
    expect([...one.resolved]).toEqual([]);
  }
  const all = await read({
    letters: both,
    resolutions: [{ origin: "sales-0@1" }, { origin: "sales-0@1", time: 2_000 }],
  });
  expect(all.states).toMatchObject({ waiting: 0, purged: 2 });
  expect([...all.resolved]).toEqual(["sales-0@1"]);
});

it("takes the replay of one record for no proof of the other one of its place", async () => {
  const headers = [
    [replayHeaders.origin, "sales-0@1"],
    [replayHeaders.connector, "sales"],
    [replayHeaders.time, "1000"],
  ].map(([key = "", text = ""]) => ({ key, value: Buffer.from(text) }));
  const found = await read({
    letters: both,
    records: [{}, { headers }],
    resolutions: [1_000, 2_000].map((time) => ({
      ...{ origin: "sales-0@1", action: "replayed" as const, time, to: "sales-0@1" },
    })),
  });
  expect(found.states).toMatchObject({ replayed: 1, waiting: 1 });
  expect(found.unproven).toEqual(["sales-0@1"]);
});
